package io.github.wechatpayhk.simulator.order;

import java.time.Instant;

import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.protocol.Ids;
import org.jspecify.annotations.Nullable;

/**
 * One order at one moment. Immutable: a change in the order book makes a new value.
 *
 * @param ids the ids it was placed with
 * @param outTradeNo the merchant's number
 * @param transactionId WeChat Pay's id, shown to the merchant once the order is paid
 * @param type how it is paid
 * @param state its state
 * @param total the amount in the currency's smallest unit
 * @param currency the currency, ISO 4217
 * @param attach the merchant's own text
 * @param notifyUrl where notifications go
 * @param createdAt when it was placed
 * @param expiresAt until when it can be paid
 * @param paidAt when it was paid
 * @param refunded what was refunded, in the currency's smallest unit
 * @param prepay what the merchant was given for the payer: code, session or URL
 * @param request the request that placed it, to recognise repetitions
 * @since 0.1.0
 */
public record SimulatedOrder(Ids ids, String outTradeNo, String transactionId, SimulatedTradeType type,
		TradeState state, long total, String currency, @Nullable String attach, @Nullable String notifyUrl,
		Instant createdAt, @Nullable Instant expiresAt, @Nullable Instant paidAt, long refunded, String prepay,
		String request) {

	/**
	 * Return a builder for a Quick Pay order of the default merchant, 8.88 HKD, paid just
	 * now.
	 * @param outTradeNo the merchant's number
	 * @return the builder
	 */
	public static Builder quickPay(String outTradeNo) {
		return new Builder(outTradeNo);
	}

	/**
	 * Return a builder with the values of this order.
	 * @return the builder
	 */
	public Builder with() {
		return new Builder(this);
	}

	/**
	 * Return what WeChat Pay still holds of the payer's money.
	 * @return the amount in the currency's smallest unit, 0 unless the order is paid
	 */
	public long held() {
		return this.state.isPaid() ? this.total - this.refunded : 0;
	}

	/**
	 * Tell whether the order can be seen with the given ids.
	 * @param other the ids of a request
	 * @return whether the order belongs to the same shop
	 */
	boolean isOf(Ids other) {
		return this.ids.shop().equals(other.shop());
	}

	/**
	 * Changes the values of an order.
	 */
	public static final class Builder {

		private Ids ids = new Ids(SimulatedMerchant.DEFAULT_MCHID, SimulatedMerchant.DEFAULT_SP_MCHID,
				SimulatedMerchant.DEFAULT_MCHID, "wx8888888888888888", "wx8888888888888888", null);

		private String outTradeNo;

		private String transactionId = "";

		private SimulatedTradeType type = SimulatedTradeType.MICROPAY;

		private TradeState state = TradeState.SUCCESS;

		private long total = 888;

		private String currency = "HKD";

		private @Nullable String attach;

		private @Nullable String notifyUrl;

		private @Nullable Instant createdAt;

		private @Nullable Instant expiresAt;

		private @Nullable Instant paidAt;

		private long refunded;

		private String prepay = "";

		private String request = "";

		private Builder(String outTradeNo) {
			this.outTradeNo = outTradeNo;
		}

		private Builder(SimulatedOrder order) {
			this.ids = order.ids;
			this.outTradeNo = order.outTradeNo;
			this.transactionId = order.transactionId;
			this.type = order.type;
			this.state = order.state;
			this.total = order.total;
			this.currency = order.currency;
			this.attach = order.attach;
			this.notifyUrl = order.notifyUrl;
			this.createdAt = order.createdAt;
			this.expiresAt = order.expiresAt;
			this.paidAt = order.paidAt;
			this.refunded = order.refunded;
			this.prepay = order.prepay;
			this.request = order.request;
		}

		/**
		 * Set the ids.
		 * @param value the ids it is placed with
		 * @return this builder
		 */
		public Builder ids(Ids value) {
			this.ids = value;
			return this;
		}

		/**
		 * Give the order to a merchant.
		 * @param merchant the merchant
		 * @return this builder
		 */
		public Builder merchant(SimulatedMerchant merchant) {
			return ids(new Ids(merchant.mchid(), merchant.spMchid(), merchant.subMchid(), "wx8888888888888888",
					"wx8888888888888888", null));
		}

		/**
		 * Set WeChat Pay's id.
		 * @param value up to 32 digits; empty for one of the order book's choice
		 * @return this builder
		 */
		public Builder transactionId(String value) {
			this.transactionId = value;
			return this;
		}

		/**
		 * Set how the order is paid.
		 * @param value the type
		 * @return this builder
		 */
		public Builder type(SimulatedTradeType value) {
			this.type = value;
			return this;
		}

		/**
		 * Set the state.
		 * @param value the state
		 * @return this builder
		 */
		public Builder state(TradeState value) {
			this.state = value;
			return this;
		}

		/**
		 * Set the amount.
		 * @param minor the amount in the currency's smallest unit
		 * @param code the currency, ISO 4217
		 * @return this builder
		 */
		public Builder amount(long minor, String code) {
			this.total = minor;
			this.currency = code;
			return this;
		}

		/**
		 * Set the merchant's own text.
		 * @param value the text
		 * @return this builder
		 */
		public Builder attach(@Nullable String value) {
			this.attach = value;
			return this;
		}

		/**
		 * Set where notifications go.
		 * @param value the URL
		 * @return this builder
		 */
		public Builder notifyUrl(@Nullable String value) {
			this.notifyUrl = value;
			return this;
		}

		/**
		 * Set when the order was placed.
		 * @param value the moment
		 * @return this builder
		 */
		public Builder createdAt(Instant value) {
			this.createdAt = value;
			return this;
		}

		/**
		 * Set until when the order can be paid.
		 * @param value the moment
		 * @return this builder
		 */
		public Builder expiresAt(@Nullable Instant value) {
			this.expiresAt = value;
			return this;
		}

		/**
		 * Set when the order was paid.
		 * @param value the moment
		 * @return this builder
		 */
		public Builder paidAt(@Nullable Instant value) {
			this.paidAt = value;
			return this;
		}

		/**
		 * Set what was refunded.
		 * @param value the amount in the currency's smallest unit
		 * @return this builder
		 */
		public Builder refunded(long value) {
			this.refunded = value;
			return this;
		}

		Builder prepay(String value) {
			this.prepay = value;
			return this;
		}

		Builder request(String value) {
			this.request = value;
			return this;
		}

		/**
		 * Make the order.
		 * @param now when it was placed, unless that was set
		 * @return the order
		 */
		public SimulatedOrder build(Instant now) {
			Instant placed = (this.createdAt != null) ? this.createdAt : now;
			Instant paid = (this.paidAt == null && this.state.isPaid()) ? placed : this.paidAt;
			return new SimulatedOrder(this.ids, this.outTradeNo, this.transactionId, this.type, this.state, this.total,
					this.currency, this.attach, this.notifyUrl, placed, this.expiresAt, paid, this.refunded,
					this.prepay, this.request);
		}

	}

}
