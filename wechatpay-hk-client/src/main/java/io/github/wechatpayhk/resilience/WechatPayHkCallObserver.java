package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Observes calls and their attempts while they run, where a
 * {@link WechatPayHkCallListener} receives single events.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WechatPayHkCallObserver {

	/**
	 * Begin to observe a call. Called with each subscription.
	 * @param merchant in whose name the call is made
	 * @param call the call
	 * @param context the context of the subscriber
	 * @return the call under observation
	 */
	ObservedCall begin(CallingMerchant merchant, WechatPayHkCall call, ContextView context);

	/**
	 * Return an observer that looks away, which is what calls have unless told otherwise.
	 * @return the observer
	 */
	static WechatPayHkCallObserver none() {
		return (merchant, call, context) -> UnobservedCall.INSTANCE;
	}

	/**
	 * One call under observation. Must be safe for concurrent use, must not block, and
	 * must not fail.
	 *
	 */
	interface ObservedCall {

		/**
		 * Let those who are called see the observation.
		 * @param context the context of the subscriber
		 * @return the context for the call
		 */
		Context addTo(Context context);

		/**
		 * Observe one attempt, from the moment in which it left the queue of the rate
		 * limit.
		 * @param <T> the type of the result
		 * @param number which attempt it is, from 1
		 * @param watch how far the attempt has come
		 * @param attempt the attempt
		 * @return the attempt under observation
		 */
		<T> Mono<T> attempt(int number, ExchangeWatch watch, Mono<T> attempt);

		/**
		 * Run what belongs to the call, so that for instance a log line finds its trace.
		 * @param action what to run, at once and on this thread
		 */
		void run(Runnable action);

		/**
		 * Take note of the end. Told once, whatever happens.
		 * @param end how the call ended
		 */
		void ended(End end);

		/**
		 * How a call or one attempt of it ended.
		 *
		 * @param outcome what is known about its effect, or {@code null} if it succeeded
		 * @param isCancelled whether its subscriber went away before there was an end
		 * @param error what it failed with, or {@code null} if it succeeded or was
		 * cancelled
		 * @param requestId the {@code Request-ID} of the response, or {@code null} if
		 * there was none
		 * @param attempts how many attempts have ended, this one included
		 */
		record End(@Nullable Outcome outcome, boolean isCancelled, @Nullable Throwable error,
				@Nullable String requestId, int attempts) {
		}

	}

}
