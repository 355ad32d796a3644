/**
 * Refunds of paid orders: creating and querying.
 */
@NullMarked
package io.github.wechatpayhk.refund;

import org.jspecify.annotations.NullMarked;
