package io.github.wechatpayhk.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver.ObservedCall;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * One call under observation, and its attempts.
 */
final class ObservationOfCall implements ObservedCall {

	/**
	 * The key by which Micrometer and Spring hand observations on in a Reactor context.
	 * Written out, as the class that holds it needs another library.
	 */
	static final String KEY = "micrometer.observation";

	private final CallObservations observations;

	private final WechatPayHkCallContext context;

	private final Observation observation;

	ObservationOfCall(CallObservations observations, WechatPayHkCallContext context, Observation observation) {
		this.observations = observations;
		this.context = context;
		this.observation = observation;
	}

	@Override
	public Context addTo(Context context) {
		return context.put(KEY, this.observation);
	}

	@Override
	public void run(Runnable action) {
		this.observation.scoped(action);
	}

	@Override
	public void ended(ObservedCall.End end) {
		stop(this.observation, this.context, end);
	}

	@Override
	public <T> Mono<T> attempt(int number, ExchangeWatch watch, Mono<T> attempt) {
		WechatPayHkCallContext attemptContext = new WechatPayHkCallContext(this.context.getMerchant(),
				this.context.getCall(), number);
		Observation started = this.observations.attempt(attemptContext, this.observation);
		AtomicBoolean stopped = new AtomicBoolean();
		return attempt.doOnSuccess((result) -> {
			if (stopped.compareAndSet(false, true)) {
				stop(started, attemptContext, new ObservedCall.End(null, false, null, watch.requestId(), number));
			}
		}).doOnError((failure) -> {
			if (stopped.compareAndSet(false, true)) {
				stop(started, attemptContext,
						new ObservedCall.End(outcome(failure), false, failure, requestId(failure, watch), number));
			}
		}).doOnCancel(() -> {
			if (stopped.compareAndSet(false, true)) {
				stop(started, attemptContext,
						new ObservedCall.End(watch.stop(), true, null, watch.requestId(), number));
			}
		}).contextWrite((context) -> context.put(KEY, started).put(ObservationPassing.ATTEMPT, started));
	}

	/**
	 * An exception of another make comes from a filter of the application, and nobody
	 * knows what it had done before.
	 */
	private static Outcome outcome(Throwable failure) {
		return (failure instanceof WechatPayHkException known) ? known.outcome() : Outcome.UNKNOWN;
	}

	private static @Nullable String requestId(Throwable failure, ExchangeWatch watch) {
		return (failure instanceof WechatPayHkException known) ? known.requestId() : watch.requestId();
	}

	private static void stop(Observation observation, WechatPayHkCallContext context, ObservedCall.End end) {
		context.setEnd(end);
		if (end.error() != null) {
			observation.error(end.error());
		}
		observation.stop();
	}

}
