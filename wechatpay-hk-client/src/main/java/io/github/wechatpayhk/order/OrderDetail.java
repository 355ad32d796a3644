package io.github.wechatpayhk.order;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import org.jspecify.annotations.Nullable;

/**
 * What an order consists of, for promotions on single goods. WeChat Pay's own pages
 * disagree about its form: try it with the real service before relying on it.
 *
 * @param costPrice the price before reductions, in the smallest unit of the currency
 * @param receiptId the number of the receipt
 * @param goodsDetail the goods
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record OrderDetail(@JsonProperty("cost_price") @Nullable Long costPrice,
		@JsonProperty("receipt_id") @Nullable String receiptId, @JsonProperty("goods_detail") List<Goods> goodsDetail) {

	/**
	 * Create the detail.
	 * @param costPrice the price before reductions
	 * @param receiptId the number of the receipt
	 * @param goodsDetail the goods
	 */
	public OrderDetail {
		goodsDetail = (goodsDetail != null) ? List.copyOf(goodsDetail) : List.of();
	}

	/**
	 * One kind of goods in an order.
	 *
	 * @param goodsId the merchant's number of the goods
	 * @param wxpayGoodsId WeChat Pay's number of the goods
	 * @param goodsName their name
	 * @param quantity how many, at least 1
	 * @param price the price of one, in the smallest unit of the currency
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Goods(@JsonProperty("goods_id") String goodsId,
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
		public Goods {
			RequestField.SCENE.require("goodsId", goodsId);
			RequestField.SCENE.requireOrNull("wxpayGoodsId", wxpayGoodsId);
			RequestField.SCENE.requireOrNull("goodsName", goodsName);
			OrderAmount.requirePositive("quantity", quantity);
			if (price < 0) {
				throw new WechatPayHkRequestException("'price' must be at least 0, but is " + price);
			}
		}

	}

}
