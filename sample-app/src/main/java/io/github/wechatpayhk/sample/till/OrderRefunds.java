package io.github.wechatpayhk.sample.till;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The refunds of one order. One is made at a time: a further one has a number of its own,
 * and is offered when the one before has ended. Immutable.
 *
 * @param all the refunds, the first one first
 */
public record OrderRefunds(List<OrderRefund> all) {

	static final OrderRefunds NONE = new OrderRefunds(List.of());

	private static final Pattern COUNTED = Pattern.compile(".*@refund-(\\d{1,9})");

	/**
	 * Return these refunds with a new one, or with what was learned about one of them.
	 */
	OrderRefunds with(OrderRefund refund) {
		List<OrderRefund> changed = new ArrayList<>(this.all);
		OrderRefund former = find(refund.outRefundNo());
		if (former == null) {
			changed.add(refund);
		}
		else if (former.state().isReplacedBy(refund.state())) {
			changed.set(changed.indexOf(former), refund);
		}
		return new OrderRefunds(List.copyOf(changed));
	}

	@Nullable OrderRefund find(String outRefundNo) {
		return this.all.stream().filter((refund) -> refund.outRefundNo().equals(outRefundNo)).findFirst().orElse(null);
	}

	/**
	 * Return the refund that has not ended.
	 * @return the refund, or {@code null}
	 */
	public @Nullable OrderRefund unended() {
		return this.all.stream().filter((refund) -> !refund.state().isEnded()).findFirst().orElse(null);
	}

	/**
	 * Return how much the payer has back.
	 * @return an amount in cents
	 */
	public long refunded() {
		return this.all.stream()
			.filter((refund) -> refund.state() == OrderRefund.State.SUCCESS)
			.mapToLong(OrderRefund::cents)
			.sum();
	}

	/**
	 * Return how much of a price can be refunded now. Only a refund that did not take
	 * place does not count.
	 */
	long refundable(long total) {
		if (unended() != null) {
			return 0;
		}
		return total - this.all.stream()
			.filter((refund) -> refund.state() != OrderRefund.State.CLOSED)
			.mapToLong(OrderRefund::cents)
			.sum();
	}

	/**
	 * Return the number that the next refund would have. A form that is sent twice names
	 * the same refund twice.
	 */
	String nextNumber(String outTradeNo) {
		int last = this.all.stream()
			.map((refund) -> COUNTED.matcher(refund.outRefundNo()))
			.filter(Matcher::matches)
			.mapToInt((number) -> Integer.parseInt(number.group(1)))
			.max()
			.orElse(0);
		return outTradeNo + "@refund-" + (last + 1);
	}

}
