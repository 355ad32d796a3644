package io.github.wechatpayhk.order;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
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

	private final OrderReference order;

	private final @Nullable Boolean confirmation;

	private ReverseOrderRequest(OrderReference order, @Nullable Boolean confirmation) {
		this.order = order;
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
		return new ReverseOrderRequest(OrderReference.outTradeNo(outTradeNo), null);
	}

	/**
	 * Name an order by WeChat Pay's number.
	 * @param transactionId the number, 1 to 32 characters out of {@code [0-9A-Za-z]}
	 * @return the request
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static ReverseOrderRequest transactionId(String transactionId) {
		return new ReverseOrderRequest(OrderReference.transactionId(transactionId), null);
	}

	/**
	 * Name the direct merchant whose order it is.
	 * @param mchid its number, 1 to 32 digits
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public ReverseOrderRequest withMchid(String mchid) {
		MerchantIds ids = merchantIds();
		return withMerchantIds(new MerchantIds(present("mchid", mchid), ids.spMchid(), ids.subMchid()));
	}

	/**
	 * Name the institution whose sub-merchant's order it is.
	 * @param spMchid its number, 1 to 32 digits
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public ReverseOrderRequest withSpMchid(String spMchid) {
		MerchantIds ids = merchantIds();
		return withMerchantIds(new MerchantIds(ids.mchid(), present("spMchid", spMchid), ids.subMchid()));
	}

	/**
	 * Name the sub-merchant whose order it is.
	 * @param subMchid its number, 1 to 32 digits
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public ReverseOrderRequest withSubMchid(String subMchid) {
		MerchantIds ids = merchantIds();
		return withMerchantIds(new MerchantIds(ids.mchid(), ids.spMchid(), present("subMchid", subMchid)));
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
		return new ReverseOrderRequest(this.order.withMerchantIds(merchantIds), this.confirmation);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public ReverseOrderRequest withBaseUrl(URI baseUrl) {
		return new ReverseOrderRequest(this.order.withBaseUrl(baseUrl), this.confirmation);
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public ReverseOrderRequest withDeadline(Duration deadline) {
		return new ReverseOrderRequest(this.order.withDeadline(deadline), this.confirmation);
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
		return new ReverseOrderRequest(this.order, confirmation);
	}

	/**
	 * Return the order, with whose it is and where to call.
	 * @return the reference
	 */
	public OrderReference order() {
		return this.order;
	}

	/**
	 * Return the merchant's order number.
	 * @return the number, or {@code null} if the order is named by the transaction ID
	 */
	public @Nullable String outTradeNo() {
		return this.order.outTradeNo();
	}

	/**
	 * Return WeChat Pay's order number.
	 * @return the number, or {@code null} if the order is named by the merchant's number
	 */
	public @Nullable String transactionId() {
		return this.order.transactionId();
	}

	/**
	 * Return the merchant numbers of this call alone.
	 * @return the ids, empty if the configured ones hold
	 */
	public MerchantIds merchantIds() {
		return this.order.merchantIds();
	}

	/**
	 * Return what this call alone does otherwise than the configured calls.
	 * @return the options
	 */
	public CallOptions options() {
		return this.order.options();
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
		return "ReverseOrderRequest[" + this.order + ", confirmation=" + this.confirmation + ']';
	}

}
