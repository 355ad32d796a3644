/**
 * Orders: taking a payment by the payer's code, placing, querying and closing.
 */
@NullMarked
package io.github.wechatpayhk.order;

import org.jspecify.annotations.NullMarked;
