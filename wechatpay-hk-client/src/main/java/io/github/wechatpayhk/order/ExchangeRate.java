package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The rate between the currency of an order and that of its payer.
 *
 * @param type {@code SETTLEMENT_RATE}, for refunds of the global generation also
 * {@code USERPAYMENT_RATE}; open
 * @param rate the rate times 10^8, as a rule
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ExchangeRate(@JsonProperty("type") @Nullable String type, @JsonProperty("rate") @Nullable Long rate) {

}
