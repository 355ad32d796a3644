package io.github.wechatpayhk.order;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.Order.SceneInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the requests for new orders have in common, however they are paid.
 *
 * @param <R> what is built
 * @param <B> the builder itself
 */
abstract sealed class OrderRequestBuilder<R, B extends OrderRequestBuilder<R, B>>
		permits MicropayRequest.Builder, PlaceOrderRequest.Builder {

	final String outTradeNo;

	final OrderAmount amount;

	ShopIds ids = ShopIds.none();

	@Nullable String attach;

	@Nullable String goodsTag;

	@Nullable String limitPay;

	@Nullable SceneInfo sceneInfo;

	Order.@Nullable Detail detail;

	private @Nullable String description;

	private @Nullable String merchantCategoryCode;

	OrderRequestBuilder(String outTradeNo, OrderAmount amount) {
		this.outTradeNo = outTradeNo;
		this.amount = amount;
	}

	abstract B self();

	final String requiredDescription() {
		return RequestField.DESCRIPTION.require(this.description);
	}

	final String requiredMerchantCategoryCode() {
		return RequestField.MERCHANT_CATEGORY_CODE.require(this.merchantCategoryCode);
	}

	/**
	 * Name whose order it is, for this call alone.
	 * @param ids the ids, which replace the configured ones as a whole
	 * @return this builder
	 */
	public B ids(ShopIds ids) {
		this.ids = ids;
		return self();
	}

	/**
	 * Set what is bought. Required.
	 * @param description 1 to 127 characters, no emoji
	 * @return this builder
	 */
	public B description(String description) {
		this.description = RequestField.DESCRIPTION.require(description);
		return self();
	}

	/**
	 * Set the category of the trade. Required.
	 * @param merchantCategoryCode 1 to 16 characters, four digits as a rule
	 * @return this builder
	 */
	public B merchantCategoryCode(String merchantCategoryCode) {
		this.merchantCategoryCode = RequestField.MERCHANT_CATEGORY_CODE.require(merchantCategoryCode);
		return self();
	}

	/**
	 * Set a text that comes back in responses and notifications.
	 * @param attach up to 127 characters, no emoji
	 * @return this builder
	 */
	public B attach(@Nullable String attach) {
		this.attach = RequestField.ATTACH.requireOrNull(attach);
		return self();
	}

	/**
	 * Set the tag for promotions.
	 * @param goodsTag up to 32 characters
	 * @return this builder
	 */
	public B goodsTag(@Nullable String goodsTag) {
		this.goodsTag = RequestField.GOODS_TAG.requireOrNull(goodsTag);
		return self();
	}

	/**
	 * Set the ways to pay that are allowed.
	 * @param limitPay such as {@code no_credit}, up to 32 characters
	 * @return this builder
	 */
	public B limitPay(@Nullable String limitPay) {
		this.limitPay = RequestField.LIMIT_PAY.requireOrNull(limitPay);
		return self();
	}

	/**
	 * Set where it is bought. An order of type {@link TradeType#MWEB} requires it, with
	 * {@code payerClientIp} and {@code storeInfo}.
	 * @param sceneInfo the scene
	 * @return this builder
	 */
	public B sceneInfo(@Nullable SceneInfo sceneInfo) {
		this.sceneInfo = sceneInfo;
		return self();
	}

	/**
	 * Set what the order consists of.
	 * @param detail the detail
	 * @return this builder
	 */
	public B detail(Order.@Nullable Detail detail) {
		this.detail = detail;
		return self();
	}

	/**
	 * Build the request.
	 * @return the request
	 * @throws WechatPayHkRequestException if a required part is absent
	 */
	public abstract R build();

}
