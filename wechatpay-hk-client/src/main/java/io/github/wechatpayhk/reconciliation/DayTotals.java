package io.github.wechatpayhk.reconciliation;

import java.math.BigDecimal;

import io.github.wechatpayhk.order.CurrencyCode;

/**
 * The totals of a day's statement in one currency of the settlement. Amounts are exact,
 * in the main unit of the currency.
 *
 * @param currency the currency
 * @param payments how many payments were made and not reversed
 * @param paid their sum
 * @param refunds how many refunds were accepted
 * @param refunded their sum
 * @param fee the fees, less those of refunds
 * @since 0.1.0
 */
public record DayTotals(CurrencyCode currency, long payments, BigDecimal paid, long refunds, BigDecimal refunded,
		BigDecimal fee) {

	static DayTotals none(CurrencyCode currency) {
		return new DayTotals(currency, 0, BigDecimal.ZERO, 0, BigDecimal.ZERO, BigDecimal.ZERO);
	}

	DayTotals withPayment(BigDecimal amount) {
		return new DayTotals(this.currency, this.payments + 1, this.paid.add(amount), this.refunds, this.refunded,
				this.fee);
	}

	DayTotals withRefund(BigDecimal amount) {
		return new DayTotals(this.currency, this.payments, this.paid, this.refunds + 1, this.refunded.add(amount),
				this.fee);
	}

	DayTotals withFee(BigDecimal amount) {
		return new DayTotals(this.currency, this.payments, this.paid, this.refunds, this.refunded,
				this.fee.add(amount));
	}

	/**
	 * Return what the merchant receives.
	 * @return the payments, less refunds and fees
	 */
	public BigDecimal net() {
		return this.paid.subtract(this.refunded).subtract(this.fee);
	}

}
