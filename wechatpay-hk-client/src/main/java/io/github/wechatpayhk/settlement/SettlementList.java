package io.github.wechatpayhk.settlement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * One page of settlements.
 *
 * @param data the settlements of this page
 * @param totalCount how many settlements all pages have
 * @param offset how many settlements are on the pages before
 * @param limit how many settlements are on this page
 * @param other the fields that this version does not know, by name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SettlementList(@JsonProperty("data") List<Settlement> data,
		@JsonProperty("total_count") Integer totalCount, @JsonProperty("offset") @Nullable Integer offset,
		@JsonProperty("limit") @Nullable Integer limit,
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
	 * Compare this page with the one that was asked for. WeChat Pay documents no merchant
	 * number of a settlement: what the page tells about itself is its position.
	 */
	ResponseSubject compare(int askedOffset) {
		return ResponseSubject.of(MerchantIds.none(), null, null, null)
			.optional("offset", String.valueOf(askedOffset), (this.offset != null) ? this.offset.toString() : null);
	}

}
