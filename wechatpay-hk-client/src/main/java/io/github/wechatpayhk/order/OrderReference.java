package io.github.wechatpayhk.order;

import java.net.URI;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.BaseUrl;
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

	private final @Nullable URI baseUrl;

	private OrderReference(@Nullable String outTradeNo, @Nullable String transactionId, MerchantIds merchantIds,
			@Nullable URI baseUrl) {
		this.outTradeNo = outTradeNo;
		this.transactionId = transactionId;
		this.merchantIds = merchantIds;
		this.baseUrl = baseUrl;
	}

	/**
	 * Name an order by the merchant's own number.
	 * @param outTradeNo the number, 1 to 32 characters out of {@code [0-9A-Za-z_-|*]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static OrderReference outTradeNo(String outTradeNo) {
		return new OrderReference(RequestField.OUT_TRADE_NO.require(outTradeNo), null, MerchantIds.none(), null);
	}

	/**
	 * Name an order by WeChat Pay's number.
	 * @param transactionId the number, 1 to 32 characters out of {@code [0-9A-Za-z]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static OrderReference transactionId(String transactionId) {
		return new OrderReference(null, RequestField.TRANSACTION_ID.require(transactionId), MerchantIds.none(), null);
	}

	/**
	 * Name whose order it is.
	 * @param merchantIds the merchant numbers
	 * @return a changed copy
	 */
	public OrderReference withMerchantIds(MerchantIds merchantIds) {
		return new OrderReference(this.outTradeNo, this.transactionId, merchantIds, this.baseUrl);
	}

	/**
	 * Call another host, or the same one under another prefix. It holds for calls that
	 * query, close or list: a refund request does not accept it.
	 * @param baseUrl as for
	 * {@link io.github.wechatpayhk.ReverseOrderRequest#withBaseUrl(URI)}
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public OrderReference withBaseUrl(URI baseUrl) {
		return new OrderReference(this.outTradeNo, this.transactionId, this.merchantIds, BaseUrl.of(baseUrl).value());
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
	 * Return where this call alone goes.
	 * @return the base URL, or {@code null} if the configured one holds
	 */
	public @Nullable URI baseUrl() {
		return this.baseUrl;
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
				+ this.merchantIds + ", baseUrl=" + this.baseUrl + ']';
	}

}
