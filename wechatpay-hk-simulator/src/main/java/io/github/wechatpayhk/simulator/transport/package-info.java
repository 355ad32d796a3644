/**
 * The ways into the gateway.
 */
@NullMarked
package io.github.wechatpayhk.simulator.transport;

import org.jspecify.annotations.NullMarked;
