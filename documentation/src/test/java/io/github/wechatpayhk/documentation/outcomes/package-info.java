/**
 * The code of {@code docs/outcomes.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.outcomes;

import org.jspecify.annotations.NullMarked;
