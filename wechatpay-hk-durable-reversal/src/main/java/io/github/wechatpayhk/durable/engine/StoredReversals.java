package io.github.wechatpayhk.durable.engine;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalBacklog;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.store.Arguments;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.OpenRows;
import io.github.wechatpayhk.durable.store.OrderKey;
import io.github.wechatpayhk.durable.store.PaymentRow;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.ReversalRow;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.durable.store.Transactions;
import io.github.wechatpayhk.webclient.BlockingCalls;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Scheduled reversals in a database.
 */
final class StoredReversals implements DurableReversals {

	private final Storage storage;

	private final ScheduledReversals scheduledReversals;

	private final InstantSource clock;

	private final String node;

	private final Events events;

	private final Runnable pauseChanged;

	StoredReversals(Storage storage, ScheduledReversals scheduledReversals, InstantSource clock, String node,
			Events events, Runnable pauseChanged) {
		this.storage = storage;
		this.scheduledReversals = scheduledReversals;
		this.clock = clock;
		this.node = node;
		this.events = events;
		this.pauseChanged = pauseChanged;
	}

	@Override
	public DurableReversal schedule(DurableReversalRequest request) {
		return this.scheduledReversals.schedule(request);
	}

	@Override
	public Mono<DurableReversal> scheduleReactive(DurableReversalRequest request) {
		return Mono.defer(() -> {
			BlockingCalls.refuse();
			// the cache keeps the transaction going when a call is cancelled
			return Mono.fromCallable(() -> schedule(request)).subscribeOn(Schedulers.boundedElastic()).cache();
		});
	}

	@Override
	public Optional<DurableReversal> find(String id) {
		return this.storage.read(() -> this.storage.reversals().find(id)).map(ReversalRow::reversal);
	}

	@Override
	public List<DurableReversal> findByOrder(String orderNumber) {
		return reversals(this.storage.read(() -> this.storage.reversals().findByOrder(orderNumber)));
	}

	@Override
	public List<DurableReversal> list(@Nullable ReversalState state, int offset, int limit) {
		Arguments.requirePage(offset, limit);
		return reversals(this.storage.read(() -> this.storage.reversals().list(state, offset, limit)));
	}

	private static List<DurableReversal> reversals(List<ReversalRow> rows) {
		return rows.stream().map(ReversalRow::reversal).toList();
	}

	@Override
	public List<ReversalAttempt> attempts(String id) {
		return this.storage.read(() -> this.storage.attempts().list(id));
	}

	@Override
	public DurableReversal retry(String id, String reason) {
		Arguments.requireReason(reason);
		return this.storage.call(Storage.NOT_CHANGED, () -> change(id, (reversal) -> {
			Instant now = this.clock.instant();
			this.storage.reversals().move(id, reversal.state(), ReversalState.WAITING, reason, now);
			this.storage.attempts().note(id, ReversalAttempt.Result.RETRY_ORDERED, this.node, reason, now);
			this.storage.plans().plan(Plans.REVERSAL, id, now);
		}));
	}

	@Override
	public DurableReversal settle(String id, String reason) {
		Arguments.requireReason(reason);
		return delivered(this.storage.call(Storage.NOT_CHANGED, () -> {
			DurableReversal settled = change(id, (reversal) -> {
				Instant now = this.clock.instant();
				this.storage.reversals().move(id, reversal.state(), ReversalState.SETTLED, reason, now);
				this.storage.attempts().note(id, ReversalAttempt.Result.SETTLED, this.node, reason, now);
				this.storage.plans().drop(Plans.REVERSAL, id);
			});
			return new Settled<>(settled, this.events.store(settled));
		}));
	}

	/**
	 * Deliver what an operator did. To be called outside of a transaction of our own, so
	 * that listeners are, too.
	 */
	private <T> T delivered(Settled<T> settled) {
		Transactions.afterCommit(() -> this.events.deliver(settled.event()));
		return settled.value();
	}

	private DurableReversal change(String id, Consumer<DurableReversal> change) {
		DurableReversal reversal = this.storage.reversals()
			.lock(id)
			.map(ReversalRow::reversal)
			.orElseThrow(() -> new ReversalConflictException("There is no scheduled reversal '" + id + "'"));
		if (reversal.state().isTerminal()) {
			throw new ReversalConflictException(
					"The reversal of " + OrderKey.describe(reversal) + " has ended, it is " + reversal.state());
		}
		change.accept(reversal);
		return this.storage.reversals().find(id).map(ReversalRow::reversal).orElse(reversal);
	}

	@Override
	public void pause() {
		setPaused(true);
	}

	@Override
	public void resume() {
		setPaused(false);
	}

	private void setPaused(boolean isPaused) {
		this.storage.run(Storage.NOT_CHANGED, () -> {
			this.storage.settings().setPaused(isPaused);
			Transactions.afterCommit(this.pauseChanged);
		});
	}

	@Override
	public ReversalBacklog backlog() {
		return this.storage.read(() -> {
			OpenRows waiting = this.storage.reversals().open(ReversalState.WAITING);
			OpenRows needsAttention = this.storage.reversals().open(ReversalState.NEEDS_ATTENTION);
			OpenRows notifications = this.storage.notifications().open(DurableNotification.State.WAITING);
			OpenRows stuckNotifications = this.storage.notifications().open(DurableNotification.State.NEEDS_ATTENTION);
			return new ReversalBacklog(waiting.number(), needsAttention.number(), waiting.oldest(needsAttention),
					this.storage.payments().count(DurablePayment.State.OPEN),
					this.storage.payments().count(DurablePayment.State.NEEDS_ATTENTION), notifications.number(),
					stuckNotifications.number(), notifications.oldest(stuckNotifications),
					this.storage.onlinePayments().unfinished(), this.storage.refunds().unfinished(),
					this.storage.settings().isPaused());
		});
	}

	@Override
	public Map<ReversalState, Long> counts() {
		return this.storage.read(() -> this.storage.reversals().counts());
	}

	@Override
	public List<DurablePayment> openPayments(int limit) {
		Arguments.requireLimit(limit);
		return this.storage.read(() -> this.storage.payments().listOpen(limit))
			.stream()
			.map(PaymentRow::payment)
			.toList();
	}

	@Override
	public DurablePayment retryPayment(String id, String reason) {
		Arguments.requireReason(reason);
		return this.storage.call(Storage.NOT_CHANGED, () -> {
			DurablePayment payment = changePayment(id, DurablePayment.State.OPEN, reason);
			this.storage.plans().plan(Plans.PAYMENT, id, this.clock.instant());
			return payment;
		});
	}

	@Override
	public DurablePayment settlePayment(String id, String reason) {
		Arguments.requireReason(reason);
		return delivered(this.storage.call(Storage.NOT_CHANGED, () -> {
			DurablePayment settled = changePayment(id, DurablePayment.State.SETTLED, reason);
			this.storage.plans().drop(Plans.PAYMENT, id);
			return new Settled<>(settled, this.events.store(settled, null));
		}));
	}

	private DurablePayment changePayment(String id, DurablePayment.State state, String reason) {
		if (!this.storage.payments().move(id, state, reason, this.clock.instant())) {
			throw new ReversalConflictException("There is no payment '" + id + "' without an end");
		}
		return this.storage.payments()
			.find(id)
			.map(PaymentRow::payment)
			.orElseThrow(() -> new ReversalConflictException("There is no payment '" + id + "'"));
	}

	/**
	 * What an operator ended.
	 *
	 * @param value the scheduled reversal or the payment
	 * @param event what is to be delivered
	 */
	private record Settled<T>(T value, DurableReversalEvent event) {
	}

}
