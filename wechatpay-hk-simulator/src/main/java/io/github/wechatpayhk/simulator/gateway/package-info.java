/**
 * The gateway itself, without any transport.
 */
@NullMarked
package io.github.wechatpayhk.simulator.gateway;

import org.jspecify.annotations.NullMarked;
