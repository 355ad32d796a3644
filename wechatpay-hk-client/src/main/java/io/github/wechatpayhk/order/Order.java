package io.github.wechatpayhk.order;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * An order as WeChat Pay shows it (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#order-object">protocol</a>).
 * The ids are those of the mode in use. What comes with the payment ({@code id},
 * {@code bankType}, {@code successTime}, {@code payer}, the payer's amounts) is
 * {@code null} before.
 *
 * @param mchid the direct merchant's number
 * @param appid the direct merchant's application
 * @param spMchid the institution's number
 * @param spAppid the institution's application
 * @param subMchid the sub-merchant's number
 * @param subAppid the sub-merchant's application, may be empty
 * @param outTradeNo the merchant's order number
 * @param id WeChat Pay's order number, which elsewhere is called transaction id
 * @param tradeType how it is paid
 * @param tradeState its state
 * @param tradeStateDesc the state in words
 * @param bankType from which kind of account it was paid
 * @param attach the merchant's own text
 * @param successTime when it was paid, RFC 3339 as WeChat Pay wrote it
 * @param payer who paid
 * @param amount what it costs
 * @param promotionDetail the reductions that the payer got
 * @param other the fields that this version does not know, by name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Order(@JsonProperty("mchid") @Nullable String mchid, @JsonProperty("appid") @Nullable String appid,
		@JsonProperty("sp_mchid") @Nullable String spMchid, @JsonProperty("sp_appid") @Nullable String spAppid,
		@JsonProperty("sub_mchid") @Nullable String subMchid, @JsonProperty("sub_appid") @Nullable String subAppid,
		@JsonProperty("out_trade_no") String outTradeNo,
		@JsonProperty("id") @JsonAlias("transaction_id") @Nullable String id,
		@JsonProperty("trade_type") @Nullable TradeType tradeType, @JsonProperty("trade_state") TradeState tradeState,
		@JsonProperty("trade_state_desc") @Nullable String tradeStateDesc,
		@JsonProperty("bank_type") @Nullable String bankType, @JsonProperty("attach") @Nullable String attach,
		@JsonProperty("success_time") @Nullable String successTime, @JsonProperty("payer") @Nullable Payer payer,
		@JsonProperty("amount") @Nullable PaidAmount amount,
		@JsonProperty("promotion_detail") @JsonAlias("detail") @JsonFormat(
				with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Promotion> promotionDetail,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other) {

	/**
	 * Create the order.
	 * @param mchid the direct merchant's number
	 * @param appid the direct merchant's application
	 * @param spMchid the institution's number
	 * @param spAppid the institution's application
	 * @param subMchid the sub-merchant's number
	 * @param subAppid the sub-merchant's application
	 * @param outTradeNo the merchant's order number, not {@code null}
	 * @param id WeChat Pay's order number
	 * @param tradeType how it is paid
	 * @param tradeState its state, not {@code null}
	 * @param tradeStateDesc the state in words
	 * @param bankType from which kind of account it was paid
	 * @param attach the merchant's own text
	 * @param successTime when it was paid
	 * @param payer who paid
	 * @param amount what it costs
	 * @param promotionDetail the reductions that the payer got
	 * @param other the fields that this version does not know
	 */
	public Order {
		Assert.hasText(outTradeNo, "An order must have 'out_trade_no'");
		Assert.notNull(tradeState, "An order must have 'trade_state'");
		promotionDetail = (promotionDetail != null) ? List.copyOf(promotionDetail) : List.of();
		other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
	}

	/**
	 * Return when the order was paid.
	 * @return the moment, or {@code null} if it was not paid or the text is no date
	 */
	public @Nullable Instant paidAt() {
		if (this.successTime == null) {
			return null;
		}
		try {
			return OffsetDateTime.parse(this.successTime).toInstant();
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * What an order costs and what its payer paid. What concerns the payer is there once
	 * the order is paid. All amounts are in the smallest unit of their currency.
	 *
	 * @param total the amount of the order
	 * @param currency its currency
	 * @param payerTotal what the payer paid
	 * @param payerCurrency the payer's currency
	 * @param exchangeRate the rate between the two
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "total", "currency", "payer_total", "payer_currency", "exchange_rate" })
	public record PaidAmount(@JsonProperty("total") @Nullable Long total,
			@JsonProperty("currency") @Nullable CurrencyCode currency,
			@JsonProperty("payer_total") @Nullable Long payerTotal,
			@JsonProperty("payer_currency") @JsonAlias("payer _currency") @Nullable CurrencyCode payerCurrency,
			@JsonProperty("exchange_rate") @Nullable ExchangeRate exchangeRate) {

		/**
		 * Return whether this can be the amount of an order: parts that are absent here
		 * do not speak against it.
		 * @param expected the amount of the order
		 * @return whether nothing differs
		 */
		public boolean matches(OrderAmount expected) {
			return (this.total == null || this.total == expected.total())
					&& (this.currency == null || this.currency.equals(expected.currency()));
		}

		/**
		 * The rate between the currency of an order and that of its payer.
		 *
		 * @param type {@code SETTLEMENT_RATE}, for refunds of the global generation also
		 * {@code USERPAYMENT_RATE}; open
		 * @param rate the rate times 10^8, as a rule
		 */
		@JsonInclude(JsonInclude.Include.NON_NULL)
		public record ExchangeRate(@JsonProperty("type") @Nullable String type,
				@JsonProperty("rate") @Nullable Long rate) {

		}

	}

	/**
	 * A reduction that a payer got. All amounts are in the smallest unit of the currency.
	 *
	 * @param promotionId the number of the coupon
	 * @param name its name
	 * @param scope {@code GLOBAL} or {@code SINGLE}; open
	 * @param type {@code COUPON} or {@code DISCOUNT}; open
	 * @param amount by how much the order got cheaper
	 * @param currency the currency of the amounts
	 * @param activityId the number of the campaign
	 * @param wechatpayContributeAmount what WeChat Pay bears
	 * @param merchantContributeAmount what the merchant bears
	 * @param otherContributeAmount what others bear
	 * @param goodsDetail the goods that got cheaper
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	public record Promotion(@JsonProperty("promotion_id") @Nullable String promotionId,
			@JsonProperty("name") @Nullable String name, @JsonProperty("scope") @Nullable String scope,
			@JsonProperty("type") @Nullable String type, @JsonProperty("amount") @Nullable Long amount,
			@JsonProperty("currency") @Nullable CurrencyCode currency,
			@JsonProperty("activity_id") @Nullable String activityId,
			@JsonProperty("wechatpay_contribute_amount") @JsonAlias("wxpay_contribute_amount") @Nullable Long wechatpayContributeAmount,
			@JsonProperty("merchant_contribute_amount") @Nullable Long merchantContributeAmount,
			@JsonProperty("other_contribute_amount") @Nullable Long otherContributeAmount,
			@JsonProperty("goods_detail") @JsonFormat(
					with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Promotion.Goods> goodsDetail) {

		/**
		 * Create the promotion.
		 * @param promotionId the number of the coupon
		 * @param name its name
		 * @param scope whether it holds for the order or for single goods
		 * @param type what kind of reduction it is
		 * @param amount by how much the order got cheaper
		 * @param currency the currency of the amounts
		 * @param activityId the number of the campaign
		 * @param wechatpayContributeAmount what WeChat Pay bears
		 * @param merchantContributeAmount what the merchant bears
		 * @param otherContributeAmount what others bear
		 * @param goodsDetail the goods that got cheaper
		 */
		public Promotion {
			goodsDetail = (goodsDetail != null) ? List.copyOf(goodsDetail) : List.of();
		}

		/**
		 * One kind of goods that a promotion made cheaper. All amounts are in the
		 * smallest unit of the currency.
		 *
		 * @param goodsId the number of the goods
		 * @param goodsRemark a remark on the goods
		 * @param discountAmount by how much they got cheaper
		 * @param quantity how many
		 * @param price the price of one
		 */
		@JsonInclude(JsonInclude.Include.NON_NULL)
		public record Goods(@JsonProperty("goods_id") @Nullable String goodsId,
				@JsonProperty("goods_remark") @Nullable String goodsRemark,
				@JsonProperty("discount_amount") @Nullable Long discountAmount,
				@JsonProperty("quantity") @Nullable Long quantity, @JsonProperty("price") @Nullable Long price) {

		}

	}

	/**
	 * Who pays, as the applications of the parties know them.
	 *
	 * @param openid the payer's id in the direct merchant's application
	 * @param spOpenid the payer's id in the institution's application
	 * @param subOpenid the payer's id in the sub-merchant's application
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Payer(@JsonProperty("openid") @Nullable String openid,
			@JsonProperty("sp_openid") @Nullable String spOpenid,
			@JsonProperty("sub_openid") @Nullable String subOpenid) {

		/**
		 * Return a payer by the id in the direct merchant's application.
		 * @param openid the id
		 * @return the payer
		 */
		public static Payer ofOpenid(String openid) {
			return new Payer(openid, null, null);
		}

		/**
		 * Return a payer by the id in the institution's application.
		 * @param spOpenid the id
		 * @return the payer
		 */
		public static Payer ofSpOpenid(String spOpenid) {
			return new Payer(null, spOpenid, null);
		}

		/**
		 * Return a payer by the id in the sub-merchant's application.
		 * @param subOpenid the id
		 * @return the payer
		 */
		public static Payer ofSubOpenid(String subOpenid) {
			return new Payer(null, null, subOpenid);
		}

	}

	/**
	 * Where and by whom an order is taken. Orders from a mobile browser need
	 * {@code payerClientIp} and {@code storeInfo}. WeChat Pay names no lengths: 256
	 * characters are the bound here.
	 *
	 * @param payerClientIp the address of the payer's device, IPv4 or IPv6
	 * @param deviceIp the address of the shop's device
	 * @param deviceId the number of the shop's device
	 * @param operatorId the number of the cashier
	 * @param storeInfo the shop
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record SceneInfo(@JsonProperty("payer_client_ip") @Nullable String payerClientIp,
			@JsonProperty("device_ip") @Nullable String deviceIp, @JsonProperty("device_id") @Nullable String deviceId,
			@JsonProperty("operator_id") @Nullable String operatorId,
			@JsonProperty("store_info") @Nullable Store storeInfo) {

		/**
		 * Create the scene.
		 * @param payerClientIp the address of the payer's device
		 * @param deviceIp the address of the shop's device
		 * @param deviceId the number of the shop's device
		 * @param operatorId the number of the cashier
		 * @param storeInfo the shop
		 * @throws WechatPayHkRequestException if a text is empty, too long or has
		 * supplementary characters
		 */
		public SceneInfo {
			RequestField.SCENE.requireOrNull("sceneInfo.payerClientIp", payerClientIp);
			RequestField.SCENE.requireOrNull("sceneInfo.deviceIp", deviceIp);
			RequestField.SCENE.requireOrNull("sceneInfo.deviceId", deviceId);
			RequestField.SCENE.requireOrNull("sceneInfo.operatorId", operatorId);
		}

		/**
		 * Return a scene that names a device of the shop, as a cash register does.
		 * @param deviceId the number of the device
		 * @param operatorId the number of the cashier
		 * @return the scene
		 */
		public static SceneInfo ofDevice(String deviceId, @Nullable String operatorId) {
			return new SceneInfo(null, null, deviceId, operatorId, null);
		}

		/**
		 * In which of its shops the merchant sells.
		 *
		 * @param id the merchant's number of the shop
		 * @param name its name
		 * @param address its address
		 */
		@JsonInclude(JsonInclude.Include.NON_NULL)
		public record Store(@JsonProperty("id") @Nullable String id, @JsonProperty("name") String name,
				@JsonProperty("address") String address) {

			/**
			 * Create the shop.
			 * @param id the merchant's number of the shop
			 * @param name its name
			 * @param address its address
			 * @throws WechatPayHkRequestException if name or address are absent, or a
			 * text has supplementary characters
			 */
			public Store {
				RequestField.SCENE.requireOrNull("storeInfo.id", id);
				RequestField.SCENE.require("storeInfo.name", name);
				RequestField.SCENE.require("storeInfo.address", address);
			}

		}

	}

	/**
	 * What an order consists of, for promotions on single goods. WeChat Pay's own pages
	 * disagree about its form: try it with the real service before relying on it.
	 *
	 * @param costPrice the price before reductions, in the smallest unit of the currency
	 * @param receiptId the number of the receipt
	 * @param goodsDetail the goods
	 */
	@JsonInclude(JsonInclude.Include.NON_EMPTY)
	public record Detail(@JsonProperty("cost_price") @Nullable Long costPrice,
			@JsonProperty("receipt_id") @Nullable String receiptId,
			@JsonProperty("goods_detail") List<Detail.Goods> goodsDetail) {

		/**
		 * Create the detail.
		 * @param costPrice the price before reductions
		 * @param receiptId the number of the receipt
		 * @param goodsDetail the goods
		 */
		public Detail {
			goodsDetail = (goodsDetail != null) ? List.copyOf(goodsDetail) : List.of();
		}

		/**
		 * One kind of goods in an order.
		 *
		 * @param goodsId the merchant's number of the goods
		 * @param wxpayGoodsId WeChat Pay's number of the goods
		 * @param goodsName their name
		 * @param quantity how many, at least 1
		 * @param price the price of one, in the smallest unit of the currency
		 */
		@JsonInclude(JsonInclude.Include.NON_NULL)
		public record Goods(@JsonProperty("goods_id") String goodsId,
				@JsonProperty("wxpay_goods_id") @Nullable String wxpayGoodsId,
				@JsonProperty("goods_name") @Nullable String goodsName, @JsonProperty("quantity") long quantity,
				@JsonProperty("price") long price) {

			/**
			 * Create the goods.
			 * @param goodsId the merchant's number of the goods
			 * @param wxpayGoodsId WeChat Pay's number of the goods
			 * @param goodsName their name
			 * @param quantity how many
			 * @param price the price of one
			 * @throws WechatPayHkRequestException if a text is empty or has supplementary
			 * characters, or the quantity is below 1 or the price below 0
			 */
			public Goods {
				RequestField.SCENE.require("goodsId", goodsId);
				RequestField.SCENE.requireOrNull("wxpayGoodsId", wxpayGoodsId);
				RequestField.SCENE.requireOrNull("goodsName", goodsName);
				OrderAmount.requirePositive("quantity", quantity);
				if (price < 0) {
					throw new WechatPayHkRequestException("'price' must be at least 0, but is " + price);
				}
			}

		}

	}

}
