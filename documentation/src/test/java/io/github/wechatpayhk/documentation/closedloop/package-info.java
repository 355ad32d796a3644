/**
 * The code of {@code docs/closed-loop.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.closedloop;

import org.jspecify.annotations.NullMarked;
