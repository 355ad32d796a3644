package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * One kind of goods in an order.
 *
 * @param goodsId the merchant's number of the goods
 * @param wxpayGoodsId WeChat Pay's number of the goods
 * @param goodsName their name
 * @param quantity how many, at least 1
 * @param price the price of one, in the smallest unit of the currency
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record GoodsItem(@JsonProperty("goods_id") String goodsId,
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
	public GoodsItem {
		SceneInfo.TEXT.require("goodsId", goodsId);
		SceneInfo.TEXT.requireOrNull("wxpayGoodsId", wxpayGoodsId);
		SceneInfo.TEXT.requireOrNull("goodsName", goodsName);
		OrderAmount.requirePositive("quantity", quantity);
		if (price < 0) {
			throw new WechatPayHkRequestException("'price' must be at least 0, but is " + price);
		}
	}

}
