package io.github.wechatpayhk.durable;

import java.time.Instant;

import io.github.wechatpayhk.order.ReverseOrderRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is to be scheduled. Immutable: each {@code with} method returns a changed copy.
 *
 * @param order the order to reverse. Its deadline, if it has one, holds for each attempt
 * @param merchant the name of the merchant, or {@code null} for the default one
 * @param paymentSentAt when the payment was sent, or {@code null} if that is not known.
 * Nothing is reversed within the first 15 seconds after it (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#reverse">protocol</a>)
 * @since 0.1.0
 */
public record DurableReversalRequest(ReverseOrderRequest order, @Nullable String merchant,
		@Nullable Instant paymentSentAt) {

	/**
	 * Scheduled reversal to reverse an order of the default merchant.
	 * @param order the order
	 * @return the request
	 */
	public static DurableReversalRequest of(ReverseOrderRequest order) {
		return new DurableReversalRequest(order, null, null);
	}

	/**
	 * Name the merchant that signs.
	 * @param merchant its name, as for {@code WechatPayHkClients}
	 * @return a changed copy
	 */
	public DurableReversalRequest withMerchant(String merchant) {
		return new DurableReversalRequest(this.order, merchant, this.paymentSentAt);
	}

	/**
	 * Say when the payment was sent.
	 * @param paymentSentAt the moment
	 * @return a changed copy
	 */
	public DurableReversalRequest withPaymentSentAt(Instant paymentSentAt) {
		return new DurableReversalRequest(this.order, this.merchant, paymentSentAt);
	}

}
