package io.github.wechatpayhk.order;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.util.UriUtils;

/**
 * Places orders that the payer pays on a device of their own: by scanning a code, inside
 * WeChat, from an app or from a mobile browser (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#order-requests">protocol</a>).
 * <p>
 * Every {@link Mono} is cold: each subscription is a new call with a new signature. It
 * yields what the payer needs when WeChat Pay's signed response has been verified;
 * anything else is exactly one {@link WechatPayHkException}. An order whose outcome is
 * unknown may be placed again with the same number and contents. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface PlaceOrderService {

	/**
	 * Place an order.
	 * @param request what is to be paid, and in which way
	 * @return what the payer needs
	 */
	Mono<PlacedOrder> place(PlaceOrderRequest request);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static PlaceOrderService create(WechatPayHkClient client) {
		return new WebClientPlaceOrderService(client);
	}

	/**
	 * What the shop hands to the payer for an order that was placed. Which part is there
	 * depends on how it is paid.
	 *
	 * @param codeUrl what the code to scan holds; {@link TradeType#NATIVE}
	 * @param prepayId the session to pay in; {@link TradeType#JSAPI} and
	 * {@link TradeType#APP}
	 * @param mwebUrl the page to open; {@link TradeType#MWEB}
	 * @param other the fields that this version does not know, by name
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	record PlacedOrder(@JsonProperty("code_url") @Nullable String codeUrl,
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

		/**
		 * Return the page to open, which leads the payer to a page of the shop
		 * afterwards. Opened within 5 minutes of placing the order.
		 * @param redirectUrl the page of the shop; it is percent-encoded here, as a whole
		 * @return the URL to send the payer's browser to
		 * @throws WechatPayHkRequestException if the order is of another type than
		 * {@link TradeType#MWEB}
		 */
		public String mwebUrl(URI redirectUrl) {
			if (this.mwebUrl == null) {
				throw new WechatPayHkRequestException("The order has no 'mweb_url': place an order of type MWEB");
			}
			return this.mwebUrl + (this.mwebUrl.contains("?") ? '&' : '?') + "redirect_url="
					+ UriUtils.encode(redirectUrl.toString(), StandardCharsets.UTF_8);
		}

		boolean hasHandOver() {
			return this.codeUrl != null || this.prepayId != null || this.mwebUrl != null;
		}

	}

}
