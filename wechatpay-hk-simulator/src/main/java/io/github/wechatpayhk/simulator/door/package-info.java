/**
 * The ways into the gateway.
 */
@NullMarked
package io.github.wechatpayhk.simulator.door;

import org.jspecify.annotations.NullMarked;
