/**
 * Refunds of paid orders: creating, querying and listing.
 */
@NullMarked
package io.github.wechatpayhk.refund;

import org.jspecify.annotations.NullMarked;
