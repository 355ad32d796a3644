/**
 * Refunds and the operations on them.
 */
@NullMarked
package io.github.wechatpayhk.simulator.refund;

import org.jspecify.annotations.NullMarked;
