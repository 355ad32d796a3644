/**
 * The code of {@code docs/many-merchants.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.manymerchants;

import org.jspecify.annotations.NullMarked;
