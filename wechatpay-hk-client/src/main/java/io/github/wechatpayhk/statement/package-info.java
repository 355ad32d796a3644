/**
 * The statement of a day: all payments, refunds and reversals as WeChat Pay recorded
 * them.
 */
@NullMarked
package io.github.wechatpayhk.statement;

import org.jspecify.annotations.NullMarked;
