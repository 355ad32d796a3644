package io.github.wechatpayhk.refund;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.PaidAmount;
import org.jspecify.annotations.Nullable;

/**
 * What is refunded, and what the payer gets back. All amounts are in the smallest unit of
 * their currency.
 *
 * @param refund what is refunded
 * @param total what the order costs; not in every response
 * @param currency the currency of the order
 * @param payerRefund what the payer gets back
 * @param payerTotal what the payer had paid; not in every response
 * @param payerCurrency the payer's currency
 * @param exchangeRate the rate between the two
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "refund", "total", "currency", "payer_refund", "payer_total", "payer_currency", "exchange_rate" })
public record RefundedAmount(@JsonProperty("refund") @Nullable Long refund, @JsonProperty("total") @Nullable Long total,
		@JsonProperty("currency") @Nullable CurrencyCode currency,
		@JsonProperty("payer_refund") @Nullable Long payerRefund,
		@JsonProperty("payer_total") @Nullable Long payerTotal,
		@JsonProperty("payer_currency") @JsonAlias("payer _currency") @Nullable CurrencyCode payerCurrency,
		@JsonProperty("exchange_rate") PaidAmount.@Nullable ExchangeRate exchangeRate) {

}
