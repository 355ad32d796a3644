/**
 * Auto-configuration of the client from {@code wechatpay.hk.*} properties, of what stands
 * around it, and of durable reversals. What looks at them from outside, with a further
 * library of the application, has a package below.
 */
@NullMarked
package io.github.wechatpayhk.autoconfigure;

import org.jspecify.annotations.NullMarked;
