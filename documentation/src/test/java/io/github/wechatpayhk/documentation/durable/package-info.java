/**
 * The code of {@code docs/durable-reversals.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.durable;

import org.jspecify.annotations.NullMarked;
