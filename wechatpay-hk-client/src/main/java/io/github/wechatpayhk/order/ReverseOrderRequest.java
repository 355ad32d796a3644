package io.github.wechatpayhk.order;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * Names the order to reverse, either by the merchant's number or by WeChat Pay's, and
 * optionally for this call alone whose order it is and where to call. Immutable: each
 * {@code with} method returns a changed copy.
 * <p>
 * A request that names any merchant number replaces the configured ones as a whole:
 * exactly those that it names are sent. The signer stays the configured merchant.
 *
 * @since 0.1.0
 */
public final class ReverseOrderRequest {

	private final @Nullable String outTradeNo;

	private final @Nullable String transactionId;

	private final MerchantIds merchantIds;

	private final CallOptions options;

	private final @Nullable Boolean confirmation;

	private ReverseOrderRequest(@Nullable String outTradeNo, @Nullable String transactionId, MerchantIds merchantIds,
			CallOptions options, @Nullable Boolean confirmation) {
		this.outTradeNo = outTradeNo;
		this.transactionId = transactionId;
		this.merchantIds = merchantIds;
		this.options = options;
		this.confirmation = confirmation;
	}

	/**
	 * Name an order by the merchant's own number. To be preferred: it works also when the
	 * payment received no response.
	 * @param outTradeNo the number, 1 to 32 characters out of {@code [0-9A-Za-z_-|*]}
	 * @return the request
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static ReverseOrderRequest outTradeNo(String outTradeNo) {
		return new ReverseOrderRequest(RequestField.OUT_TRADE_NO.require(outTradeNo), null, MerchantIds.none(),
				CallOptions.none(), null);
	}

	/**
	 * Name an order by WeChat Pay's number.
	 * @param transactionId the number, 1 to 32 characters out of {@code [0-9A-Za-z]}
	 * @return the request
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static ReverseOrderRequest transactionId(String transactionId) {
		return new ReverseOrderRequest(null, RequestField.TRANSACTION_ID.require(transactionId), MerchantIds.none(),
				CallOptions.none(), null);
	}

	/**
	 * Name the direct merchant whose order it is.
	 * @param mchid its number, 1 to 32 digits
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public ReverseOrderRequest withMchid(String mchid) {
		return withMerchantIds(
				new MerchantIds(present("mchid", mchid), this.merchantIds.spMchid(), this.merchantIds.subMchid()));
	}

	/**
	 * Name the institution whose sub-merchant's order it is.
	 * @param spMchid its number, 1 to 32 digits
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public ReverseOrderRequest withSpMchid(String spMchid) {
		return withMerchantIds(
				new MerchantIds(this.merchantIds.mchid(), present("spMchid", spMchid), this.merchantIds.subMchid()));
	}

	/**
	 * Name the sub-merchant whose order it is.
	 * @param subMchid its number, 1 to 32 digits
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public ReverseOrderRequest withSubMchid(String subMchid) {
		return withMerchantIds(
				new MerchantIds(this.merchantIds.mchid(), this.merchantIds.spMchid(), present("subMchid", subMchid)));
	}

	private static String present(String name, @Nullable String id) {
		if (id == null) {
			throw new WechatPayHkRequestException("'" + name + "' is null: leave it out to send none");
		}
		return id;
	}

	/**
	 * Name whose order it is.
	 * @param merchantIds the merchant numbers; {@link MerchantIds#none()} for the
	 * configured ones
	 * @return a changed copy
	 */
	public ReverseOrderRequest withMerchantIds(MerchantIds merchantIds) {
		return new ReverseOrderRequest(this.outTradeNo, this.transactionId, merchantIds, this.options,
				this.confirmation);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public ReverseOrderRequest withBaseUrl(URI baseUrl) {
		return withOptions(this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public ReverseOrderRequest withDeadline(Duration deadline) {
		return withOptions(this.options.withDeadline(deadline));
	}

	private ReverseOrderRequest withOptions(CallOptions options) {
		return new ReverseOrderRequest(this.outTradeNo, this.transactionId, this.merchantIds, options,
				this.confirmation);
	}

	/**
	 * Confirm the reversal: after the verified 204, one verified query must show the
	 * order as {@code REVOKED} or {@code CLOSED} before the call completes. Anything else
	 * is an error with the outcome {@code UNKNOWN}, or another attempt within the
	 * deadline. The signature of a 204 covers time, nonce and an empty body, and no order
	 * number: the query names the order.
	 * <p>
	 * A service that cannot query, such as that of
	 * {@link ReverseOrderService#create(WechatPayHkClient)}, ends such a call with
	 * {@code NOT_SENT}.
	 * @return a changed copy
	 * @see io.github.wechatpayhk.resilience.ResilientCalls#decorate(ReverseOrderService,
	 * QueryOrderService)
	 */
	public ReverseOrderRequest withConfirmation() {
		return withConfirmation(true);
	}

	/**
	 * Set whether the reversal is confirmed, whatever is configured.
	 * @param confirmation whether a query follows the 204, see
	 * {@link #withConfirmation()}
	 * @return a changed copy
	 */
	public ReverseOrderRequest withConfirmation(boolean confirmation) {
		return new ReverseOrderRequest(this.outTradeNo, this.transactionId, this.merchantIds, this.options,
				confirmation);
	}

	/**
	 * Return the merchant's order number.
	 * @return the number, or {@code null} if the order is named by the transaction ID
	 */
	public @Nullable String outTradeNo() {
		return this.outTradeNo;
	}

	/**
	 * Return WeChat Pay's order number.
	 * @return the number, or {@code null} if the order is named by the merchant's number
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
	 * Return whether this call alone is confirmed.
	 * @return whether a query follows the 204, or {@code null} if the configured default
	 * holds
	 */
	public @Nullable Boolean confirmation() {
		return this.confirmation;
	}

	@Override
	public String toString() {
		return "ReverseOrderRequest[outTradeNo=" + this.outTradeNo + ", transactionId=" + this.transactionId + ", "
				+ this.merchantIds + ", " + this.options + ", confirmation=" + this.confirmation + ']';
	}

}
