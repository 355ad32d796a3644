/**
 * The keys of the simulated WeChat Pay platform.
 */
@NullMarked
package io.github.wechatpayhk.simulator.platform;

import org.jspecify.annotations.NullMarked;
