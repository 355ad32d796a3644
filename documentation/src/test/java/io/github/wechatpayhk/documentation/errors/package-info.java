/**
 * The code of {@code docs/errors.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.errors;

import org.jspecify.annotations.NullMarked;
