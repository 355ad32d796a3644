package io.github.wechatpayhk.order;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import reactor.core.publisher.Mono;

/**
 * Places orders and signs what the payer's device needs to start the payment (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
 * The signature is computed by the signer that signs the orders.
 * <p>
 * Every {@link Mono} is cold. Each subscription signs anew, with a new nonce and the
 * present time. A payment that has expired is placed again first, with the same number
 * and the same body. An order of the wrong type, or a signer that fails, is a
 * {@link WechatPayHkRequestException}; a call that fails is exactly one
 * {@link WechatPayHkException}. Safe for concurrent use.
 *
 * <pre class="code">
 * startPaymentService.prepare(request).flatMap(startPaymentService::jsapi)
 * </pre>
 *
 * @since 0.1.0
 */
public interface StartPaymentService {

	/**
	 * Place an order. For an order of the type {@link TradeType#NATIVE} or
	 * {@link TradeType#MWEB} this is all: the URL is in {@link PreparedPayment#placed()}.
	 * @param request the order
	 * @return the payment that can be started
	 */
	Mono<PreparedPayment> prepare(PlaceOrderRequest request);

	/**
	 * Return a payment that can be started now, for a URL that is shown again for
	 * example.
	 * @param payment the payment
	 * @return the same payment, or one that was placed again if it has expired
	 */
	Mono<PreparedPayment> renew(PreparedPayment payment);

	/**
	 * Sign the start of a payment on a page inside WeChat.
	 * @param payment a payment of the type {@link TradeType#JSAPI}
	 * @return what the page needs
	 */
	Mono<JsapiParameters> jsapi(PreparedPayment payment);

	/**
	 * Sign the start of a payment in a mini program.
	 * @param payment a payment of the type {@link TradeType#JSAPI}, placed with the
	 * application id of the mini program
	 * @return what the mini program needs
	 */
	Mono<MiniProgramParameters> miniProgram(PreparedPayment payment);

	/**
	 * Sign the start of a payment in an app.
	 * @param payment a payment of the type {@link TradeType#APP}
	 * @return what the app needs
	 */
	Mono<AppParameters> app(PreparedPayment payment);

	/**
	 * Return a service whose orders are placed with one attempt per subscription.
	 * @param client whom it calls and as whom, and whose key signs
	 * @return the service
	 */
	static StartPaymentService create(WechatPayHkClient client) {
		return create(client, PlaceOrderService.create(client));
	}

	/**
	 * Return a service whose orders are placed by a service that may be decorated.
	 * @param client whose configuration holds, and whose key signs
	 * @param orders places the orders of the same merchant
	 * @return the service
	 */
	static StartPaymentService create(WechatPayHkClient client, PlaceOrderService orders) {
		return new SignedStartPaymentService(client, orders);
	}

}
