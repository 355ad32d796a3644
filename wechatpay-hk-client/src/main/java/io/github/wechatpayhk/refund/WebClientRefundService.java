package io.github.wechatpayhk.refund;

import java.util.Map;
import java.util.function.Function;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonExchange.IdsQuery;
import io.github.wechatpayhk.webclient.JsonExchange.JsonReading;
import io.github.wechatpayhk.webclient.Pages;
import io.github.wechatpayhk.webclient.ResponseSubject;
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
		return Mono.defer(() -> {
			RefundRequest complete = RequestField.requirePresent("request", request).completedBy(this.client);
			RefundReference asked = RefundReference.outRefundNo(request.outRefundNo());
			return this.exchange.post(request.options().template(this.client.generation().refunds()), Map.of(),
					complete,
					(response) -> read(response,
							(refund) -> asked.compare(refund, complete.ids().merchantIds())
								.optional("transaction_id", request.transactionId(), refund.transactionId())
								.optional("out_trade_no", request.outTradeNo(), refund.outTradeNo())));
		});
	}

	@Override
	public Mono<Refund> query(RefundReference refund) {
		return Mono.defer(() -> {
			MerchantIds ids = RequestField.requirePresent("refund", refund)
				.merchantIds()
				.orElse(this.client.merchantIds())
				.requireComplete();
			String path = (refund.outRefundNo() != null) ? this.client.generation().refundByOutRefundNo()
					: this.client.generation().refundByRefundId();
			IdsQuery query = IdsQuery.of(refund.options().template(path), ids)
				.variable("out_refund_no", refund.outRefundNo())
				.variable("refund_id", refund.refundId());
			return this.exchange.get(query.template(), query.variables(),
					(response) -> read(response, (received) -> refund.compare(received, ids)));
		});
	}

	private Mono<Refund> read(ClientResponse response, Function<Refund, ResponseSubject> comparison) {
		return this.refunds.requireOk(response)
			.flatMap((refund) -> this.refunds.related(refund, response, comparison.apply(refund)));
	}

	@Override
	public Mono<RefundList> list(OrderReference order, int offset, int count) {
		return Mono.defer(() -> {
			MerchantIds ids = RequestField.requirePresent("order", order)
				.merchantIds()
				.orElse(this.client.merchantIds())
				.requireComplete();
			Pages.require("count", offset, count);
			IdsQuery query = IdsQuery.of(order.options().template(this.client.generation().refunds()), ids)
				.parameter("out_trade_no", order.outTradeNo())
				.parameter("transaction_id", order.transactionId())
				.parameter("offset", offset)
				.parameter("count", count);
			return this.exchange.get(query.template(), query.variables(), (response) -> this.lists.requireOk(response)
				.flatMap((list) -> this.lists.related(list, response, list.compare(order, ids))));
		});
	}

}
