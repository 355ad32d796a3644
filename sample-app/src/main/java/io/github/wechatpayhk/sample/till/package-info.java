/**
 * The cashier's till: payments, reversals and refunds, and the page that shows them.
 */
@NullMarked
package io.github.wechatpayhk.sample.till;

import org.jspecify.annotations.NullMarked;
