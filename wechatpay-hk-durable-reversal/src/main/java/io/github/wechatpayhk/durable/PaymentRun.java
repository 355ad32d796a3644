package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import com.github.kagkarlsson.scheduler.task.CompletionHandler;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayEnding;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One attempt to bring a payment to its end, on a thread of db-scheduler: the closed loop
 * goes on, for as long as a thread can be spared.
 */
final class PaymentRun {

	private static final Log logger = LogFactory.getLog(PaymentRun.class);

	private static final Duration LONGEST_RUN = Duration.ofSeconds(20);

	private final Storage storage;

	private final DurableMerchants merchants;

	private final QuickPayTimes times;

	private final Backoff backoff;

	private final InstantSource clock;

	private final DurableReversalListener listener;

	PaymentRun(Storage storage, DurableMerchants merchants, QuickPayTimes times, Backoff backoff, InstantSource clock,
			DurableReversalListener listener) {
		this.storage = storage;
		this.merchants = merchants;
		this.times = times;
		this.backoff = backoff;
		this.clock = clock;
		this.listener = listener;
	}

	/**
	 * Run.
	 * @param id the payment
	 * @return what is to be done with the plan
	 */
	CompletionHandler<Void> run(String id) {
		Optional<PaymentRow> found = this.storage.payments().find(id);
		if (found.isEmpty() || found.get().payment().state() != DurablePayment.State.OPEN) {
			return Plans.done();
		}
		if (this.storage.settings().isPaused()) {
			return Plans.whilePaused(this.clock.instant());
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
		return (result != null) ? end(row.payment(), result) : goOn(row, problem);
	}

	/**
	 * The intents are left out: what follows from the result is noted here, where the
	 * plan is known.
	 */
	private Mono<QuickPayResult> resume(DurablePayment payment) {
		return this.merchants.find(payment.merchant())
			.flatMap((merchant) -> QuickPay.builder(merchant.quickPay())
				.times(this.times)
				.clock(this.clock)
				.build()
				.resume(payment.intent()));
	}

	private CompletionHandler<Void> end(DurablePayment payment, QuickPayResult result) {
		return end(payment, PaymentIntents.end(result.ending()), result, result.advice());
	}

	private CompletionHandler<Void> end(DurablePayment payment, DurablePayment.State state,
			@Nullable QuickPayResult result, String reason) {
		Instant now = this.clock.instant();
		boolean isMoved = this.storage.call("The end of payment '" + payment.intent().outTradeNo() + "' is not noted",
				() -> this.storage.payments().move(payment.id(), state, reason, now));
		if (isMoved) {
			this.storage.payments().find(payment.id()).ifPresent((row) -> tell(row.payment(), result));
		}
		return Plans.done();
	}

	private void tell(DurablePayment payment, @Nullable QuickPayResult result) {
		if (result != null && result.ending() != QuickPayEnding.UNKNOWN) {
			this.listener.on(new DurableReversalEvent.PaymentEnded(payment, result));
			return;
		}
		logger.error("Payment '" + payment.intent().outTradeNo() + "' needs attention: " + payment.reason());
		this.listener.on(new DurableReversalEvent.PaymentNeedsAttention(payment, result));
	}

	private CompletionHandler<Void> goOn(PaymentRow row, String problem) {
		int step = row.step() + 1;
		Duration pause = this.backoff.pause(step, null);
		Duration waited = row.waited().plus(pause);
		if (this.backoff.isOver(waited)) {
			return end(row.payment(), DurablePayment.State.NEEDS_ATTENTION, null, problem);
		}
		Instant now = this.clock.instant();
		this.storage.run("The next attempt for a payment is not noted",
				() -> this.storage.payments().plan(row.payment().id(), step, waited, problem, now));
		return Plans.again(now.plus(pause));
	}

}
