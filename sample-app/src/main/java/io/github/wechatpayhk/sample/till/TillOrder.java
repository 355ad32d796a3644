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
 * @param refunds its refunds, as far as they are known here
 * @param moments its life so far, never empty
 */
public record TillOrder(String outTradeNo, String description, OrderAmount amount, OrderRefunds refunds,
		List<Moment> moments) {

	static TillOrder opened(String outTradeNo, String description, OrderAmount amount, Moment first) {
		return new TillOrder(outTradeNo, description, amount, OrderRefunds.NONE, List.of(first));
	}

	/**
	 * Open an order that was paid elsewhere.
	 */
	static TillOrder seen(String outTradeNo, OrderAmount amount, Moment moment, OrderRefunds shown) {
		TillOrder seen = opened(outTradeNo, "", amount, moment).asSeen(moment, shown);
		return new TillOrder(outTradeNo, "", amount, seen.refunds, List.of(seen.last()));
	}

	TillOrder with(Moment moment) {
		List<Moment> extended = new ArrayList<>(this.moments);
		extended.add(moment);
		return new TillOrder(this.outTradeNo, this.description, this.amount, this.refunds, List.copyOf(extended));
	}

	private TillOrder with(OrderRefunds changed) {
		return new TillOrder(this.outTradeNo, this.description, this.amount, changed, this.moments);
	}

	/**
	 * Return the order with what was learned about one of its refunds, unless more is
	 * known already.
	 */
	TillOrder withRefund(OrderRefund refund, @Nullable Failure failure, Instant now) {
		TillOrder changed = with(this.refunds.with(refund));
		return changed.refunds.equals(this.refunds) ? this
				: changed.with(new Moment(now, changed.stageByRefunds(), null, failure, null, Duration.ZERO));
	}

	private Stage stageByRefunds() {
		OrderRefund unended = this.refunds.unended();
		if (unended == null) {
			return (this.refunds.refunded() >= this.amount.total()) ? Stage.REFUNDED : Stage.PAID;
		}
		return switch (unended.state()) {
			case UNKNOWN -> Stage.REFUND_UNKNOWN;
			case REQUIRES_ACTION -> Stage.REFUND_REQUIRES_ACTION;
			default -> Stage.REFUNDING;
		};
	}

	/**
	 * Return the order as WeChat Pay shows it. WeChat Pay calls an order refunded as soon
	 * as a refund of a part is accepted: the refunds tell how it stands.
	 * @param moment what the order was seen as
	 * @param shown its refunds, as WeChat Pay knows them
	 */
	TillOrder asSeen(Moment moment, OrderRefunds shown) {
		TillOrder changed = this;
		for (OrderRefund refund : shown.all()) {
			changed = changed.with(changed.refunds.with(refund));
		}
		boolean isPaid = moment.stage() == Stage.PAID || moment.stage() == Stage.REFUNDED;
		boolean isByRefunds = isPaid && !changed.refunds.all().isEmpty();
		return changed.with(isByRefunds
				? new Moment(moment.at(), changed.stageByRefunds(), moment.tradeState(), null, null, moment.pause())
				: moment);
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
	 * Return how much the payer has back.
	 * @return an amount in cents
	 */
	public long refunded() {
		return this.refunds.refunded();
	}

	/**
	 * Return what can be refunded now. One refund is made at a time.
	 * @return an amount in cents
	 */
	public long refundable() {
		return (stage() == Stage.PAID) ? this.refunds.refundable(this.amount.total()) : 0;
	}

	/**
	 * Return the number that the next refund would have.
	 * @return the number
	 */
	public String nextRefundNo() {
		return this.refunds.nextNumber(this.outTradeNo);
	}

	/**
	 * Return the number under which an amount can be sent: that of the refund which has
	 * not ended, if the amount is the same, so that it stays one refund.
	 * @param cents how much
	 * @return the number, or {@code null} if this cannot be refunded now
	 */
	public @Nullable String refundNo(long cents) {
		OrderRefund unended = this.refunds.unended();
		if (unended != null) {
			boolean isSame = unended.cents() == cents && unended.state() != OrderRefund.State.REQUIRES_ACTION;
			return isSame ? unended.outRefundNo() : null;
		}
		return (cents >= 1 && cents <= refundable()) ? nextRefundNo() : null;
	}

	/**
	 * Return whether a refund is to be sent: a new one, or the same again as long as
	 * nobody knows whether it was accepted.
	 */
	boolean isToBeSent(String outRefundNo, long cents) {
		OrderRefund unended = this.refunds.unended();
		return outRefundNo.equals(refundNo(cents)) && (unended == null || unended.state() == OrderRefund.State.UNKNOWN);
	}

	/**
	 * Return the failure that the cashier should know of.
	 * @return what failed last, unless the order has come to an end since
	 */
	public @Nullable Failure failure() {
		return last().failure();
	}

}
