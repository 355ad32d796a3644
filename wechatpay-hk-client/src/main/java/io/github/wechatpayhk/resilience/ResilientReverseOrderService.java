package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.ReverseOrderRequest;
import io.github.wechatpayhk.ReverseOrderService;
import reactor.core.publisher.Mono;

/**
 * Reverses with as many attempts as it may make.
 */
final class ResilientReverseOrderService implements ReverseOrderService {

	private final ReverseOrderService oneAttempt;

	private final ResilientCalls calls;

	ResilientReverseOrderService(ReverseOrderService oneAttempt, ResilientCalls calls) {
		this.oneAttempt = oneAttempt;
		this.calls = calls;
	}

	@Override
	public Mono<Void> reverse(ReverseOrderRequest request) {
		WechatPayHkCall call = new WechatPayHkCall(WechatPayHkOperation.REVERSE,
				ResilientServices.either(request.outTradeNo(), request.transactionId()), request.deadline(),
				request.baseUrl() != null);
		return this.calls.call(call,
				(baseUrl) -> this.oneAttempt.reverse((baseUrl != null) ? request.withBaseUrl(baseUrl) : request));
	}

}
