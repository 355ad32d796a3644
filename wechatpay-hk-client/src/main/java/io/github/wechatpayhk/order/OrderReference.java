package io.github.wechatpayhk.order;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import org.jspecify.annotations.Nullable;

/**
 * Names an order, either by the merchant's number or by WeChat Pay's, and optionally for
 * one call alone whose order it is. Immutable.
 * <p>
 * A reference that names any merchant number replaces the configured ones as a whole. The
 * signer stays the configured merchant.
 *
 * @since 0.1.0
 */
public final class OrderReference {

	private final @Nullable String outTradeNo;

	private final @Nullable String transactionId;

	private final MerchantIds merchantIds;

	private OrderReference(@Nullable String outTradeNo, @Nullable String transactionId, MerchantIds merchantIds) {
		this.outTradeNo = outTradeNo;
		this.transactionId = transactionId;
		this.merchantIds = merchantIds;
	}

	/**
	 * Name an order by the merchant's own number.
	 * @param outTradeNo the number, 1 to 32 characters out of {@code [0-9A-Za-z_-|*]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static OrderReference outTradeNo(String outTradeNo) {
		return new OrderReference(RequestField.OUT_TRADE_NO.require(outTradeNo), null, MerchantIds.none());
	}

	/**
	 * Name an order by WeChat Pay's number.
	 * @param transactionId the number, 1 to 32 characters out of {@code [0-9A-Za-z]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static OrderReference transactionId(String transactionId) {
		return new OrderReference(null, RequestField.TRANSACTION_ID.require(transactionId), MerchantIds.none());
	}

	/**
	 * Name whose order it is.
	 * @param merchantIds the merchant numbers
	 * @return a changed copy
	 */
	public OrderReference withMerchantIds(MerchantIds merchantIds) {
		return new OrderReference(this.outTradeNo, this.transactionId, merchantIds);
	}

	/**
	 * Return the merchant's order number.
	 * @return the number, or {@code null} if the order is named by WeChat Pay's
	 */
	public @Nullable String outTradeNo() {
		return this.outTradeNo;
	}

	/**
	 * Return WeChat Pay's order number.
	 * @return the number, or {@code null} if the order is named by the merchant's
	 */
	public @Nullable String transactionId() {
		return this.transactionId;
	}

	/**
	 * Return the merchant numbers of this call alone.
	 * @return the ids, empty if the configured ones hold
	 */
	public MerchantIds merchantIds() {
		return this.merchantIds;
	}

	/**
	 * Return whether an order that was answered is the one that is meant.
	 * @param order the order
	 * @return whether its number is the one of this reference, or absent
	 */
	boolean matches(Order order) {
		if (this.outTradeNo != null) {
			return this.outTradeNo.equals(order.outTradeNo());
		}
		return order.id() == null || order.id().equals(this.transactionId);
	}

	@Override
	public String toString() {
		return "OrderReference[outTradeNo=" + this.outTradeNo + ", transactionId=" + this.transactionId + ", "
				+ this.merchantIds + ']';
	}

}
