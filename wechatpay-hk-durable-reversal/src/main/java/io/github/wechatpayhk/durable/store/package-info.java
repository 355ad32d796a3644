/**
 * The tables of reversals, payments, refunds and notifications, with their plans and
 * events. For this library alone: it may change with each version.
 */
@NullMarked
package io.github.wechatpayhk.durable.store;

import org.jspecify.annotations.NullMarked;
