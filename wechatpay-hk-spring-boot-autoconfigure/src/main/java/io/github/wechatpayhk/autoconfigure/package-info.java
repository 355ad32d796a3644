/**
 * Auto-configuration of the WeChat Pay Hong Kong client from {@code wechatpay.hk.*}
 * properties.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure;

import org.jspecify.annotations.NullMarked;
