/**
 * The code of {@code docs/rest-of-the-api.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.restoftheapi;

import org.jspecify.annotations.NullMarked;
