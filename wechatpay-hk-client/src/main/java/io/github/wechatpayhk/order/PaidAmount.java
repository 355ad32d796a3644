package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * What an order costs and what its payer paid. What concerns the payer is there once the
 * order is paid. All amounts are in the smallest unit of their currency.
 *
 * @param total the amount of the order
 * @param currency its currency
 * @param payerTotal what the payer paid
 * @param payerCurrency the payer's currency
 * @param exchangeRate the rate between the two
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "total", "currency", "payer_total", "payer_currency", "exchange_rate" })
public record PaidAmount(@JsonProperty("total") @Nullable Long total,
		@JsonProperty("currency") @Nullable CurrencyCode currency,
		@JsonProperty("payer_total") @Nullable Long payerTotal,
		@JsonProperty("payer_currency") @JsonAlias("payer _currency") @Nullable CurrencyCode payerCurrency,
		@JsonProperty("exchange_rate") @Nullable ExchangeRate exchangeRate) {

	/**
	 * Return whether this can be the amount of an order: parts that are absent here do
	 * not speak against it.
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
	public record ExchangeRate(@JsonProperty("type") @Nullable String type, @JsonProperty("rate") @Nullable Long rate) {

	}

}
