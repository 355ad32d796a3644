package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.webclient.BlockingCalls;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Takes in-store payments so that each ends in exactly one known way (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#quick-pay">protocol</a>):
 * posts the payment once, queries it while the payer acts, reverses it when it takes too
 * long, fails or is cancelled, confirms that by a query, and refunds what slipped in
 * meanwhile.
 * <p>
 * An error means that the payment never began: it was not sent, or a verified response
 * refused the request as such. Everything else is a {@link QuickPayResult}. An unsigned
 * refusal proves nothing: the payment stays open. A refused signature or a missing
 * permission is logged as an error and does not end the flow: the flow continues when
 * that is fixed, until its deadline.
 * <p>
 * Every publisher is cold: each subscription is a payment of its own. A caller that
 * cancels the subscription abandons the payment; to cancel a payment there is a signal of
 * its own. Nothing blocks. Safe for concurrent use.
 *
 * <pre class="code">
 * QuickPay quickPay = QuickPay.create(client);
 * quickPay.pay(order).subscribe((result) -> show(result.ending()));
 * </pre>
 *
 * @since 0.1.0
 */
public final class QuickPay {

	private static final Log logger = LogFactory.getLog(QuickPay.class);

	final QuickPayServices services;

	final QuickPayRules rules;

	final QuickPayTimes times;

	final QuickPayIntents intents;

	final InstantSource clock;

	final @Nullable Scheduler scheduler;

	private QuickPay(Builder builder) {
		this.services = builder.services;
		this.times = builder.times;
		this.rules = new QuickPayRules(builder.times);
		this.clock = builder.clock;
		this.scheduler = builder.scheduler;
		this.intents = builder.intents;
	}

	/**
	 * Return a payment flow with the documented times.
	 * @param client whom it calls, and as whom
	 * @return the loop
	 */
	public static QuickPay create(WechatPayHkClient client) {
		return builder(QuickPayServices.of(client)).build();
	}

	/**
	 * Begin a payment flow over services, decorated ones for example.
	 * @param services the operations that it is made of
	 * @return a builder
	 */
	public static Builder builder(QuickPayServices services) {
		return new Builder(services);
	}

	/**
	 * Take a payment.
	 * @param order what is to be paid, and by which code
	 * @return how it ended
	 */
	public Mono<QuickPayResult> pay(MicropayRequest order) {
		return pay(order, Mono.never());
	}

	/**
	 * Take a payment that the cashier can cancel.
	 * @param order what is to be paid, and by which code
	 * @param cancel its completion, with or without a value, cancels the payment: money
	 * that was or is taken all the same goes back, also after a restart once a step says
	 * that the payment is given up
	 * @return how it ended
	 */
	public Mono<QuickPayResult> pay(MicropayRequest order, Mono<?> cancel) {
		return result(steps(order, cancel));
	}

	/**
	 * Take a payment and show each step.
	 * @param order what is to be paid, and by which code
	 * @param cancel its completion cancels the payment; {@link Mono#never()} if nobody
	 * can
	 * @return the steps; the last one carries the result
	 */
	public Flux<QuickPayStep> steps(MicropayRequest order, Mono<?> cancel) {
		return Flux.defer(() -> {
			BlockingCalls.refuse();
			RequestField.requirePresent("cancel", cancel);
			if (RequestField.requirePresent("order", order).options().baseUrl() != null) {
				throw new WechatPayHkRequestException("'order' names a base URL: leave it out, as the queries and the"
						+ " reversal of the payment flow go where its services go");
			}
			RunClock time = runClock();
			QuickPayIntent intent = QuickPayIntent.of(order, time.now());
			return this.intents.open(intent)
				.onErrorMap((ex) -> !(ex instanceof WechatPayHkException),
						(ex) -> new WechatPayHkRequestException(
								"The payment could not be remembered: " + ex.getMessage(), ex))
				.thenMany(Flux.defer(() -> run(intent, QuickPayStep.Action.PAY, order, cancel, time)));
		});
	}

	/**
	 * Bring a payment to its end that was under way when the application stopped: asks
	 * how it stands, and goes on from there. One that was given up is reversed, or
	 * refunded if it is paid. The clock that opened the payment may differ from this one:
	 * an order under the same number that was paid in the ten minutes before is taken for
	 * this payment. No number may be used twice.
	 * @param intent the payment
	 * @return how it ended
	 */
	public Mono<QuickPayResult> resume(QuickPayIntent intent) {
		return result(Flux.defer(() -> {
			BlockingCalls.refuse();
			return run(RequestField.requirePresent("intent", intent), QuickPayStep.Action.QUERY, null, Mono.never(),
					runClock());
		}));
	}

	private RunClock runClock() {
		return new RunClock(this.clock, (this.scheduler != null) ? this.scheduler : Schedulers.parallel());
	}

	private static Mono<QuickPayResult> result(Flux<QuickPayStep> steps) {
		return steps.last().flatMap((step) -> Mono.justOrEmpty(step.result()));
	}

	private Flux<QuickPayStep> run(QuickPayIntent intent, QuickPayStep.Action first, @Nullable MicropayRequest request,
			Mono<?> cancel, RunClock time) {
		QuickPayProgress begin = this.rules.begin(intent, first, time.now());
		return new QuickPayLoop(this, intent, request, cancel, time).run(begin)
			.concatMap((progress) -> step(progress, time));
	}

	private Mono<QuickPayStep> step(QuickPayProgress progress, RunClock time) {
		WechatPayHkException stop = progress.stop();
		if (stop != null) {
			return noted(this.intents.drop(progress.intent()), progress).then(Mono.error(stop));
		}
		report(progress);
		QuickPayResult result = progress.result();
		Mono<QuickPayStep> step = Mono.fromSupplier(() -> step(progress, time.now()));
		return (result != null) ? noted(this.intents.close(progress.intent(), result), progress).then(step) : step;
	}

	private static Mono<Void> noted(Mono<Void> note, QuickPayProgress progress) {
		return note.onErrorResume((ex) -> {
			logger.error("The end of Quick Pay order '" + progress.intent().outTradeNo() + "' could not be noted", ex);
			return Mono.empty();
		});
	}

	private static void report(QuickPayProgress progress) {
		QuickPayResult result = progress.result();
		WechatPayHkException failure = progress.failure();
		if (result != null && result.ending() == QuickPayEnding.UNKNOWN) {
			logger.error("Quick Pay order '" + result.outTradeNo() + "' ended unknown. " + result.advice());
		}
		else if (result == null && failure != null && new CallFailure(failure).isOurFault()) {
			logger.error("Quick Pay order '" + progress.intent().outTradeNo() + "' stays open until this is fixed: "
					+ failure.getMessage());
		}
	}

	private static QuickPayStep step(QuickPayProgress progress, Instant now) {
		Order order = progress.order();
		Duration pause = progress.isEnded() || progress.due().isBefore(now) ? Duration.ZERO
				: Duration.between(now, progress.due());
		return new QuickPayStep(now, progress.next(), pause, (order != null) ? order.tradeState() : null,
				progress.givenUp(), progress.failure(), progress.result());
	}

	/**
	 * Builds a {@link QuickPay}. Not safe for concurrent use.
	 */
	public static final class Builder {

		private final QuickPayServices services;

		private QuickPayTimes times = QuickPayTimes.defaults();

		private QuickPayIntents intents = QuickPayIntents.none();

		private InstantSource clock = InstantSource.system();

		private @Nullable Scheduler scheduler;

		private Builder(QuickPayServices services) {
			this.services = services;
		}

		/**
		 * Set the times, {@link QuickPayTimes#defaults()} by default.
		 * @param times the times
		 * @return this builder
		 */
		public Builder times(QuickPayTimes times) {
			this.times = times;
			return this;
		}

		/**
		 * Set where payments under way are remembered, nowhere by default.
		 * @param intents the memory
		 * @return this builder
		 */
		public Builder intents(QuickPayIntents intents) {
			this.intents = intents;
			return this;
		}

		/**
		 * Set the clock, the system's by default. It is read once, when a payment is
		 * opened or resumed.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(InstantSource clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set where the loop waits, and what counts the time that a payment takes,
		 * Reactor's parallel scheduler by default.
		 * @param scheduler a scheduler whose {@link Scheduler#now time} in nanoseconds is
		 * monotonic
		 * @return this builder
		 */
		public Builder scheduler(Scheduler scheduler) {
			this.scheduler = scheduler;
			return this;
		}

		/**
		 * Build the loop. Connects nowhere and starts no thread.
		 * @return the loop
		 */
		public QuickPay build() {
			return new QuickPay(this);
		}

	}

}
