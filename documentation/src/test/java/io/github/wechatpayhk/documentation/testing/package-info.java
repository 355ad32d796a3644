/**
 * The code of {@code docs/testing.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.testing;

import org.jspecify.annotations.NullMarked;
