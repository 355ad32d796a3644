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

	private final RefundService oneAttempt;

	private final ResilientServices services;

	ResilientRefundService(RefundService oneAttempt, ResilientServices services) {
		this.oneAttempt = oneAttempt;
		this.services = services;
	}

	@Override
	public Mono<Refund> refund(RefundRequest request) {
		return this.services.call(WechatPayHkOperation.REFUND, "request", request, RefundRequest::outRefundNo,
				this.oneAttempt::refund);
	}

	@Override
	public Mono<Refund> query(RefundReference refund) {
		return this.services.call(WechatPayHkOperation.QUERY_REFUND, "refund", refund,
				(present) -> ResilientServices.either(present.outRefundNo(), present.refundId()),
				this.oneAttempt::query);
	}

	@Override
	public Mono<RefundList> list(OrderReference order, int offset, int count) {
		return this.services.call(WechatPayHkOperation.QUERY_REFUND, "order", order, ResilientServices::number,
				(present) -> this.oneAttempt.list(present, offset, count));
	}

}
