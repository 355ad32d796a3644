/**
 * The settlements of the simulator's payments and refunds.
 */
@NullMarked
package io.github.wechatpayhk.simulator.settlement;

import org.jspecify.annotations.NullMarked;
