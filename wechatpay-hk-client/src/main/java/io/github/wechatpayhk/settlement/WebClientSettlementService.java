package io.github.wechatpayhk.settlement;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.settlement.SettlementService.SettlementList;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonExchange.IdsQuery;
import io.github.wechatpayhk.webclient.JsonExchange.JsonReading;
import io.github.wechatpayhk.webclient.Pages;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lists with one call over the signed client.
 */
final class WebClientSettlementService implements SettlementService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	private final JsonReading<SettlementList> lists;

	WebClientSettlementService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
		this.lists = this.exchange.reading(SettlementList.class);
	}

	@Override
	public Mono<SettlementList> list(SettlementRequest request, int offset, int limit) {
		return Mono.defer(() -> {
			MerchantIds ids = RequestField.requirePresent("request", request)
				.merchantIds()
				.orElse(this.client.merchantIds());
			Pages.require("limit", offset, limit);
			IdsQuery query = IdsQuery
				.of(request.options().template(this.client.generation().settlements()),
						new MerchantIds(null, null, ids.subMchid()))
				.parameter("settle_state", request.state())
				.parameter("settle_start_date", text(request.firstDay()))
				.parameter("settle_end_date", text(request.lastDay()))
				.parameter("offset", offset)
				.parameter("limit", limit);
			return this.exchange.get(query.template(), query.variables(), (response) -> this.lists.requireOk(response)
				.flatMap((list) -> this.lists.related(list, response, list.compare(offset))));
		});
	}

	private static @Nullable String text(@Nullable LocalDate day) {
		return (day != null) ? day.format(DateTimeFormatter.BASIC_ISO_DATE) : null;
	}

}
