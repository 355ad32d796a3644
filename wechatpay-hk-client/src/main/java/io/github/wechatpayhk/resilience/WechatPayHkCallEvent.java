package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a call. Holds no secret.
 *
 * @since 0.1.0
 */
public sealed interface WechatPayHkCallEvent {

	/**
	 * Return who signs the call.
	 * @return the merchant number
	 */
	String mchid();

	/**
	 * An attempt failed.
	 *
	 * @param mchid the number of the merchant that signs
	 * @param call the call
	 * @param number which attempt it was, from 1
	 * @param attempt how it failed
	 */
	record AttemptFailed(String mchid, WechatPayHkCall call, int number,
			Attempt attempt) implements WechatPayHkCallEvent {
	}

	/**
	 * Another attempt will be made.
	 *
	 * @param mchid the number of the merchant that signs
	 * @param call the call
	 * @param number which attempt it will be, from 2
	 * @param pause the time until then
	 */
	record RetryScheduled(String mchid, WechatPayHkCall call, int number,
			Duration pause) implements WechatPayHkCallEvent {
	}

	/**
	 * An attempt left the queue of the rate limit.
	 *
	 * @param mchid the number of the merchant that signs
	 * @param call the call
	 * @param waited how long it stood there
	 */
	record RateLimitWaited(String mchid, WechatPayHkCall call, Duration waited) implements WechatPayHkCallEvent {
	}

	/**
	 * A call ended with a signal to its subscriber.
	 *
	 * @param mchid the number of the merchant that signs
	 * @param call the call
	 * @param outcome what is known about its effect, or {@code null} if it succeeded
	 * @param failed the attempts that failed, in their order
	 */
	record Ended(String mchid, WechatPayHkCall call, @Nullable Outcome outcome,
			List<Attempt> failed) implements WechatPayHkCallEvent {
	}

	/**
	 * The subscriber of a call went away. It got no signal: this event is the only place
	 * with the outcome.
	 *
	 * @param mchid the number of the merchant that signs
	 * @param call the call
	 * @param outcome what is known about its effect
	 * @param failed the attempts that failed before, in their order
	 */
	record Cancelled(String mchid, WechatPayHkCall call, Outcome outcome,
			List<Attempt> failed) implements WechatPayHkCallEvent {
	}

	/**
	 * Calls go to another host from now on, or back again.
	 *
	 * @param mchid the number of the merchant that signs
	 * @param from the base URL that was called
	 * @param to the base URL that is called now
	 */
	record HostChanged(String mchid, URI from, URI to) implements WechatPayHkCallEvent {
	}

}
