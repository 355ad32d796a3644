package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Brings one payment to its end: waits, calls, and lets {@link QuickPayRules} decide.
 */
final class QuickPayLoop {

	private static final Log logger = LogFactory.getLog(QuickPay.class);

	private final QuickPayServices services;

	private final QuickPayRules rules;

	private final RunClock clock;

	private final Scheduler scheduler;

	private final QuickPayTimes times;

	private final QuickPayIntents intents;

	private final QuickPayIntent intent;

	private final @Nullable MicropayRequest request;

	/**
	 * Whether the cancel or the end has come: the one that is second has no effect.
	 */
	private final AtomicBoolean settled = new AtomicBoolean();

	private final Mono<Boolean> cancelled;

	private final Mono<Void> cancelRemembered;

	QuickPayLoop(QuickPay settings, QuickPayIntent intent, @Nullable MicropayRequest request, Mono<?> cancel,
			RunClock clock) {
		this.services = settings.services;
		this.rules = settings.rules;
		this.clock = clock;
		this.scheduler = clock.scheduler();
		this.times = settings.times;
		this.intents = settings.intents;
		this.intent = intent;
		this.request = request;
		this.cancelled = cancel.then(Mono.fromSupplier(this::isFirst))
			.onErrorResume((ex) -> Mono.never())
			.flatMap((isFirst) -> isFirst ? Mono.just(true) : Mono.never())
			.cache();
		this.cancelRemembered = this.cancelled.then(remember(GivenUp.CANCELLED)).cache();
	}

	Flux<QuickPayProgress> run(QuickPayProgress first) {
		return Mono.just(first).expand((progress) -> progress.isEnded() ? Mono.empty() : advance(progress));
	}

	private Mono<QuickPayProgress> advance(QuickPayProgress progress) {
		return Mono.defer(() -> {
			Instant due = progress.due().isBefore(progress.deadline()) ? progress.due() : progress.deadline();
			Mono<Boolean> waited = delay(Duration.between(this.clock.now(), due)).thenReturn(false);
			boolean isCancellable = progress.next() == QuickPayStep.Action.QUERY && progress.givenUp() == null;
			return (isCancellable ? Mono.firstWithSignal(this.cancelled, waited) : waited)
				.flatMap((isCancelled) -> isCancelled ? Mono.just(this.rules.cancelled(progress, this.clock.now()))
						: act(progress))
				.flatMap((next) -> remembered(progress, next));
		});
	}

	/**
	 * What the shop has given up must be given up after a crash as well, so it is
	 * remembered before anything follows from it.
	 */
	private Mono<QuickPayProgress> remembered(QuickPayProgress before, QuickPayProgress next) {
		GivenUp reason = next.givenUp();
		if (reason == null || reason == before.givenUp()) {
			return Mono.just(next);
		}
		Mono<Void> remembered = (reason == GivenUp.CANCELLED) ? this.cancelRemembered : remember(reason);
		Duration time = Duration.between(this.clock.now(), next.deadline());
		return Mono.firstWithSignal(remembered, delay(time)).thenReturn(next);
	}

	private Mono<Void> remember(GivenUp reason) {
		return Mono.defer(() -> this.intents.giveUp(this.intent, reason))
			.doOnError((ex) -> logger.error("That Quick Pay order '" + this.intent.outTradeNo()
					+ "' is given up could not be remembered; it is not reversed before", ex))
			.retryWhen(Retry.backoff(Long.MAX_VALUE, this.times.firstPause())
				.maxBackoff(this.times.longestPause())
				.scheduler(this.scheduler));
	}

	private Mono<Void> delay(Duration time) {
		if (time.isNegative() || time.isZero()) {
			return Mono.empty();
		}
		return Mono.delay(time, this.scheduler).then();
	}

	private Mono<QuickPayProgress> act(QuickPayProgress progress) {
		Instant now = this.clock.now();
		Instant limit = this.rules.limit(progress);
		if (!now.isBefore(limit)) {
			return Mono.just(this.rules.expired(progress));
		}
		ExchangeWatch watch = new ExchangeWatch();
		Mono<QuickPayEvent> event = call(progress).contextWrite(watch::addTo)
			.timeout(delay(Duration.between(now, limit)).thenReturn(true))
			.onErrorResume((ex) -> Mono.just(new QuickPayEvent.Failed(known(ex))))
			.defaultIfEmpty(new QuickPayEvent.Failed(known(null)));
		return Flux.merge(event, rememberedMeanwhile(progress))
			.next()
			.flatMap((learned) -> withCancellation(responded(progress, learned, watch))
				.map((present) -> this.rules.next(present, now, this.clock.now(), learned))
				.filter((next) -> !next.isEnded() || next.givenUp() != null || isFirst())
				.switchIfEmpty(this.cancelled.map((isCancelled) -> this.rules.next(
						responded(progress, learned, watch).withGivenUp(GivenUp.CANCELLED), now, this.clock.now(),
						learned))));
	}

	private QuickPayProgress responded(QuickPayProgress progress, QuickPayEvent event, ExchangeWatch watch) {
		return (event instanceof QuickPayEvent.Failed) ? progress : progress.withResponse(watch, this.clock.latest());
	}

	private boolean isFirst() {
		return this.settled.compareAndSet(false, true);
	}

	/**
	 * A cancel does not wait for the end of a call: the process could stop before it.
	 */
	private Mono<QuickPayEvent> rememberedMeanwhile(QuickPayProgress progress) {
		return (progress.givenUp() != null) ? Mono.empty() : this.cancelRemembered.then(Mono.empty());
	}

	/**
	 * A cancel that came while a call was under way came before its response was known.
	 */
	private Mono<QuickPayProgress> withCancellation(QuickPayProgress progress) {
		return Mono.firstWithSignal(this.cancelled, Mono.just(false))
			.map((isCancelled) -> isCancelled ? progress.withGivenUp(GivenUp.CANCELLED) : progress);
	}

	private Mono<QuickPayEvent> call(QuickPayProgress progress) {
		QuickPayIntent intent = progress.intent();
		return switch (progress.next()) {
			case PAY -> pay();
			case QUERY, CONFIRM ->
				this.services.query().query(QuickPayServices.order(intent)).map(QuickPayEvent.OrderSeen::new);
			case REVERSE -> this.services.reverse()
				.reverse(QuickPayServices.reversal(intent))
				.thenReturn(new QuickPayEvent.Reversed());
			case REFUND ->
				this.services.refund().refund(QuickPayServices.refund(intent)).map(QuickPayEvent.RefundSeen::new);
			case CONFIRM_REFUND -> this.services.refund()
				.query(QuickPayServices.refundReference(intent))
				.map(QuickPayEvent.RefundSeen::new);
			case END -> Mono.empty();
		};
	}

	private Mono<QuickPayEvent> pay() {
		if (this.request == null) {
			return Mono.error(new WechatPayHkRequestException("There is no payment to post"));
		}
		return this.services.micropay().pay(this.request).map(QuickPayEvent.PaymentResponded::new);
	}

	/**
	 * Services of the application may fail with anything; what they did before is not
	 * known then.
	 */
	private static WechatPayHkException known(@Nullable Throwable failure) {
		if (failure instanceof WechatPayHkException known) {
			return known;
		}
		return new WechatPayHkTransportException(Outcome.UNKNOWN, "No usable response before the deadline", failure);
	}

}
