/**
 * Clients of others against the simulator.
 */
@NullMarked
package io.github.wechatpayhk.simulator.foreign;

import org.jspecify.annotations.NullMarked;
