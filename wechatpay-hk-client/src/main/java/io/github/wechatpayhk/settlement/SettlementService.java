package io.github.wechatpayhk.settlement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.Pages;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.util.Assert;

/**
 * Lists settlements (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#settlements">protocol</a>).
 * <p>
 * Every publisher is cold: each subscription is a new call with a new signature. A page
 * is handed on when WeChat Pay's signed response has been verified and is the page that
 * was asked for; anything else is exactly one {@link WechatPayHkException}. Calls change
 * nothing at WeChat Pay and are free to be repeated. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface SettlementService {

	/**
	 * List all settlements, page by page. The call of a page is made once the settlements
	 * of the pages before were received and more are requested, so a slow subscriber
	 * makes no calls ahead. Settlements that WeChat Pay adds meanwhile can move others to
	 * another page.
	 * @param request names the settlements
	 * @return the settlements in WeChat Pay's order, ending with an error if a page fails
	 */
	default Flux<Settlement> list(SettlementRequest request) {
		return Pages.all((offset) -> list(request, offset, Pages.SIZE), SettlementList::data,
				SettlementList::totalCount);
	}

	/**
	 * List one page of settlements.
	 * @param request names the settlements
	 * @param offset how many settlements to leave out, at least 0
	 * @param limit how many settlements at most, at least 1
	 * @return one page
	 */
	Mono<SettlementList> list(SettlementRequest request, int offset, int limit);

	/**
	 * Return a service that makes one attempt per page and subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static SettlementService create(WechatPayHkClient client) {
		return new WebClientSettlementService(client);
	}

	/**
	 * One page of settlements.
	 *
	 * @param data the settlements of this page
	 * @param totalCount how many settlements all pages have
	 * @param offset how many settlements are on the pages before
	 * @param limit how many settlements are on this page
	 * @param other the fields that this version does not know, by name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record SettlementList(@JsonProperty("data") List<Settlement> data, @JsonProperty("total_count") Integer totalCount,
			@JsonProperty("offset") @Nullable Integer offset, @JsonProperty("limit") @Nullable Integer limit,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other) {

		/**
		 * Create the page.
		 * @param data the settlements of this page
		 * @param totalCount how many settlements all pages have, not {@code null}
		 * @param offset how many settlements are on the pages before
		 * @param limit how many settlements are on this page
		 * @param other the fields that this version does not know
		 */
		public SettlementList {
			Assert.notNull(totalCount, "A page of settlements must have 'total_count'");
			data = (data != null) ? List.copyOf(data) : List.of();
			other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
		}

		/**
		 * Compare this page with the one that was asked for. WeChat Pay documents no
		 * merchant number of a settlement: what the page tells about itself is its
		 * position.
		 */
		ResponseSubject compare(int askedOffset) {
			return ResponseSubject.of(MerchantIds.none(), null, null, null)
				.optional("offset", String.valueOf(askedOffset), (this.offset != null) ? this.offset.toString() : null);
		}

	}

}
