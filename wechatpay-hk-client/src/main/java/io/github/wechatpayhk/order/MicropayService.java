package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Takes payments by the code that the payer shows (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#order-requests">protocol</a>).
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call. <strong>Never repeat a
 * payment whose outcome is unknown</strong>: query the order instead, as {@code QuickPay}
 * does. Only {@link Outcome#NOT_SENT} may be tried again. Nothing blocks the subscribing
 * thread. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface MicropayService {

	/**
	 * Take a payment.
	 * @param request what is to be paid, and by which code
	 * @return the verified response, finished (200) or not (202); else exactly one
	 * {@link WechatPayHkException}
	 */
	Mono<MicropayResponse> pay(MicropayRequest request);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static MicropayService create(WechatPayHkClient client) {
		return new WebClientMicropayService(client);
	}

	/**
	 * What WeChat Pay says to an in-store payment, verified. Only
	 * {@link TradeState#SUCCESS} means that it is paid; anything else is to be followed
	 * by queries.
	 *
	 * @param accepted whether the payment is not finished (202): the payer is still
	 * acting
	 * @param order the order; may be absent from such a response, never from a finished
	 * one
	 */
	record MicropayResponse(boolean accepted, @Nullable Order order) {

		/**
		 * Return whether the payment has succeeded.
		 * @return whether the response is final and the order paid
		 */
		public boolean isPaid() {
			return !this.accepted && this.order != null && this.order.tradeState().equals(TradeState.SUCCESS);
		}

	}

}
