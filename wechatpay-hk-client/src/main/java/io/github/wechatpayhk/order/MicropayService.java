package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
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

}
