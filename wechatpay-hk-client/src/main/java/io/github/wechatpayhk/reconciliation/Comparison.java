package io.github.wechatpayhk.reconciliation;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.Difference.Kind;
import io.github.wechatpayhk.reconciliation.Difference.StatementEntry;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
import org.jspecify.annotations.Nullable;

/**
 * Compares what the two say of each number, item by item in their order.
 */
final class Comparison {

	private final SortedItems items;

	private final Queue<Difference> found = new ArrayDeque<>();

	private @Nullable Item present;

	private @Nullable LedgerEntry here;

	private @Nullable StatementEntry there;

	Comparison(SortedItems items) {
		this.items = items;
	}

	/**
	 * Return the next difference.
	 * @return the difference, or {@code null} if there is no other
	 */
	@Nullable Difference next() throws IOException {
		while (this.found.isEmpty()) {
			Item item = this.items.next();
			if (this.present != null && (item == null || !item.isOfSame(this.present))) {
				compare();
			}
			this.present = item;
			if (item == null) {
				break;
			}
			take(item);
		}
		return this.found.poll();
	}

	private void take(Item item) {
		if (item.here() != null) {
			if (this.here != null) {
				this.found.add(new Difference(Kind.DUPLICATE_HERE, item.here(), null));
			}
			else {
				this.here = item.here();
			}
		}
		else if (item.there() != null) {
			if (this.there == null) {
				this.there = item.there();
			}
			else if (!this.there.covers(item.there())) {
				this.found.add(new Difference(duplicate(this.here, item.there()), this.here, item.there()));
			}
		}
	}

	/**
	 * Money that is held although the books say that it was reversed is not just a
	 * duplicate.
	 */
	private static Kind duplicate(@Nullable LedgerEntry here, StatementEntry there) {
		boolean isHeld = there.isPaid() && here != null && here.state() != LedgerEntry.State.PAID;
		return isHeld ? Kind.REVERSED_HERE_PAID_THERE : Kind.DUPLICATE_THERE;
	}

	private void compare() {
		Kind kind = (this.there == null) ? missingThere(this.here) : (this.there.kind() == LedgerEntry.Kind.REFUND)
				? refund(this.here, this.there) : payment(this.here, this.there);
		if (kind != null) {
			this.found.add(new Difference(kind, this.here, this.there));
		}
		this.here = null;
		this.there = null;
	}

	private static @Nullable Kind missingThere(@Nullable LedgerEntry here) {
		if (here == null || here.state() == LedgerEntry.State.REVERSED_OR_CLOSED) {
			return null;
		}
		return (here.kind() == LedgerEntry.Kind.REFUND) ? Kind.REFUNDED_HERE_ONLY : Kind.PAID_HERE_ONLY;
	}

	private static @Nullable Kind refund(@Nullable LedgerEntry here, StatementEntry there) {
		if (!there.isRefunded()) {
			return Kind.UNKNOWN_STATE_THERE;
		}
		return (here == null) ? Kind.REFUNDED_THERE_ONLY : amounts(here, there);
	}

	private static @Nullable Kind payment(@Nullable LedgerEntry here, StatementEntry there) {
		boolean isPaidHere = here != null && here.state() == LedgerEntry.State.PAID;
		if (there.isReversed()) {
			return (here == null || isPaidHere) ? Kind.REVERSED_THERE_ONLY : amounts(here, there);
		}
		if (!there.isPaid()) {
			return Kind.UNKNOWN_STATE_THERE;
		}
		if (here == null) {
			return Kind.PAID_THERE_ONLY;
		}
		return isPaidHere ? amounts(here, there) : Kind.REVERSED_HERE_PAID_THERE;
	}

	private static @Nullable Kind amounts(LedgerEntry here, StatementEntry there) {
		OrderAmount amount = here.amount();
		return (amount == null || isSame(StatementAmount.of(amount), there.amount())) ? null : Kind.AMOUNTS_DIFFER;
	}

	private static boolean isSame(StatementAmount here, @Nullable StatementAmount there) {
		return there != null && here.currency().equals(there.currency()) && here.value().compareTo(there.value()) == 0;
	}

}
