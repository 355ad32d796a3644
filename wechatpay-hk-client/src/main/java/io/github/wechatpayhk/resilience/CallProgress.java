package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver.ObservedCall;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What is known about one call: how its attempts ended, and how far the present one has
 * come. Deadline and cancellation look at it from other threads, so each change replaces
 * one immutable state.
 */
final class CallProgress {

	private final WechatPayHkCall call;

	private final CallDeadline deadline;

	private final InstantSource clock;

	private final CallEvents events;

	private final ObservedCall observed;

	private final AtomicBoolean told = new AtomicBoolean();

	private volatile State state = new State(List.of(), null, null);

	CallProgress(WechatPayHkCall call, CallDeadline deadline, InstantSource clock, CallEvents events,
			ObservedCall observed) {
		this.call = call;
		this.deadline = deadline;
		this.clock = clock;
		this.events = events;
		this.observed = observed;
	}

	WechatPayHkCall call() {
		return this.call;
	}

	CallDeadline deadline() {
		return this.deadline;
	}

	/**
	 * Follow an attempt from the moment in which it gets into the line.
	 */
	<T> Mono<T> follow(Mono<T> attempt) {
		return Mono.defer(() -> {
			this.state = new State(this.state.failed, this.clock.instant(), null);
			return attempt;
		}).onErrorMap(CallProgress::known).doOnError(WechatPayHkException.class, this::failed);
	}

	/**
	 * Watch an attempt from the moment in which it may be sent.
	 */
	<T> Mono<T> watch(Mono<T> attempt) {
		return Mono.defer(() -> {
			ExchangeWatch watch = new ExchangeWatch(isConnectionBroken(this.state.failed));
			this.state = new State(this.state.failed, this.state.began, watch);
			return this.observed.attempt(this.state.failed.size() + 1, watch, attempt).contextWrite(watch::addTo);
		});
	}

	/**
	 * After a timeout as after a reset: what broke one connection may have broken all
	 * that are idle.
	 */
	private static boolean isConnectionBroken(List<Attempt> failed) {
		Attempt last = failed.isEmpty() ? null : failed.get(failed.size() - 1);
		return last != null && last.outcome() == Outcome.UNKNOWN && last.status() == null;
	}

	/**
	 * Only a service that is not ours, or a filter of the application, fails with another
	 * exception; nobody knows what it had done before.
	 */
	private static WechatPayHkException known(Throwable failure) {
		return (failure instanceof WechatPayHkException known) ? known : new WechatPayHkTransportException(
				Outcome.UNKNOWN, "The attempt failed outside the signed exchange", failure);
	}

	private void failed(WechatPayHkException failure) {
		State present = this.state;
		Instant began = (present.began != null) ? present.began : this.clock.instant();
		Attempt attempt = Attempt.failed(began, failure);
		this.state = new State(present.failedWith(attempt), null, null);
		this.events.attemptFailed(this.call, this.state.failed.size(), attempt);
	}

	void pausing(Duration wait) {
		this.events.retryScheduled(this.call, this.state.failed.size() + 1, wait);
	}

	/**
	 * Sum up the attempts: once one of them may have taken effect, nothing but success
	 * makes the outcome known.
	 */
	WechatPayHkException sumUp(WechatPayHkException last) {
		List<Attempt> failed = this.state.failed;
		WechatPayHkException error = (last.outcome() != Outcome.UNKNOWN && isUnknown(failed))
				? new WechatPayHkUnknownOutcomeException(last, failed) : last.withAttempts(failed);
		if (isFirstToTell()) {
			end(new ObservedCall.End(error.outcome(), false, error, error.requestId(), failed.size()),
					() -> this.events.failed(this.call, error, failed, this.deadline.elapsed()));
		}
		return error;
	}

	/**
	 * End the present attempt because the deadline has passed.
	 */
	WechatPayHkException expired(Duration time) {
		State present = this.state;
		WechatPayHkException error = new WechatPayHkTransportException(stop(present),
				"No end within the deadline of " + time, null);
		if (present.began != null) {
			failed(error);
		}
		return error;
	}

	void succeeded() {
		if (isFirstToTell()) {
			State present = this.state;
			String requestId = (present.watch != null) ? present.watch.requestId() : null;
			end(new ObservedCall.End(null, false, null, requestId, present.failed.size() + 1),
					() -> this.events.succeeded(this.call, present.failed, requestId, this.deadline.elapsed()));
		}
	}

	void cancelled() {
		State present = this.state;
		Outcome last = stop(present);
		Outcome outcome = isUnknown(present.failed) ? Outcome.UNKNOWN : last;
		if (isFirstToTell()) {
			int begun = present.failed.size() + ((present.watch != null) ? 1 : 0);
			end(new ObservedCall.End(outcome, true, null, null, begun),
					() -> this.events.cancelled(this.call, outcome, present.failed, this.deadline.elapsed()));
		}
	}

	private void end(ObservedCall.End end, Runnable telling) {
		this.observed.run(telling);
		this.observed.ended(end);
	}

	/**
	 * Operators may cancel after they have got what they wanted.
	 */
	private boolean isFirstToTell() {
		return this.told.compareAndSet(false, true);
	}

	private static Outcome stop(State state) {
		return (state.watch != null) ? state.watch.stop() : Outcome.NOT_SENT;
	}

	private static boolean isUnknown(List<Attempt> attempts) {
		return attempts.stream().anyMatch((attempt) -> attempt.outcome() == Outcome.UNKNOWN);
	}

	/**
	 * A state of the call.
	 *
	 * @param failed the attempts that have ended
	 * @param began when the present attempt began, {@code null} between attempts
	 * @param watch how far the present attempt has come, {@code null} while it cannot
	 * have been sent
	 */
	private record State(List<Attempt> failed, @Nullable Instant began, @Nullable ExchangeWatch watch) {

		List<Attempt> failedWith(Attempt attempt) {
			List<Attempt> attempts = new ArrayList<>(this.failed);
			attempts.add(attempt);
			return List.copyOf(attempts);
		}

	}

}
