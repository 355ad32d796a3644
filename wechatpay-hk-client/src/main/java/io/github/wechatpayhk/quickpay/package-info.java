/**
 * Quick Pay: every in-store payment ends in exactly one known way.
 */
@NullMarked
package io.github.wechatpayhk.quickpay;

import org.jspecify.annotations.NullMarked;
