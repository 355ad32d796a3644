/**
 * What goes wrong on purpose, and when.
 */
@NullMarked
package io.github.wechatpayhk.simulator.fault;

import org.jspecify.annotations.NullMarked;
