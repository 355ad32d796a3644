/**
 * The sub-merchants that institutions add.
 */
@NullMarked
package io.github.wechatpayhk.simulator.submerchant;

import org.jspecify.annotations.NullMarked;
