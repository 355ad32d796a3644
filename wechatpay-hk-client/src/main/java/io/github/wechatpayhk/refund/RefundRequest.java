package io.github.wechatpayhk.refund;

import java.net.URI;
import java.time.Duration;
import java.util.Objects;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * A refund to create (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#refund-requests">protocol</a>).
 * The same {@code outRefundNo} is the same refund: after an unknown outcome repeat
 * exactly this request, never one with a new number. Checked when it is built; immutable.
 *
 * @param ids whose order it is, for this call alone; {@link ShopIds#none()} for the
 * configured ids
 * @param transactionId WeChat Pay's number of the order, or {@code null} if the
 * merchant's is there
 * @param outTradeNo the merchant's number of the order, or {@code null} if WeChat Pay's
 * is there
 * @param outRefundNo the merchant's refund number, 1 to 64 characters out of
 * {@code [0-9A-Za-z_-|*@]}
 * @param amount how much is refunded
 * @param reason why, told to the payer, up to 80 characters
 * @param notifyUrl where the notification of the refund goes: https, no query;
 * {@code null} for the URL of the client, if it has one
 * @param source which of the merchant's funds it is taken from; WeChat Pay's pages do not
 * name it
 * @param options what this call alone does otherwise than the configured calls
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RefundRequest(@JsonUnwrapped ShopIds ids, @JsonProperty("transaction_id") @Nullable String transactionId,
		@JsonProperty("out_trade_no") @Nullable String outTradeNo, @JsonProperty("out_refund_no") String outRefundNo,
		@JsonProperty("amount") RefundAmount amount, @JsonProperty("reason") @Nullable String reason,
		@JsonProperty("notify_url") @Nullable String notifyUrl, @JsonProperty("source") @Nullable String source,
		@JsonIgnore CallOptions options) {

	/**
	 * Create the request.
	 * @param ids whose order it is
	 * @param transactionId WeChat Pay's number of the order
	 * @param outTradeNo the merchant's number of the order
	 * @param outRefundNo the merchant's refund number
	 * @param amount how much is refunded
	 * @param reason why
	 * @param notifyUrl where the notification goes
	 * @param source which funds it is taken from
	 * @param options what this call alone does otherwise
	 * @throws WechatPayHkRequestException if a part is absent or breaks its rule
	 */
	public RefundRequest {
		// what was stored as JSON has none
		options = Objects.requireNonNullElse(options, CallOptions.none());
		RequestField.TRANSACTION_ID.requireOrNull(transactionId);
		RequestField.OUT_TRADE_NO.requireOrNull(outTradeNo);
		RequestField.OUT_REFUND_NO.require(outRefundNo);
		RequestField.REASON.requireOrNull(reason);
		RequestField.NOTIFY_URL.requireOrNull(notifyUrl);
		if ((transactionId == null) == (outTradeNo == null)) {
			throw new WechatPayHkRequestException("Exactly one of 'transactionId' and 'outTradeNo' must be set");
		}
		if (amount == null) {
			throw new WechatPayHkRequestException("'amount' must be set");
		}
	}

	/**
	 * Begin a request.
	 * @param order names the order, perhaps by its merchant numbers whose it is, and
	 * perhaps where to call and how long
	 * @param outRefundNo the merchant's refund number, 1 to 64 characters out of
	 * {@code [0-9A-Za-z_-|*@]}
	 * @param amount how much is refunded
	 * @return a builder
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static Builder builder(OrderReference order, String outRefundNo, RefundAmount amount) {
		return new Builder(order, RequestField.OUT_REFUND_NO.require(outRefundNo), amount);
	}

	/**
	 * Name whose order it is.
	 * @param ids the ids
	 * @return a changed copy
	 */
	public RefundRequest withIds(ShopIds ids) {
		return new RefundRequest(ids, this.transactionId, this.outTradeNo, this.outRefundNo, this.amount, this.reason,
				this.notifyUrl, this.source, this.options);
	}

	/**
	 * Fill in what the request leaves to the configuration of a client: the ids and the
	 * notification URL. A complete request is sent again with the same body, whatever
	 * becomes of the configuration.
	 * @param client whose configuration holds
	 * @return the complete request
	 * @throws WechatPayHkRequestException if the ids are neither in the request nor
	 * configured
	 */
	public RefundRequest completedBy(WechatPayHkClient client) {
		RefundRequest complete = withIds(this.ids.orElse(client.shopIds()).requireComplete());
		return (this.notifyUrl != null) ? complete : complete.withNotifyUrl(client.notifyUrl());
	}

	private RefundRequest withNotifyUrl(@Nullable String notifyUrl) {
		return new RefundRequest(this.ids, this.transactionId, this.outTradeNo, this.outRefundNo, this.amount,
				this.reason, notifyUrl, this.source, this.options);
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public RefundRequest withBaseUrl(URI baseUrl) {
		return withOptions(this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public RefundRequest withDeadline(Duration deadline) {
		return withOptions(this.options.withDeadline(deadline));
	}

	private RefundRequest withOptions(CallOptions options) {
		return new RefundRequest(this.ids, this.transactionId, this.outTradeNo, this.outRefundNo, this.amount,
				this.reason, this.notifyUrl, this.source, options);
	}

	/**
	 * Builds a {@link RefundRequest}. Not safe for concurrent use.
	 */
	public static final class Builder {

		private final OrderReference order;

		private final String outRefundNo;

		private final RefundAmount amount;

		private ShopIds ids;

		private @Nullable String reason;

		private @Nullable String notifyUrl;

		private @Nullable String source;

		private Builder(OrderReference order, String outRefundNo, RefundAmount amount) {
			this.order = order;
			this.outRefundNo = outRefundNo;
			this.amount = amount;
			this.ids = ShopIds.of(order.merchantIds());
		}

		/**
		 * Name whose order it is, for this call alone. Needed with its application ids if
		 * the order was named with merchant numbers.
		 * @param ids the ids, which replace the configured ones as a whole
		 * @return this builder
		 */
		public Builder ids(ShopIds ids) {
			this.ids = ids;
			return this;
		}

		/**
		 * Set why the money is given back, as the payer reads it.
		 * @param reason up to 80 characters, no emoji
		 * @return this builder
		 */
		public Builder reason(@Nullable String reason) {
			this.reason = RequestField.REASON.requireOrNull(reason);
			return this;
		}

		/**
		 * Set where the notification of the refund goes, by default to the URL of the
		 * client, if it has one.
		 * @param notifyUrl https, without a query, up to 256 characters
		 * @return this builder
		 */
		public Builder notifyUrl(@Nullable String notifyUrl) {
			this.notifyUrl = RequestField.NOTIFY_URL.requireOrNull(notifyUrl);
			return this;
		}

		/**
		 * Set which of the merchant's funds it is taken from.
		 * @param source such as {@code REFUND_SOURCE_UNSETTLED_FUNDS}
		 * @return this builder
		 */
		public Builder source(@Nullable String source) {
			this.source = source;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public RefundRequest build() {
			return new RefundRequest(this.ids, this.order.transactionId(), this.order.outTradeNo(), this.outRefundNo,
					this.amount, this.reason, this.notifyUrl, this.source, this.order.options());
		}

	}

}
