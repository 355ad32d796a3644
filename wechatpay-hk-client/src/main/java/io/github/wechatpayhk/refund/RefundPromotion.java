package io.github.wechatpayhk.refund;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.order.CurrencyCode;
import org.jspecify.annotations.Nullable;

/**
 * A reduction that is given back with a refund. All amounts are in the smallest unit of
 * the currency.
 *
 * @param promotionId the number of the coupon
 * @param scope {@code GLOBAL} or {@code SINGLE}; open
 * @param type {@code COUPON} or {@code DISCOUNT}; open
 * @param amount what the coupon is worth
 * @param refundAmount what of it is given back
 * @param currency the currency of the amounts
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefundPromotion(@JsonProperty("promotion_id") @Nullable String promotionId,
		@JsonProperty("scope") @Nullable String scope, @JsonProperty("type") @Nullable String type,
		@JsonProperty("amount") @Nullable Long amount, @JsonProperty("refund_amount") @Nullable Long refundAmount,
		@JsonProperty("currency") @Nullable CurrencyCode currency) {

}
