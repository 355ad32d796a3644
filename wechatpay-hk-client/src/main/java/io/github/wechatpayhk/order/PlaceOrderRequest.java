package io.github.wechatpayhk.order;

import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.Order.Payer;
import io.github.wechatpayhk.order.Order.SceneInfo;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * An order that the payer pays on a device of their own (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#order-requests">protocol</a>).
 * Which of the four ways it is paid is the {@code tradeType}. Checked when it is built;
 * immutable.
 *
 * @param ids whose order it is, for this call alone; {@link ShopIds#none()} for the
 * configured ids
 * @param description what is bought, 1 to 127 characters
 * @param notifyUrl where the notification of the payment goes: https, no query, up to 256
 * characters; {@code null} for the URL of the client
 * @param outTradeNo the merchant's order number, 1 to 32 characters out of
 * {@code [0-9A-Za-z_-|*]}, never used before
 * @param tradeType how it is paid
 * @param merchantCategoryCode the category of the trade, 1 to 16 characters
 * @param amount what it costs
 * @param attach the merchant's own text, given back in responses, up to 127 characters
 * @param goodsTag the tag for promotions, up to 32 characters
 * @param limitPay the ways to pay that are allowed, such as {@code no_credit}
 * @param timeStart from when it can be paid, RFC 3339
 * @param timeExpire until when it can be paid, RFC 3339
 * @param payer who pays; needed inside WeChat
 * @param sceneInfo where it is bought; needed from a mobile browser
 * @param detail what it consists of
 * @param options what this call alone does otherwise than the configured calls
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PlaceOrderRequest(@JsonUnwrapped ShopIds ids, @JsonProperty("description") String description,
		@JsonProperty("notify_url") @Nullable String notifyUrl, @JsonProperty("out_trade_no") String outTradeNo,
		@JsonProperty("trade_type") TradeType tradeType,
		@JsonProperty("merchant_category_code") String merchantCategoryCode, @JsonProperty("amount") OrderAmount amount,
		@JsonProperty("attach") @Nullable String attach, @JsonProperty("goods_tag") @Nullable String goodsTag,
		@JsonProperty("limit_pay") @Nullable String limitPay, @JsonProperty("time_start") @Nullable String timeStart,
		@JsonProperty("time_expire") @Nullable String timeExpire, @JsonProperty("payer") @Nullable Payer payer,
		@JsonProperty("scene_info") @Nullable SceneInfo sceneInfo,
		@JsonProperty("detail") Order.@Nullable Detail detail, @JsonIgnore CallOptions options) {

	/**
	 * Create the request.
	 * @param ids whose order it is
	 * @param description what is bought
	 * @param notifyUrl where the notification goes
	 * @param outTradeNo the merchant's order number
	 * @param tradeType how it is paid
	 * @param merchantCategoryCode the category of the trade
	 * @param amount what it costs
	 * @param attach the merchant's own text
	 * @param goodsTag the tag for promotions
	 * @param limitPay the ways to pay that are allowed
	 * @param timeStart from when it can be paid
	 * @param timeExpire until when it can be paid
	 * @param payer who pays
	 * @param sceneInfo where it is bought
	 * @param detail what it consists of
	 * @param options what this call alone does otherwise
	 * @throws WechatPayHkRequestException if a part is absent or breaks its rule
	 */
	public PlaceOrderRequest {
		// what was stored as JSON has none
		options = Objects.requireNonNullElse(options, CallOptions.none());
		RequestField.DESCRIPTION.require(description);
		RequestField.NOTIFY_URL.requireOrNull(notifyUrl);
		RequestField.OUT_TRADE_NO.require(outTradeNo);
		RequestField.MERCHANT_CATEGORY_CODE.require(merchantCategoryCode);
		RequestField.ATTACH.requireOrNull(attach);
		RequestField.GOODS_TAG.requireOrNull(goodsTag);
		RequestField.LIMIT_PAY.requireOrNull(limitPay);
		if (amount == null) {
			throw new WechatPayHkRequestException("'amount' must be set");
		}
		if (TradeType.JSAPI.equals(tradeType) && (payer == null || payer.equals(new Payer(null, null, null)))) {
			throw new WechatPayHkRequestException("'payer' must be set for an order of type JSAPI");
		}
		if (TradeType.MWEB.equals(tradeType)
				&& (sceneInfo == null || sceneInfo.payerClientIp() == null || sceneInfo.storeInfo() == null)) {
			throw new WechatPayHkRequestException(
					"'sceneInfo' with 'payerClientIp' and 'storeInfo' must be set for an order of type MWEB");
		}
	}

	/**
	 * Begin a request.
	 * @param tradeType how it is paid: {@link TradeType#NATIVE}, {@link TradeType#JSAPI},
	 * {@link TradeType#APP} or {@link TradeType#MWEB}
	 * @param outTradeNo the merchant's order number, 1 to 32 characters out of
	 * {@code [0-9A-Za-z_-|*]}
	 * @param amount what it costs
	 * @return a builder
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static Builder builder(TradeType tradeType, String outTradeNo, OrderAmount amount) {
		return new Builder(tradeType, RequestField.OUT_TRADE_NO.require(outTradeNo), amount);
	}

	/**
	 * Name whose order it is.
	 * @param ids the ids
	 * @return a changed copy
	 */
	public PlaceOrderRequest withIds(ShopIds ids) {
		return new PlaceOrderRequest(ids, this.description, this.notifyUrl, this.outTradeNo, this.tradeType,
				this.merchantCategoryCode, this.amount, this.attach, this.goodsTag, this.limitPay, this.timeStart,
				this.timeExpire, this.payer, this.sceneInfo, this.detail, this.options);
	}

	/**
	 * Fill in what the request leaves to the configuration of a client: the ids and the
	 * notification URL. A complete request is placed again with the same body, whatever
	 * becomes of the configuration.
	 * @param client whose configuration holds
	 * @return the complete request
	 * @throws WechatPayHkRequestException if the ids or the notification URL are neither
	 * in the request nor configured
	 */
	public PlaceOrderRequest completedBy(WechatPayHkClient client) {
		PlaceOrderRequest complete = withIds(this.ids.orElse(client.shopIds()).requireComplete());
		return (this.notifyUrl != null) ? complete : complete.withNotifyUrl(client.notifyUrl());
	}

	/**
	 * Set until when the order can be paid.
	 * @param timeExpire the end, rounded down to seconds
	 * @return a changed copy
	 */
	public PlaceOrderRequest withTimeExpire(OffsetDateTime timeExpire) {
		return new PlaceOrderRequest(this.ids, this.description, this.notifyUrl, this.outTradeNo, this.tradeType,
				this.merchantCategoryCode, this.amount, this.attach, this.goodsTag, this.limitPay, this.timeStart,
				Builder.text(timeExpire), this.payer, this.sceneInfo, this.detail, this.options);
	}

	private PlaceOrderRequest withNotifyUrl(@Nullable String notifyUrl) {
		return new PlaceOrderRequest(this.ids, this.description, RequestField.NOTIFY_URL.require(notifyUrl),
				this.outTradeNo, this.tradeType, this.merchantCategoryCode, this.amount, this.attach, this.goodsTag,
				this.limitPay, this.timeStart, this.timeExpire, this.payer, this.sceneInfo, this.detail, this.options);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public PlaceOrderRequest withBaseUrl(URI baseUrl) {
		return withOptions(this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public PlaceOrderRequest withDeadline(Duration deadline) {
		return withOptions(this.options.withDeadline(deadline));
	}

	private PlaceOrderRequest withOptions(CallOptions options) {
		return new PlaceOrderRequest(this.ids, this.description, this.notifyUrl, this.outTradeNo, this.tradeType,
				this.merchantCategoryCode, this.amount, this.attach, this.goodsTag, this.limitPay, this.timeStart,
				this.timeExpire, this.payer, this.sceneInfo, this.detail, options);
	}

	/**
	 * Builds a {@link PlaceOrderRequest}. Not safe for concurrent use.
	 */
	public static final class Builder extends OrderRequestBuilder<PlaceOrderRequest, Builder> {

		private final TradeType tradeType;

		private @Nullable String notifyUrl;

		private @Nullable String timeStart;

		private @Nullable String timeExpire;

		private @Nullable Payer payer;

		private Builder(TradeType tradeType, String outTradeNo, OrderAmount amount) {
			super(outTradeNo, amount);
			this.tradeType = tradeType;
		}

		@Override
		Builder self() {
			return this;
		}

		/**
		 * Set where the notification of the payment goes, by default to the URL of the
		 * client.
		 * @param notifyUrl https, without a query, up to 256 characters
		 * @return this builder
		 */
		public Builder notifyUrl(@Nullable String notifyUrl) {
			this.notifyUrl = RequestField.NOTIFY_URL.requireOrNull(notifyUrl);
			return this;
		}

		/**
		 * Set between when the order can be paid.
		 * @param timeStart the begin, or {@code null} for now
		 * @param timeExpire the end, or {@code null} for WeChat Pay's default
		 * @return this builder
		 */
		public Builder validity(@Nullable OffsetDateTime timeStart, @Nullable OffsetDateTime timeExpire) {
			this.timeStart = text(timeStart);
			this.timeExpire = text(timeExpire);
			return this;
		}

		private static @Nullable String text(@Nullable OffsetDateTime time) {
			return (time != null) ? DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.SECONDS))
					: null;
		}

		/**
		 * Set who pays. Required for {@link TradeType#JSAPI}.
		 * @param payer the payer
		 * @return this builder
		 */
		public Builder payer(@Nullable Payer payer) {
			this.payer = payer;
			return this;
		}

		@Override
		public PlaceOrderRequest build() {
			return new PlaceOrderRequest(this.ids, requiredDescription(), this.notifyUrl, this.outTradeNo,
					this.tradeType, requiredMerchantCategoryCode(), this.amount, this.attach, this.goodsTag,
					this.limitPay, this.timeStart, this.timeExpire, this.payer, this.sceneInfo, this.detail,
					CallOptions.none());
		}

	}

}
