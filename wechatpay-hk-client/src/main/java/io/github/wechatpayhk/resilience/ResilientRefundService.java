package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundList;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
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
		return this.services.call(WechatPayHkOperation.REFUND, "request", request, RefundRequest::outRefundNo,
				this.attempt::refund);
	}

	@Override
	public Mono<Refund> query(RefundReference refund) {
		return this.services.call(WechatPayHkOperation.QUERY_REFUND, "refund", refund,
				(present) -> ResilientServices.either(present.outRefundNo(), present.refundId()), this.attempt::query);
	}

	@Override
	public Mono<RefundList> list(OrderReference order, int offset, int count) {
		return this.services.call(WechatPayHkOperation.QUERY_REFUND, "order", order, ResilientServices::number,
				(present) -> this.attempt.list(present, offset, count));
	}

}
