package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * One query of an online payment, on a thread of db-scheduler, with the close once it has
 * expired.
 */
final class OnlinePaymentRun {

	private static final Log logger = LogFactory.getLog(OnlinePaymentRun.class);

	private static final String STAYS_PLANNED = "The query of an online payment stays planned as it was";

	private static final Duration LONGEST_CALL = Duration.ofMinutes(2);

	private final Storage storage;

	private final OnlinePaymentCall call;

	private final OnlinePaymentSettings settings;

	private final Backoff backoff;

	private final InstantSource clock;

	private final String node;

	private final Events events;

	OnlinePaymentRun(Storage storage, OnlinePaymentCall call, OnlinePaymentSettings settings, Backoff backoff,
			InstantSource clock, String node, Events events) {
		this.storage = storage;
		this.call = call;
		this.settings = settings;
		this.backoff = backoff;
		this.clock = clock;
		this.node = node;
		this.events = events;
	}

	/**
	 * Run.
	 * @param id the payment
	 */
	void run(String id) {
		if (this.storage.settings().isPaused()) {
			this.storage.run(STAYS_PLANNED, () -> this.storage.plans().planWhilePaused(Plans.ONLINE_PAYMENT, id));
			return;
		}
		this.storage.call("Nothing was sent for an online payment", () -> begin(id)).ifPresent(this::attempt);
	}

	/**
	 * Begin an attempt, unless there is nothing to learn any more, or another node has
	 * taken it over. A payment that is recorded as closed has a plan only if something
	 * contradicts that.
	 */
	private Optional<Begun> begin(String id) {
		Optional<OnlinePaymentRow> locked = this.storage.onlinePayments()
			.lock(id)
			.filter((row) -> row.is(OnlinePayment.State.OPEN) || row.is(OnlinePayment.State.CLOSED));
		if (locked.isEmpty()) {
			this.storage.plans().remove(Plans.ONLINE_PAYMENT, id);
			return Optional.empty();
		}
		if (!this.storage.plans().isHeld(Plans.ONLINE_PAYMENT, id)) {
			return Optional.empty();
		}
		Instant now = this.clock.instant();
		return Optional
			.of(new Begun(locked.get(), this.storage.onlinePaymentAttempts().begin(id, this.node, now), now));
	}

	private void attempt(Begun begun) {
		OnlinePaymentVerdict verdict = verdict(begun);
		try {
			this.storage
				.call("What a query of payment '" + begun.row().payment().outTradeNo()
						+ "' showed is not noted, and it is queried again", () -> record(begun, verdict))
				.ifPresent(this::recorded);
		}
		catch (TransactionListenerException ex) {
			logger.error("Payment '" + begun.row().payment().outTradeNo() + "' cannot become " + verdict.state()
					+ ", and it is queried again", ex);
			this.storage.run("The next query of an online payment is not noted",
					() -> record(begun, OnlinePaymentVerdict.lost("A listener failed: " + ex.getCause())));
		}
	}

	private OnlinePaymentVerdict verdict(Begun begun) {
		boolean isClosing = begun.row().is(OnlinePayment.State.OPEN)
				&& !begun.startedAt().isBefore(begun.row().closesAt());
		try {
			OnlinePaymentVerdict verdict = this.call.make(begun.row(), isClosing).block(LONGEST_CALL);
			return (verdict != null) ? verdict : OnlinePaymentVerdict.lost("There was no response");
		}
		catch (RuntimeException ex) {
			// what follows writes to a file, which must not be done while interrupted
			return OnlinePaymentVerdict.lost(Thread.interrupted() ? "The node stopped while the call was under way"
					: "The call did not end: " + ex.getMessage());
		}
	}

	/**
	 * Record what an attempt led to.
	 * @return the event, if the payment has a new state
	 */
	private Optional<DurableReversalEvent> record(Begun begun, OnlinePaymentVerdict verdict) {
		String id = begun.row().id();
		Optional<OnlinePaymentRow> locked = this.storage.onlinePayments().lock(id);
		Instant now = this.clock.instant();
		this.storage.onlinePaymentAttempts().end(id, begun.number(), verdict.attemptEnd(), now);
		if (locked.isEmpty() || locked.get().payment().state() != begun.row().payment().state()) {
			return isContradicted(locked, verdict) ? Optional.of(contradict(locked.get(), verdict))
					: settle(id, locked);
		}
		OnlinePaymentRow row = locked.get();
		if (row.is(OnlinePayment.State.CLOSED)) {
			return check(row, verdict);
		}
		boolean isOutdated = row.isSentAgainSince(begun.row()) && verdict.state() == OnlinePayment.State.CLOSED;
		if (verdict.state() != OnlinePayment.State.OPEN && !isOutdated) {
			return Optional.of(move(row, verdict.state(), verdict));
		}
		return goOn(row, verdict, now);
	}

	/**
	 * Somebody moved the payment on meanwhile, or ordered a retry at this very moment.
	 */
	private Optional<DurableReversalEvent> settle(String id, Optional<OnlinePaymentRow> locked) {
		boolean isOpen = locked.filter((row) -> row.is(OnlinePayment.State.OPEN)).isPresent();
		if (isOpen) {
			this.storage.plans().planNext(Plans.ONLINE_PAYMENT, id, this.clock.instant());
		}
		else {
			this.storage.plans().remove(Plans.ONLINE_PAYMENT, id);
		}
		return Optional.empty();
	}

	/**
	 * Return whether the payment ended otherwise while a query showed that money was
	 * paid.
	 */
	private static boolean isContradicted(Optional<OnlinePaymentRow> locked, OnlinePaymentVerdict verdict) {
		return verdict.isMoneyPaid()
				&& locked.filter((row) -> row.is(OnlinePayment.State.CLOSED) || row.is(OnlinePayment.State.SETTLED))
					.isPresent();
	}

	private DurableReversalEvent contradict(OnlinePaymentRow row, OnlinePaymentVerdict verdict) {
		return move(row, OnlinePayment.State.REQUIRES_ACTION, verdict
			.after("It had been recorded as " + row.payment().state() + ": refund it, or deliver the goods"));
	}

	/**
	 * Judge a payment that is recorded as closed, and that a notification says is paid.
	 */
	private Optional<DurableReversalEvent> check(OnlinePaymentRow row, OnlinePaymentVerdict verdict) {
		return switch (verdict.state()) {
			case PAID, REQUIRES_ACTION -> Optional.of(contradict(row, verdict));
			case CLOSED, SETTLED -> {
				this.storage.plans().remove(Plans.ONLINE_PAYMENT, row.id());
				yield Optional.empty();
			}
			case OPEN -> {
				Duration pause = this.backoff.pause(row.step() + 1, verdict.retryAfter());
				OnlinePaymentRow next = row.afterFailure(pause);
				if (verdict.isMissing() || this.backoff.isOver(next.waited())) {
					yield Optional.of(move(row, OnlinePayment.State.REQUIRES_ACTION,
							verdict.after("A notification says that it is paid, and no query confirms it")));
				}
				Instant now = this.clock.instant();
				this.storage.onlinePayments().plan(next, verdict.reason(), now);
				this.storage.plans().planNext(Plans.ONLINE_PAYMENT, row.id(), now.plus(pause));
				yield Optional.empty();
			}
		};
	}

	private DurableReversalEvent move(OnlinePaymentRow row, OnlinePayment.State state, OnlinePaymentVerdict verdict) {
		this.storage.plans().remove(Plans.ONLINE_PAYMENT, row.id());
		return this.events.store(this.storage.onlinePayments()
			.move(row.payment(), state, verdict.transactionId(), verdict.reason(), this.clock.instant()));
	}

	/**
	 * Plan the next query: by the schedule while the order can be paid, with growing
	 * pauses after a failure.
	 */
	private Optional<DurableReversalEvent> goOn(OnlinePaymentRow row, OnlinePaymentVerdict verdict, Instant now) {
		if (!this.storage.plans().isHeld(Plans.ONLINE_PAYMENT, row.id())) {
			return Optional.empty();
		}
		boolean canBePaid = now.isBefore(row.closesAt());
		boolean isOnSchedule = verdict.isUnpaid() && canBePaid;
		Duration pause = isOnSchedule ? this.settings.pause(row.queries())
				: this.backoff.pause(row.step() + 1, verdict.retryAfter());
		OnlinePaymentRow next = isOnSchedule ? row.afterQuery() : row.afterFailure(pause);
		if (this.backoff.isOver(next.waited())) {
			return Optional.of(move(row, OnlinePayment.State.REQUIRES_ACTION, verdict));
		}
		this.storage.onlinePayments().plan(next, verdict.reason(), now);
		Instant planned = now.plus(pause);
		this.storage.plans()
			.planNext(Plans.ONLINE_PAYMENT, row.id(),
					(canBePaid && planned.isAfter(row.closesAt())) ? row.closesAt() : planned);
		return Optional.empty();
	}

	private void recorded(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.OnlinePaymentRequiresAction stuck) {
			logger.error("Payment '" + stuck.payment().outTradeNo() + "' requires manual action: "
					+ stuck.payment().reason());
		}
		this.events.deliver(event);
	}

	/**
	 * An attempt that is noted in the audit trail, and whose calls are to be made.
	 *
	 * @param row the payment, as it stood then
	 * @param number the place of the attempt in the trail
	 * @param startedAt when it began
	 */
	private record Begun(OnlinePaymentRow row, int number, Instant startedAt) {
	}

}
