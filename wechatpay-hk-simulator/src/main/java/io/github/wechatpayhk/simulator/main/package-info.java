/**
 * The simulator as a program.
 */
@NullMarked
package io.github.wechatpayhk.simulator.main;

import org.jspecify.annotations.NullMarked;
