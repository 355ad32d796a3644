package io.github.wechatpayhk.settlement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.order.CurrencyCode;
import org.jspecify.annotations.Nullable;

/**
 * The settlement of the payments of one or more days in one currency (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#settlements">protocol</a>).
 * Days are those of Beijing time, {@code yyyyMMdd} as WeChat Pay wrote them.
 *
 * @param batchId the number of the payout
 * @param settlementDate the day of the payout
 * @param tradeStartDate the first day of the payments
 * @param tradeEndDate the last day of the payments
 * @param walletRegion whose wallets paid: {@code CHINA_MAINLAND} or
 * {@code CHINA_HONGKONG}; open
 * @param amount the amounts
 * @param splitAmount the amounts that were split among receivers, in the generation
 * {@code global} only; without {@code net} and {@code fee}
 * @param other the fields that this version does not know, by name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Settlement(@JsonProperty("batch_id") @Nullable String batchId,
		@JsonProperty("settlement_date") @Nullable String settlementDate,
		@JsonProperty("trade_start_date") @Nullable String tradeStartDate,
		@JsonProperty("trade_end_date") @Nullable String tradeEndDate,
		@JsonProperty("wallet_region") @Nullable String walletRegion, @JsonProperty("amount") @Nullable Amount amount,
		@JsonProperty("split_amount") @Nullable Amount splitAmount,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> other) {

	/**
	 * Create the settlement.
	 * @param batchId the number of the payout
	 * @param settlementDate the day of the payout
	 * @param tradeStartDate the first day of the payments
	 * @param tradeEndDate the last day of the payments
	 * @param walletRegion whose wallets paid
	 * @param amount the amounts
	 * @param splitAmount the amounts that were split among receivers
	 * @param other the fields that this version does not know
	 */
	public Settlement {
		other = (other != null) ? Collections.unmodifiableMap(new LinkedHashMap<>(other)) : Map.of();
	}

	/**
	 * The amounts of a settlement, all in the smallest unit of the currency.
	 *
	 * @param settled what is paid out
	 * @param unsettle what is not paid out yet
	 * @param currency the currency of the settlement
	 * @param pay what was paid by payers
	 * @param refund what was refunded to payers
	 * @param net the payments without the refunds
	 * @param fee the fee of WeChat Pay
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Amount(@JsonProperty("settled") @Nullable Long settled,
			@JsonProperty("unsettle") @Nullable Long unsettle,
			@JsonProperty("currency") @Nullable CurrencyCode currency, @JsonProperty("pay") @Nullable Long pay,
			@JsonProperty("refund") @Nullable Long refund, @JsonProperty("net") @Nullable Long net,
			@JsonProperty("fee") @Nullable Long fee) {

	}

}
