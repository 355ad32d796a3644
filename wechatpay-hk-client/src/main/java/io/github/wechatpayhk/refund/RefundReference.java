package io.github.wechatpayhk.refund;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.CallOptions;
import io.github.wechatpayhk.webclient.ResponseSubject;
import org.jspecify.annotations.Nullable;

/**
 * Names a refund, either by the merchant's number or by WeChat Pay's, and optionally for
 * one call alone whose refund it is. Immutable.
 *
 * @since 0.1.0
 */
public final class RefundReference {

	private final @Nullable String outRefundNo;

	private final @Nullable String refundId;

	private final MerchantIds merchantIds;

	private final CallOptions options;

	private RefundReference(@Nullable String outRefundNo, @Nullable String refundId, MerchantIds merchantIds,
			CallOptions options) {
		this.outRefundNo = outRefundNo;
		this.refundId = refundId;
		this.merchantIds = merchantIds;
		this.options = options;
	}

	/**
	 * Name a refund by the merchant's own number.
	 * @param outRefundNo the number, 1 to 64 characters out of {@code [0-9A-Za-z_-|*@]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static RefundReference outRefundNo(String outRefundNo) {
		return new RefundReference(RequestField.OUT_REFUND_NO.require(outRefundNo), null, MerchantIds.none(),
				CallOptions.none());
	}

	/**
	 * Name a refund by WeChat Pay's number.
	 * @param refundId the number, 1 to 32 characters out of {@code [0-9A-Za-z]}
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static RefundReference refundId(String refundId) {
		return new RefundReference(null, RequestField.REFUND_ID.require(refundId), MerchantIds.none(),
				CallOptions.none());
	}

	/**
	 * Name whose refund it is.
	 * @param merchantIds the merchant numbers, which replace the configured ones as a
	 * whole
	 * @return a changed copy
	 */
	public RefundReference withMerchantIds(MerchantIds merchantIds) {
		return new RefundReference(this.outRefundNo, this.refundId, merchantIds, this.options);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public RefundReference withBaseUrl(URI baseUrl) {
		return withOptions(this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public RefundReference withDeadline(Duration deadline) {
		return withOptions(this.options.withDeadline(deadline));
	}

	private RefundReference withOptions(CallOptions options) {
		return new RefundReference(this.outRefundNo, this.refundId, this.merchantIds, options);
	}

	/**
	 * Return the merchant's refund number.
	 * @return the number, or {@code null} if the refund is named by WeChat Pay's
	 */
	public @Nullable String outRefundNo() {
		return this.outRefundNo;
	}

	/**
	 * Return WeChat Pay's refund number.
	 * @return the number, or {@code null} if the refund is named by the merchant's
	 */
	public @Nullable String refundId() {
		return this.refundId;
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
	 * Compare a refund of a response with the one that was asked for. It must name the
	 * number by which it was asked for.
	 */
	ResponseSubject compare(Refund refund, MerchantIds ids) {
		return refund.subject(ids)
			.required("out_refund_no", this.outRefundNo, refund.outRefundNo())
			.required("id", this.refundId, refund.id());
	}

	@Override
	public String toString() {
		return "RefundReference[outRefundNo=" + this.outRefundNo + ", refundId=" + this.refundId + ", "
				+ this.merchantIds + ", " + this.options + ']';
	}

}
