/**
 * The order book, its state machine and the operations on orders.
 */
@NullMarked
package io.github.wechatpayhk.simulator.order;

import org.jspecify.annotations.NullMarked;
