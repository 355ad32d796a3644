package io.github.wechatpayhk.durable;

import io.github.wechatpayhk.error.WechatPayHkException;
import reactor.core.publisher.Mono;

/**
 * Queries an online payment once, and closes it once it has expired. Only a verified
 * query decides: the response to a close names no order, and an order may be paid in the
 * same second.
 */
final class OnlinePaymentCall {

	private final DurableMerchants merchants;

	OnlinePaymentCall(DurableMerchants merchants) {
		this.merchants = merchants;
	}

	/**
	 * Query, and close if that is asked for.
	 * @param row the payment
	 * @param isClosing whether the order is closed if it is not paid
	 * @return what that brought; never an error
	 */
	Mono<OnlinePaymentVerdict> make(OnlinePaymentRow row, boolean isClosing) {
		return this.merchants.find(row.payment().merchant())
			.flatMap((merchant) -> query(merchant, row)
				.flatMap((verdict) -> isClosing ? close(merchant, row, verdict) : Mono.just(verdict)))
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just(OnlinePaymentVerdict.failed(ex)))
			.onErrorResume((ex) -> Mono.just(OnlinePaymentVerdict.lost("The service failed: " + ex)))
			.defaultIfEmpty(OnlinePaymentVerdict.lost("There was no response"));
	}

	private static Mono<OnlinePaymentVerdict> query(DurableMerchant merchant, OnlinePaymentRow row) {
		return merchant.query()
			.query(row.reference())
			.map((order) -> OnlinePaymentVerdict.of(order, row.payment().amount()))
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just(OnlinePaymentVerdict.failed(ex)));
	}

	private static Mono<OnlinePaymentVerdict> close(DurableMerchant merchant, OnlinePaymentRow row,
			OnlinePaymentVerdict before) {
		if (!before.isUnpaid() || before.isMissing()) {
			return Mono.just(before.closedIfMissing());
		}
		return merchant.online()
			.close()
			.close(row.reference())
			.thenReturn("It was closed")
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just("Its close failed: " + ex.getMessage()))
			.flatMap((closing) -> query(merchant, row)
				.map((verdict) -> verdict.closedIfMissing().after((verdict.isUnpaid() ? closing : null))));
	}

}
