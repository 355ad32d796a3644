package io.github.wechatpayhk.order;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
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
		@JsonProperty("receipt_id") @Nullable String receiptId,
		@JsonProperty("goods_detail") List<GoodsItem> goodsDetail) {

	/**
	 * Create the detail.
	 * @param costPrice the price before reductions
	 * @param receiptId the number of the receipt
	 * @param goodsDetail the goods
	 */
	public OrderDetail {
		goodsDetail = (goodsDetail != null) ? List.copyOf(goodsDetail) : List.of();
	}

}
