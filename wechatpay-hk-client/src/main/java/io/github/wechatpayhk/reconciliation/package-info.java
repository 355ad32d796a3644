/**
 * The comparison of a day's statement with the application's own books.
 */
@NullMarked
package io.github.wechatpayhk.reconciliation;

import org.jspecify.annotations.NullMarked;
