/**
 * What the guide to reconciliation shows.
 */
@NullMarked
package io.github.wechatpayhk.documentation.reconciliation;

import org.jspecify.annotations.NullMarked;
