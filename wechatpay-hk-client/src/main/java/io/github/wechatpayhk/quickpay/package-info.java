/**
 * Quick Pay as a closed loop: every payment at the counter ends in exactly one known way.
 */
@NullMarked
package io.github.wechatpayhk.quickpay;

import org.jspecify.annotations.NullMarked;
