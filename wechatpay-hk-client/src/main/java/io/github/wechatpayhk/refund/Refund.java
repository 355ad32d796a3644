package io.github.wechatpayhk.refund;

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
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.Order.PaidAmount;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A refund as WeChat Pay shows it (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#refund-object">protocol</a>).
 * The response to its creation says that it was accepted, not how it stands:
 * {@code status} comes with queries.
 *
 * @param id WeChat Pay's refund number
 * @param outRefundNo the merchant's refund number
 * @param transactionId WeChat Pay's number of the order
 * @param outTradeNo the merchant's number of the order
 * @param channel where the money goes: {@code ORIGINAL}, {@code BALANCE},
 * {@code OTHER_BALANCE}, {@code OTHER_BANKCARD}; open
 * @param recvAccount the account that gets the money, in words
 * @param fundSource where the money comes from; WeChat Pay writes
 * {@code REFUND_SOURCE_RECHARGE_FUNDS} in two ways: compare without regard to case
 * @param status how the refund stands
 * @param successTime when the payer had the money, RFC 3339 as WeChat Pay wrote it
 * @param createTime when it was accepted, RFC 3339 as WeChat Pay wrote it
 * @param amount what is refunded
 * @param promotionDetail the reductions that are given back
 * @param other the fields that this version does not know, by name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Refund(@JsonProperty("id") @JsonAlias("refund_id") @Nullable String id,
		@JsonProperty("out_refund_no") String outRefundNo,
		@JsonProperty("transaction_id") @Nullable String transactionId,
		@JsonProperty("out_trade_no") @Nullable String outTradeNo, @JsonProperty("channel") @Nullable String channel,
		@JsonProperty("recv_account") @Nullable String recvAccount,
		@JsonProperty("fund_source") @Nullable String fundSource,
		@JsonProperty("status") @JsonAlias("refund_status") @Nullable RefundStatus status,
		@JsonProperty("success_time") @Nullable String successTime,
		@JsonProperty("create_time") @Nullable String createTime,
		@JsonProperty("amount") @Nullable RefundedAmount amount, @JsonProperty("promotion_detail") @JsonAlias( {
				"detail", "refund_detail" }) @JsonFormat(
						with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Promotion> promotionDetail,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other){

	/**
	 * Create the refund.
	 * @param id WeChat Pay's refund number
	 * @param outRefundNo the merchant's refund number, not {@code null}
	 * @param transactionId WeChat Pay's number of the order
	 * @param outTradeNo the merchant's number of the order
	 * @param channel where the money goes
	 * @param recvAccount the account that gets the money
	 * @param fundSource where the money comes from
	 * @param status how the refund stands
	 * @param successTime when the payer had the money
	 * @param createTime when it was accepted
	 * @param amount what is refunded
	 * @param promotionDetail the reductions that are given back
	 * @param other the fields that this version does not know
	 */
	public Refund {
		Assert.hasText(outRefundNo, "A refund must have 'out_refund_no'");
		promotionDetail = (promotionDetail != null) ? List.copyOf(promotionDetail) : List.of();
		other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
	}

	/**
	 * Begin to compare this refund with a request. WeChat Pay documents no merchant
	 * numbers of a refund: they are compared if they are present.
	 * @param asked the numbers of the request
	 * @return the comparison
	 */
	public ResponseSubject subject(MerchantIds asked) {
		return ResponseSubject.of(asked, text("mchid"), text("sp_mchid"), text("sub_mchid"));
	}

	private @Nullable String text(String name) {
		return (this.other.get(name) instanceof String text) ? text : null;
	}

	/**
	 * A reduction that is given back with a refund. All amounts are in the smallest unit
	 * of the currency.
	 *
	 * @param promotionId the number of the coupon
	 * @param scope {@code GLOBAL} or {@code SINGLE}; open
	 * @param type {@code COUPON} or {@code DISCOUNT}; open
	 * @param amount what the coupon is worth
	 * @param refundAmount what of it is given back
	 * @param currency the currency of the amounts
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Promotion(@JsonProperty("promotion_id") @Nullable String promotionId,
			@JsonProperty("scope") @Nullable String scope, @JsonProperty("type") @Nullable String type,
			@JsonProperty("amount") @Nullable Long amount, @JsonProperty("refund_amount") @Nullable Long refundAmount,
			@JsonProperty("currency") @Nullable CurrencyCode currency) {

	}

	/**
	 * What is refunded, and what the payer gets back. All amounts are in the smallest
	 * unit of their currency.
	 *
	 * @param refund what is refunded
	 * @param total what the order costs; not in every response
	 * @param currency the currency of the order
	 * @param payerRefund what the payer gets back
	 * @param payerTotal what the payer had paid; not in every response
	 * @param payerCurrency the payer's currency
	 * @param exchangeRate the rate between the two
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "refund", "total", "currency", "payer_refund", "payer_total", "payer_currency",
			"exchange_rate" })
	public record RefundedAmount(@JsonProperty("refund") @Nullable Long refund,
			@JsonProperty("total") @Nullable Long total, @JsonProperty("currency") @Nullable CurrencyCode currency,
			@JsonProperty("payer_refund") @Nullable Long payerRefund,
			@JsonProperty("payer_total") @Nullable Long payerTotal,
			@JsonProperty("payer_currency") @JsonAlias("payer _currency") @Nullable CurrencyCode payerCurrency,
			@JsonProperty("exchange_rate") PaidAmount.@Nullable ExchangeRate exchangeRate) {

	}

}
