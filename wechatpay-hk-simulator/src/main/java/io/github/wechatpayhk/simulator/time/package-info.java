/**
 * The one clock of a simulator and what falls due by it.
 */
@NullMarked
package io.github.wechatpayhk.simulator.time;

import org.jspecify.annotations.NullMarked;
