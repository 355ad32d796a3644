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

}
