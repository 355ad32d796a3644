/**
 * The merchants that a simulator knows.
 */
@NullMarked
package io.github.wechatpayhk.simulator.merchant;

import org.jspecify.annotations.NullMarked;
