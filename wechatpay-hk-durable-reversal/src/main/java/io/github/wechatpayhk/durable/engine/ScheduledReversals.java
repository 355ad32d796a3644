package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.store.OrderKey;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.ReversalRow;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import org.jspecify.annotations.Nullable;

/**
 * Stores new scheduled reversals.
 */
final class ScheduledReversals {

	private static final String SCHEDULED_AGAIN = "It was scheduled again after there had been nothing to reverse";

	private static final Duration EARLIEST_REVERSE = QuickPayTimes.defaults().earliestReverse();

	private final Storage storage;

	private final MerchantLookup merchants;

	private final InstantSource clock;

	private final String node;

	ScheduledReversals(Storage storage, DurableMerchants merchants, InstantSource clock, String node) {
		this.storage = storage;
		this.merchants = new MerchantLookup(merchants);
		this.clock = clock;
		this.node = node;
	}

	DurableReversal schedule(DurableReversalRequest request) {
		DurableReversal reversal = create(request, this.merchants.find(request.merchant()));
		return this.storage.call("The reversal of " + OrderKey.describe(reversal) + " could not be scheduled",
				() -> store(reversal));
	}

	private DurableReversal create(DurableReversalRequest request, DurableMerchant merchant) {
		ReverseOrderRequest order = request.order();
		if (order.merchantIds().isEmpty()) {
			order = OrderKey.withMerchantIds(order, merchant.ids());
		}
		order.merchantIds().requireComplete();
		// as precise as it is stored
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		Instant first = now;
		if (request.paymentSentAt() != null) {
			Instant earliest = request.paymentSentAt().plus(EARLIEST_REVERSE).truncatedTo(ChronoUnit.MILLIS);
			Instant latest = now.plus(EARLIEST_REVERSE);
			first = earliest.isAfter(now) ? earliest : now;
			first = first.isAfter(latest) ? latest : first;
		}
		return new DurableReversal(UUID.randomUUID().toString(), request.merchant(), merchant.ids().signer(), order,
				ReversalState.WAITING, null, 0, now, now, first, null);
	}

	private DurableReversal store(DurableReversal reversal) {
		OrderKey key = OrderKey.of(reversal.request());
		Optional<ReversalRow> known = this.storage.reversals().find(key, reversal.signer(), false);
		if (known.isEmpty()) {
			if (this.storage.reversals().insert(reversal)) {
				this.storage.plans().plan(Plans.REVERSAL, reversal.id(), first(reversal.nextAttemptAt()));
				return reversal;
			}
			known = this.storage.reversals().find(key, reversal.signer(), true);
		}
		DurableReversal present = known
			.orElseThrow(() -> new ReversalConflictException(
					"Another caller scheduled the reversal of " + OrderKey.describe(reversal)
							+ " at the same time, and this transaction cannot see it: begin the transaction again"))
			.reversal();
		if (!present.request().merchantIds().equals(reversal.request().merchantIds())) {
			throw new ReversalConflictException("The reversal of " + OrderKey.describe(reversal)
					+ " is scheduled already with " + present.request().merchantIds() + ", it cannot be scheduled with "
					+ reversal.request().merchantIds() + " as well");
		}
		return scheduledAgain(present, reversal);
	}

	/**
	 * A caller that schedules an order again may know of a payment that is younger than
	 * what was learned so far: the full time begins anew.
	 */
	private DurableReversal scheduledAgain(DurableReversal present, DurableReversal anew) {
		boolean isDecided = present.state() != ReversalState.WAITING
				&& present.state() != ReversalState.NOTHING_TO_REVERSE;
		if (isDecided) {
			return present;
		}
		String id = present.id();
		DurableReversal locked = this.storage.reversals().lock(id).map(ReversalRow::reversal).orElse(present);
		switch (locked.state()) {
			case WAITING -> {
				this.storage.reversals().scheduleAgain(id, anew);
				this.storage.plans().plan(Plans.REVERSAL, id, first(anew.nextAttemptAt()));
			}
			case NOTHING_TO_REVERSE -> {
				this.storage.reversals().reopen(id, SCHEDULED_AGAIN, anew);
				this.storage.attempts()
					.note(id, ReversalAttempt.Result.SCHEDULED_AGAIN, this.node, SCHEDULED_AGAIN, anew.scheduledAt());
				this.storage.plans().plan(Plans.REVERSAL, id, first(anew.nextAttemptAt()));
			}
			default -> {
				return locked;
			}
		}
		return this.storage.reversals().find(id).map(ReversalRow::reversal).orElse(locked);
	}

	private Instant first(@Nullable Instant first) {
		return (first != null) ? first : this.clock.instant();
	}

}
