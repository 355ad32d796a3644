package io.github.wechatpayhk.sample.api;

/**
 * How much to refund.
 *
 * @param total the amount in cents
 */
record RefundOrder(long total) {
}
