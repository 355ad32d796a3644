package io.github.wechatpayhk.order;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the shop hands to the payer for an order that was placed. Which part is there
 * depends on how it is paid.
 *
 * @param codeUrl what the code to scan holds; {@link TradeType#NATIVE}
 * @param prepayId the session to pay in; {@link TradeType#JSAPI} and
 * {@link TradeType#APP}
 * @param mwebUrl the page to open; {@link TradeType#MWEB}
 * @param other the fields that this version does not know, by name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PlacedOrder(@JsonProperty("code_url") @Nullable String codeUrl,
		@JsonProperty("prepay_id") @Nullable String prepayId, @JsonProperty("mweb_url") @Nullable String mwebUrl,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other) {

	/**
	 * Create the response.
	 * @param codeUrl what the code to scan holds
	 * @param prepayId the session to pay in
	 * @param mwebUrl the page to open
	 * @param other the fields that this version does not know
	 */
	public PlacedOrder {
		other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
	}

	boolean hasHandOver() {
		return this.codeUrl != null || this.prepayId != null || this.mwebUrl != null;
	}

}
