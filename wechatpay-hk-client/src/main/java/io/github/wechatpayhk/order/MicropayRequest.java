package io.github.wechatpayhk.order;

import java.net.URI;
import java.time.Duration;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.Order.SceneInfo;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * An in-store payment: the shop has scanned the code that the payer shows (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#order-requests">protocol</a>).
 * Checked when it is built; immutable.
 *
 * <pre class="code">
 * MicropayRequest.builder("1217752501201407033233368018", "120061098828009406", OrderAmount.hkd(888))
 *     .description("Image Store - QQ Doll")
 *     .merchantCategoryCode("1011")
 *     .build();
 * </pre>
 *
 * @param ids whose order it is, for this call alone; {@link ShopIds#none()} for the
 * configured ids
 * @param description what is bought, 1 to 127 characters
 * @param outTradeNo the merchant's order number, 1 to 32 characters out of
 * {@code [0-9A-Za-z_-|*]}, never used before
 * @param merchantCategoryCode the category of the trade, 1 to 16 characters
 * @param payer the code that the payer shows
 * @param amount what it costs
 * @param attach the merchant's own text, given back in responses, up to 127 characters
 * @param goodsTag the tag for promotions, up to 32 characters
 * @param limitPay the ways to pay that are allowed, such as {@code no_credit}
 * @param sceneInfo where it is bought
 * @param detail what it consists of
 * @param options what this call alone does otherwise than the configured calls
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MicropayRequest(@JsonUnwrapped ShopIds ids, @JsonProperty("description") String description,
		@JsonProperty("out_trade_no") String outTradeNo,
		@JsonProperty("merchant_category_code") String merchantCategoryCode, @JsonProperty("payer") PayerCode payer,
		@JsonProperty("amount") OrderAmount amount, @JsonProperty("attach") @Nullable String attach,
		@JsonProperty("goods_tag") @Nullable String goodsTag, @JsonProperty("limit_pay") @Nullable String limitPay,
		@JsonProperty("scene_info") @Nullable SceneInfo sceneInfo,
		@JsonProperty("detail") Order.@Nullable Detail detail, @JsonIgnore CallOptions options) {

	/**
	 * Create the request.
	 * @param ids whose order it is
	 * @param description what is bought
	 * @param outTradeNo the merchant's order number
	 * @param merchantCategoryCode the category of the trade
	 * @param payer the code that the payer shows
	 * @param amount what it costs
	 * @param attach the merchant's own text
	 * @param goodsTag the tag for promotions
	 * @param limitPay the ways to pay that are allowed
	 * @param sceneInfo where it is bought
	 * @param detail what it consists of
	 * @param options what this call alone does otherwise
	 * @throws WechatPayHkRequestException if a text is absent or breaks its rule
	 */
	public MicropayRequest {
		RequestField.DESCRIPTION.require(description);
		RequestField.OUT_TRADE_NO.require(outTradeNo);
		RequestField.MERCHANT_CATEGORY_CODE.require(merchantCategoryCode);
		RequestField.ATTACH.requireOrNull(attach);
		RequestField.GOODS_TAG.requireOrNull(goodsTag);
		RequestField.LIMIT_PAY.requireOrNull(limitPay);
		if (payer == null || amount == null) {
			throw new WechatPayHkRequestException("'payer' and 'amount' must be set");
		}
	}

	/**
	 * Begin a request.
	 * @param outTradeNo the merchant's order number, 1 to 32 characters out of
	 * {@code [0-9A-Za-z_-|*]}
	 * @param authCode the code that the payer shows, 18 digits
	 * @param amount what it costs
	 * @return a builder
	 * @throws WechatPayHkRequestException if number or code have another form
	 */
	public static Builder builder(String outTradeNo, String authCode, OrderAmount amount) {
		return new Builder(RequestField.OUT_TRADE_NO.require(outTradeNo), new PayerCode(authCode), amount);
	}

	/**
	 * Return how the order is paid.
	 * @return always {@link TradeType#MICROPAY}
	 */
	@JsonProperty("trade_type")
	public TradeType tradeType() {
		return TradeType.MICROPAY;
	}

	/**
	 * Name whose order it is.
	 * @param ids the ids
	 * @return a changed copy
	 */
	public MicropayRequest withIds(ShopIds ids) {
		return new MicropayRequest(ids, this.description, this.outTradeNo, this.merchantCategoryCode, this.payer,
				this.amount, this.attach, this.goodsTag, this.limitPay, this.sceneInfo, this.detail, this.options);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public MicropayRequest withBaseUrl(URI baseUrl) {
		return withOptions(this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public MicropayRequest withDeadline(Duration deadline) {
		return withOptions(this.options.withDeadline(deadline));
	}

	private MicropayRequest withOptions(CallOptions options) {
		return new MicropayRequest(this.ids, this.description, this.outTradeNo, this.merchantCategoryCode, this.payer,
				this.amount, this.attach, this.goodsTag, this.limitPay, this.sceneInfo, this.detail, options);
	}

	/**
	 * Builds a {@link MicropayRequest}. Not safe for concurrent use.
	 */
	public static final class Builder extends OrderRequestBuilder<MicropayRequest, Builder> {

		private final PayerCode payer;

		private Builder(String outTradeNo, PayerCode payer, OrderAmount amount) {
			super(outTradeNo, amount);
			this.payer = payer;
		}

		@Override
		Builder self() {
			return this;
		}

		@Override
		public MicropayRequest build() {
			return new MicropayRequest(this.ids, requiredDescription(), this.outTradeNo, requiredMerchantCategoryCode(),
					this.payer, this.amount, this.attach, this.goodsTag, this.limitPay, this.sceneInfo, this.detail,
					CallOptions.none());
		}

	}

	/**
	 * The code that a payer shows in store. Its holder can charge the payer once, for
	 * about a minute: it is never printed.
	 *
	 * @param authCode 18 digits
	 */
	public record PayerCode(@JsonProperty("auth_code") String authCode) {

		/**
		 * Create the code.
		 * @param authCode 18 digits
		 * @throws WechatPayHkRequestException if it has another form
		 */
		public PayerCode {
			RequestField.AUTH_CODE.require(authCode);
		}

		@Override
		public String toString() {
			return "PayerCode[authCode=***]";
		}

	}

}
