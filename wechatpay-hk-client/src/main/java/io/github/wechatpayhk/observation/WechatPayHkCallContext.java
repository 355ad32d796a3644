package io.github.wechatpayhk.observation;

import io.github.wechatpayhk.resilience.CallingMerchant;
import io.github.wechatpayhk.resilience.WechatPayHkCall;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver.ObservedCall;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an observed call, or about one attempt of it.
 *
 * @since 0.1.0
 */
public final class WechatPayHkCallContext extends Observation.Context {

	private final CallingMerchant merchant;

	private final WechatPayHkCall call;

	private final @Nullable Integer attempt;

	private volatile ObservedCall.@Nullable End end;

	WechatPayHkCallContext(CallingMerchant merchant, WechatPayHkCall call, @Nullable Integer attempt) {
		this.merchant = merchant;
		this.call = call;
		this.attempt = attempt;
	}

	/**
	 * Return in whose name the call is made.
	 * @return the merchant
	 */
	public CallingMerchant getMerchant() {
		return this.merchant;
	}

	/**
	 * Return the call.
	 * @return the call
	 */
	public WechatPayHkCall getCall() {
		return this.call;
	}

	/**
	 * Return which attempt is observed.
	 * @return the number of the attempt, from 1, or {@code null} for the whole call
	 */
	public @Nullable Integer getAttempt() {
		return this.attempt;
	}

	/**
	 * Return how the call or the attempt ended.
	 * @return the end, or {@code null} while it runs
	 */
	public ObservedCall.@Nullable End getEnd() {
		return this.end;
	}

	void setEnd(ObservedCall.End end) {
		this.end = end;
	}

}
