package io.github.wechatpayhk.refund;

import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.webclient.IdsQuery;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonReading;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Refunds with one call over the signed client.
 */
final class WebClientRefundService implements RefundService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	private final JsonReading<Refund> refunds;

	private final JsonReading<RefundList> lists;

	WebClientRefundService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
		this.refunds = this.exchange.reading(Refund.class);
		this.lists = this.exchange.reading(RefundList.class);
	}

	@Override
	public Mono<Refund> refund(RefundRequest request) {
		RefundReference asked = RefundReference.outRefundNo(request.outRefundNo());
		return Mono.defer(() -> this.exchange.post(this.client.generation().refunds(), Map.of(),
				request.withIds(request.ids().orElse(this.client.shopIds()).requireComplete()),
				(response) -> read(asked, response)));
	}

	@Override
	public Mono<Refund> query(RefundReference refund) {
		return Mono.defer(() -> {
			String path = (refund.outRefundNo() != null) ? this.client.generation().refundByOutRefundNo()
					: this.client.generation().refundByRefundId();
			IdsQuery query = IdsQuery.of(path, refund.merchantIds().orElse(this.client.merchantIds()).requireComplete())
				.variable("out_refund_no", refund.outRefundNo())
				.variable("refund_id", refund.refundId());
			return this.exchange.get(query.template(), query.variables(), (response) -> read(refund, response));
		});
	}

	@Override
	public Mono<RefundList> list(OrderReference order, int offset, int count) {
		return Mono.defer(() -> {
			if (offset < 0 || count < 1) {
				throw new WechatPayHkRequestException(
						"'offset' must be at least 0 and 'count' at least 1, but they are " + offset + " and " + count);
			}
			IdsQuery query = IdsQuery
				.of(this.client.generation().refunds(),
						order.merchantIds().orElse(this.client.merchantIds()).requireComplete())
				.parameter("out_trade_no", order.outTradeNo())
				.parameter("transaction_id", order.transactionId())
				.parameter("offset", offset)
				.parameter("count", count);
			return this.exchange.get(query.template(), query.variables(), this.lists::requireOk);
		});
	}

	private Mono<Refund> read(RefundReference asked, ClientResponse response) {
		return this.refunds.requireOk(response)
			.flatMap((refund) -> asked.matches(refund) ? Mono.just(refund) : this.refunds.unreadable(response, null));
	}

}
