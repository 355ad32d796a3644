/**
 * The code of {@code docs/quick-pay.md}.
 */
@NullMarked
package io.github.wechatpayhk.documentation.paymentflow;

import org.jspecify.annotations.NullMarked;
