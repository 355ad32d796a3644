/**
 * What a shop's developer sees: orders in, results out.
 */
@NullMarked
package io.github.wechatpayhk;

import org.jspecify.annotations.NullMarked;
