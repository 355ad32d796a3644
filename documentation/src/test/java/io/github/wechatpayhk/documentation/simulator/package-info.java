/**
 * The code of {@code docs/simulator.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.simulator;

import org.jspecify.annotations.NullMarked;
