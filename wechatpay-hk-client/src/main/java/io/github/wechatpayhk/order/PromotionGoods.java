package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One kind of goods that a promotion made cheaper. All amounts are in the smallest unit
 * of the currency.
 *
 * @param goodsId the number of the goods
 * @param goodsRemark a remark on the goods
 * @param discountAmount by how much they got cheaper
 * @param quantity how many
 * @param price the price of one
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PromotionGoods(@JsonProperty("goods_id") @Nullable String goodsId,
		@JsonProperty("goods_remark") @Nullable String goodsRemark,
		@JsonProperty("discount_amount") @Nullable Long discountAmount,
		@JsonProperty("quantity") @Nullable Long quantity, @JsonProperty("price") @Nullable Long price) {

}
