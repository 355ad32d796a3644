package io.github.wechatpayhk.order;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.CallOptions;
import io.github.wechatpayhk.webclient.ResponseSubject;
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

	private final CallOptions options;

	private OrderReference(@Nullable String outTradeNo, @Nullable String transactionId, MerchantIds merchantIds,
			CallOptions options) {
		this.outTradeNo = outTradeNo;
		this.transactionId = transactionId;
		this.merchantIds = merchantIds;
		this.options = options;
	}

	/**
	 * Name an order by the merchant's own number.
	 * @param outTradeNo the number, 1 to 32 characters out of {@code [0-9A-Za-z_-|*]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static OrderReference outTradeNo(String outTradeNo) {
		return new OrderReference(RequestField.OUT_TRADE_NO.require(outTradeNo), null, MerchantIds.none(),
				CallOptions.none());
	}

	/**
	 * Name an order by WeChat Pay's number.
	 * @param transactionId the number, 1 to 32 characters out of {@code [0-9A-Za-z]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static OrderReference transactionId(String transactionId) {
		return new OrderReference(null, RequestField.TRANSACTION_ID.require(transactionId), MerchantIds.none(),
				CallOptions.none());
	}

	/**
	 * Name whose order it is.
	 * @param merchantIds the merchant numbers
	 * @return a changed copy
	 */
	public OrderReference withMerchantIds(MerchantIds merchantIds) {
		return new OrderReference(this.outTradeNo, this.transactionId, merchantIds, this.options);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public OrderReference withBaseUrl(URI baseUrl) {
		return withOptions(this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public OrderReference withDeadline(Duration deadline) {
		return withOptions(this.options.withDeadline(deadline));
	}

	private OrderReference withOptions(CallOptions options) {
		return new OrderReference(this.outTradeNo, this.transactionId, this.merchantIds, options);
	}

	/**
	 * Return the number that names the order.
	 * @return the merchant's number, or WeChat Pay's if the order is named by that one
	 */
	public String number() {
		return String.valueOf((this.outTradeNo != null) ? this.outTradeNo : this.transactionId);
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
	 * Return what this call alone does otherwise than the configured calls.
	 * @return the options
	 */
	public CallOptions options() {
		return this.options;
	}

	/**
	 * Compare an order of a response with the one that was asked for. It must name the
	 * number by which it was asked for.
	 */
	ResponseSubject compare(Order order, MerchantIds ids) {
		return ResponseSubject.of(ids, order.mchid(), order.spMchid(), order.subMchid())
			.required("out_trade_no", this.outTradeNo, order.outTradeNo())
			.required("id", this.transactionId, order.id());
	}

	@Override
	public String toString() {
		return "OrderReference[outTradeNo=" + this.outTradeNo + ", transactionId=" + this.transactionId + ", "
				+ this.merchantIds + ", " + this.options + ']';
	}

}
