package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.order.MicropayRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Brings one payment to its end: waits, calls, and lets {@link QuickPayRules} decide.
 */
final class QuickPayLoop {

	private final QuickPayServices services;

	private final QuickPayRules rules;

	private final InstantSource clock;

	private final @Nullable Scheduler scheduler;

	private final @Nullable MicropayRequest request;

	private final Mono<Boolean> cancelled;

	QuickPayLoop(QuickPay settings, @Nullable MicropayRequest request, Mono<?> cancel) {
		this.services = settings.services;
		this.rules = settings.rules;
		this.clock = settings.clock;
		this.scheduler = settings.scheduler;
		this.request = request;
		this.cancelled = cancel.then(Mono.just(true)).onErrorResume((ex) -> Mono.never()).cache();
	}

	Flux<QuickPayProgress> run(QuickPayProgress first) {
		return Mono.just(first).expand((progress) -> progress.isEnded() ? Mono.empty() : advance(progress));
	}

	private Mono<QuickPayProgress> advance(QuickPayProgress progress) {
		return Mono.defer(() -> {
			Instant due = progress.due().isBefore(progress.deadline()) ? progress.due() : progress.deadline();
			Mono<Boolean> waited = delay(Duration.between(this.clock.instant(), due)).thenReturn(false);
			boolean isCancellable = progress.next() == QuickPayAction.QUERY && progress.givenUp() == null;
			return (isCancellable ? Mono.firstWithSignal(this.cancelled, waited) : waited)
				.flatMap((isCancelled) -> isCancelled ? Mono.just(this.rules.cancelled(progress, this.clock.instant()))
						: act(progress));
		});
	}

	private Mono<Void> delay(Duration time) {
		if (time.isNegative() || time.isZero()) {
			return Mono.empty();
		}
		return Mono.delay(time, (this.scheduler != null) ? this.scheduler : Schedulers.parallel()).then();
	}

	private Mono<QuickPayProgress> act(QuickPayProgress progress) {
		Instant now = this.clock.instant();
		Instant limit = this.rules.limit(progress);
		if (!now.isBefore(limit)) {
			return Mono.just(this.rules.expired(progress));
		}
		return call(progress).timeout(delay(Duration.between(now, limit)).thenReturn(true))
			.onErrorResume((ex) -> Mono.just(new QuickPayEvent.Failed(known(ex))))
			.defaultIfEmpty(new QuickPayEvent.Failed(known(null)))
			.flatMap((event) -> withCancellation(progress)
				.map((present) -> this.rules.next(present, now, this.clock.instant(), event)));
	}

	/**
	 * A cancel that came while a call was under way came before its answer was known.
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
		return this.services.micropay().pay(this.request).map(QuickPayEvent.PaymentAnswered::new);
	}

	/**
	 * Services of the application may fail with anything; what they did before is not
	 * known then.
	 */
	private static WechatPayHkException known(@Nullable Throwable failure) {
		if (failure instanceof WechatPayHkException known) {
			return known;
		}
		return new WechatPayHkTransportException(Outcome.UNKNOWN, "No usable answer before the deadline", failure);
	}

}
