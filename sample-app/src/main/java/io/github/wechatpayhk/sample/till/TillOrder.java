package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.github.wechatpayhk.order.OrderAmount;
import org.jspecify.annotations.Nullable;

/**
 * An order as this till knows it. Immutable: each moment makes a new one.
 *
 * @param outTradeNo the shop's number of it
 * @param description what is bought
 * @param amount what it costs
 * @param refunded how much of that went back, in cents
 * @param refunding how much is on its way back or may be, in cents
 * @param refunds how many refunds were asked for, which numbers the next one
 * @param moments its life so far, never empty
 */
public record TillOrder(String outTradeNo, String description, OrderAmount amount, long refunded, long refunding,
		int refunds, List<Moment> moments) {

	static TillOrder opened(String outTradeNo, String description, OrderAmount amount, Moment first) {
		return new TillOrder(outTradeNo, description, amount, 0, 0, 0, List.of(first));
	}

	TillOrder with(Moment moment) {
		List<Moment> extended = new ArrayList<>(this.moments);
		extended.add(moment);
		return new TillOrder(this.outTradeNo, this.description, this.amount, this.refunded, this.refunding,
				this.refunds, List.copyOf(extended));
	}

	/**
	 * WeChat Pay calls an order refunded as soon as a part of it is.
	 */
	TillOrder asSeen(Moment moment) {
		boolean isPart = moment.stage() == Stage.REFUNDED && this.refunded > 0 && this.refunded < this.amount.total();
		return with(
				isPart ? new Moment(moment.at(), Stage.PAID, moment.tradeState(), null, null, moment.pause()) : moment);
	}

	TillOrder withRefundBegun(long cents) {
		return new TillOrder(this.outTradeNo, this.description, this.amount, this.refunded, this.refunding + cents,
				this.refunds + 1, this.moments);
	}

	TillOrder withRefundEnded(long cents, boolean isRefunded) {
		return new TillOrder(this.outTradeNo, this.description, this.amount, this.refunded + (isRefunded ? cents : 0),
				this.refunding - cents, this.refunds, this.moments);
	}

	/**
	 * Return the last moment.
	 * @return the moment that says how the order stands
	 */
	public Moment last() {
		return this.moments.get(this.moments.size() - 1);
	}

	/**
	 * Return the moments that brought something new.
	 * @return the moments, without repetitions
	 */
	public List<Moment> milestones() {
		List<Moment> milestones = new ArrayList<>();
		for (Moment moment : this.moments) {
			if (milestones.isEmpty() || moment.bringsNews(milestones.get(milestones.size() - 1))) {
				milestones.add(moment);
			}
		}
		return milestones;
	}

	/**
	 * Return how the order stands.
	 * @return the stage
	 */
	public Stage stage() {
		return last().stage();
	}

	/**
	 * Return when the order was opened at this till.
	 * @return the first moment
	 */
	public Instant openedAt() {
		return this.moments.get(0).at();
	}

	/**
	 * Return what the order costs, for operators.
	 * @return the amount with its currency
	 */
	public String price() {
		return price(this.amount.total());
	}

	/**
	 * Return an amount in the currency of this order, for operators.
	 * @param total in the smallest unit of the currency
	 * @return the amount with its currency
	 */
	public String price(long total) {
		return Prices.show(total, this.amount.currency());
	}

	/**
	 * Return an amount as it is entered.
	 * @param total in the smallest unit of the currency
	 * @return the amount, with as many decimals as the currency has
	 */
	public String decimal(long total) {
		return Prices.decimal(total, this.amount.currency());
	}

	/**
	 * Return when the order was opened, by the clock on the wall.
	 * @return date, time and time zone
	 */
	public String openedTime() {
		return WallClock.show(openedAt());
	}

	/**
	 * Return when a moment was, counted from the first.
	 * @param moment one of the moments
	 * @return seconds
	 */
	public String offset(Moment moment) {
		return String.format(Locale.ROOT, "+%.1f s", Duration.between(openedAt(), moment.at()).toMillis() / 1000.0);
	}

	/**
	 * Return what could still be refunded. A refund that is not known to have failed
	 * counts.
	 * @return an amount in cents
	 */
	public long refundable() {
		return (stage() == Stage.PAID) ? this.amount.total() - this.refunded - this.refunding : 0;
	}

	/**
	 * Return the number that the next refund would have. A form that is sent twice names
	 * the same refund twice.
	 * @return the number
	 */
	public String nextRefundNo() {
		return this.outTradeNo + "@refund-" + (this.refunds + 1);
	}

	/**
	 * Return the failure that the cashier should know of.
	 * @return what failed last, unless the order has come to an end since
	 */
	public @Nullable Failure failure() {
		return last().failure();
	}

}
