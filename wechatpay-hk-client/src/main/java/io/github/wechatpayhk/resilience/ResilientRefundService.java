package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import reactor.core.publisher.Mono;

/**
 * Refunds with as many attempts as it may make, each with the same number and body.
 */
final class ResilientRefundService implements RefundService {

	private final RefundService attempt;

	private final ResilientServices services;

	ResilientRefundService(RefundService attempt, ResilientServices services) {
		this.attempt = attempt;
		this.services = services;
	}

	@Override
	public Mono<Refund> refund(RefundRequest request) {
		return ResilientServices.require("request", request,
				(present) -> this.services.call(
						new WechatPayHkCall(WechatPayHkOperation.REFUND, present.outRefundNo(), present.options()),
						present, present::withBaseUrl, this.attempt::refund));
	}

	@Override
	public Mono<Refund> query(RefundReference refund) {
		return ResilientServices
			.require("refund", refund,
					(present) -> this.services.call(new WechatPayHkCall(WechatPayHkOperation.QUERY_REFUND,
							ResilientServices.either(present.outRefundNo(), present.refundId()), present.options()),
							present, present::withBaseUrl, this.attempt::query));
	}

	@Override
	public Mono<RefundList> list(OrderReference order, int offset, int count) {
		return ResilientServices.require("order", order, (present) -> this.services
			.call(WechatPayHkOperation.QUERY_REFUND, present, (atHost) -> this.attempt.list(atHost, offset, count)));
	}

}
