package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.PaymentRow;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.durable.store.TransactionListenerException;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayIntent;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.quickpay.QuickPayIntents;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * One attempt to bring a payment to its end, on a thread of db-scheduler: the payment
 * flow goes on, for as long as a thread can be spared.
 */
final class PaymentRun {

	private static final Log logger = LogFactory.getLog(PaymentRun.class);

	private static final Duration LONGEST_RUN = Duration.ofSeconds(20);

	private final Storage storage;

	private final DurableMerchants merchants;

	private final QuickPayTimes times;

	private final Backoff backoff;

	private final ClockWatch clockWatch;

	private final InstantSource clock;

	private final Events events;

	PaymentRun(Storage storage, DurableMerchants merchants, QuickPayTimes times, Backoff backoff, ClockWatch clockWatch,
			InstantSource clock, Events events) {
		this.storage = storage;
		this.merchants = merchants;
		this.times = times;
		this.backoff = backoff;
		this.clockWatch = clockWatch;
		this.clock = clock;
		this.events = events;
	}

	/**
	 * Run.
	 * @param id the payment
	 */
	void run(String id) {
		Optional<PaymentRow> found = this.storage.payments().find(id);
		if (found.isEmpty() || found.get().payment().state() != DurablePayment.State.OPEN) {
			this.storage.run("The plan of a payment stays", () -> settle(id));
			return;
		}
		if (this.storage.settings().isPaused()) {
			this.storage.run("The plan of a payment stays",
					() -> this.storage.plans().planWhilePaused(Plans.PAYMENT, id));
			return;
		}
		PaymentRow row = found.get();
		QuickPayResult result = null;
		String problem = "The payment had no end within " + LONGEST_RUN.toSeconds() + " s";
		try {
			result = resume(row.payment()).block(LONGEST_RUN);
		}
		catch (RuntimeException ex) {
			// what follows writes to a file, which must not be done while interrupted
			problem = Thread.interrupted() ? "The node stopped while it asked for the payment"
					: problem + ": " + ex.getMessage();
		}
		boolean isLast = result != null && end(row, PaymentIntents.end(result.ending()), result, result.advice());
		if (!isLast) {
			goOn(row, problem);
		}
	}

	/**
	 * Somebody ended the payment, or ordered a retry at this very moment.
	 */
	private void settle(String id) {
		boolean isOpen = this.storage.payments()
			.lock(id)
			.filter((row) -> row.payment().state() == DurablePayment.State.OPEN)
			.isPresent();
		if (isOpen) {
			this.storage.plans().planNext(Plans.PAYMENT, id, this.clock.instant());
		}
		else {
			this.storage.plans().remove(Plans.PAYMENT, id);
		}
	}

	private Mono<QuickPayResult> resume(DurablePayment payment) {
		return this.merchants.find(payment.merchant())
			.flatMap((merchant) -> QuickPay.builder(merchant.quickPay())
				.times(this.times)
				.intents(new ResumedIntents(payment.id()))
				.clock(() -> timeSince(payment.intent().openedAt()))
				.build()
				.resume(payment.intent()));
	}

	/**
	 * Return the present time, as a clock shows it that was not set forward since the
	 * payment was opened.
	 */
	private Instant timeSince(Instant openedAt) {
		Duration forward = this.clockWatch.setForwardSince(openedAt);
		return this.clock.instant().minus(forward);
	}

	/**
	 * Record how the payment stands.
	 * @return whether no other attempt is to follow
	 */
	private boolean end(PaymentRow row, DurablePayment.State state, @Nullable QuickPayResult result, String reason) {
		DurablePayment payment = row.payment();
		Instant now = this.clock.instant();
		try {
			Optional<DurableReversalEvent> event = this.storage
				.call("The end of payment '" + payment.intent().outTradeNo() + "' is not noted", () -> {
					if (state == DurablePayment.State.NEEDS_ATTENTION && isRetryOrdered(row)) {
						return Optional.empty();
					}
					boolean isMoved = this.storage.payments().move(payment.id(), state, reason, now);
					this.storage.plans().remove(Plans.PAYMENT, payment.id());
					return isMoved ? this.storage.payments()
						.find(payment.id())
						.map((moved) -> this.events.store(moved.payment(), result)) : Optional.empty();
				});
			if (event.isPresent() && !state.isTerminal()) {
				logger.error("Payment '" + payment.intent().outTradeNo() + "' needs attention: " + reason);
			}
			event.ifPresent(this.events::deliver);
			return true;
		}
		catch (TransactionListenerException ex) {
			logger.error("Payment '" + payment.intent().outTradeNo() + "' cannot become " + state
					+ ", and there will be another attempt", ex);
			return false;
		}
	}

	private void goOn(PaymentRow row, String problem) {
		int step = row.step() + 1;
		Duration pause = this.backoff.pause(step, null);
		Duration waited = row.waited().plus(pause);
		if (this.backoff.isOver(waited) && end(row, DurablePayment.State.NEEDS_ATTENTION, null, problem)) {
			return;
		}
		Instant now = this.clock.instant();
		this.storage.run("The next attempt for a payment is not noted", () -> {
			String id = row.payment().id();
			if (isRetryOrdered(row) || !this.storage.plans().isHeld(Plans.PAYMENT, id)) {
				return;
			}
			if (this.storage.payments().plan(id, step, waited, problem, now)) {
				this.storage.plans().planNext(Plans.PAYMENT, id, now.plus(pause));
			}
			else {
				settle(id);
			}
		});
	}

	/**
	 * Lock a payment, and return whether an operator ordered a retry since it was read:
	 * the next attempt is planned for now then.
	 */
	private boolean isRetryOrdered(PaymentRow before) {
		boolean isOrdered = this.storage.payments()
			.lock(before.payment().id())
			.filter((row) -> row.payment().state() == DurablePayment.State.OPEN && row.isBegunAnewAfter(before))
			.isPresent();
		if (isOrdered) {
			this.storage.plans().planNext(Plans.PAYMENT, before.payment().id(), this.clock.instant());
		}
		return isOrdered;
	}

	/**
	 * Notes that the payment is given up. What follows from the result is noted by the
	 * run, where the plan is known.
	 */
	private final class ResumedIntents implements QuickPayIntents {

		private final String id;

		ResumedIntents(String id) {
			this.id = id;
		}

		@Override
		public Mono<Void> open(QuickPayIntent intent) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason) {
			return Mono
				.<Void>fromRunnable(() -> PaymentRun.this.storage.run(
						"That payment '" + intent.outTradeNo() + "' is given up is not remembered",
						() -> PaymentRun.this.storage.payments()
							.giveUp(this.id, reason, PaymentRun.this.clock.instant())))
				.subscribeOn(Schedulers.boundedElastic());
		}

		@Override
		public Mono<Void> close(QuickPayIntent intent, QuickPayResult result) {
			return Mono.empty();
		}

		@Override
		public Mono<Void> drop(QuickPayIntent intent) {
			return Mono.empty();
		}

	}

}
