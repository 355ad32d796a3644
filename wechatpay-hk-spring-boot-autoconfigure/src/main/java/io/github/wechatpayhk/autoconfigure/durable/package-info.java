/**
 * Reversals that survive a crash, when {@code wechatpay-hk-durable-reversal} is there.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure.durable;

import org.jspecify.annotations.NullMarked;
