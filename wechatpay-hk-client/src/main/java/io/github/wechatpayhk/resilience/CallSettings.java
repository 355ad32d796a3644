package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

/**
 * How calls are made, for all callers.
 *
 * @param observer observes the calls and their attempts
 * @param deadline how long a call may take
 * @param retry how often it is attempted
 * @param rateLimit the rate limits, or {@code null} for none
 * @param failover the hosts, or {@code null} if calls go where their service goes
 * @param listener told what happens to the calls
 * @param confirmReversals whether reversals are confirmed unless a request says otherwise
 * @param clock dates the attempts
 * @param scheduler measures and ends the waits
 * @param random varies the waits between attempts
 */
record CallSettings(WechatPayHkCallObserver observer, Duration deadline, RetrySettings retry,
		@Nullable RateLimiter rateLimit, @Nullable FailoverSettings failover, WechatPayHkCallListener listener,
		boolean confirmReversals, InstantSource clock, Scheduler scheduler, DoubleSupplier random) {

	CallSettings withoutFailover() {
		return new CallSettings(this.observer, this.deadline, this.retry, this.rateLimit, null, this.listener,
				this.confirmReversals, this.clock, this.scheduler, this.random);
	}

}
