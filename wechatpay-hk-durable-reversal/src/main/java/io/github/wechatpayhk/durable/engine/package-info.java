/**
 * What executes scheduled reversals, payments, refunds and notifications, and where they
 * are kept.
 */
@NullMarked
package io.github.wechatpayhk.durable.engine;

import org.jspecify.annotations.NullMarked;
