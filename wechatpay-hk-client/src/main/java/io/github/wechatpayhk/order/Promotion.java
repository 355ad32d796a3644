package io.github.wechatpayhk.order;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

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
 * @since 0.1.0
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
				with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) List<Goods> goodsDetail) {

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
	 * One kind of goods that a promotion made cheaper. All amounts are in the smallest
	 * unit of the currency.
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
