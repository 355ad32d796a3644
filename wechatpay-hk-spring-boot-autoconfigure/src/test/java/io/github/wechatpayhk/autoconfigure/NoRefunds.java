package io.github.wechatpayhk.autoconfigure;

import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import reactor.core.publisher.Mono;

/**
 * The refund service of an application that has one of its own.
 */
final class NoRefunds implements RefundService {

	@Override
	public Mono<Refund> refund(RefundRequest request) {
		return Mono.empty();
	}

	@Override
	public Mono<Refund> query(RefundReference refund) {
		return Mono.empty();
	}

	@Override
	public Mono<RefundList> list(OrderReference order, int offset, int count) {
		return Mono.empty();
	}

}
