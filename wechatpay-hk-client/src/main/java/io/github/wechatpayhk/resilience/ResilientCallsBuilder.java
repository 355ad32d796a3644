package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;

import io.github.wechatpayhk.ApiGeneration;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Builds {@link ResilientCalls}. Not safe for concurrent use.
 *
 * @since 0.1.0
 * @see ResilientCalls#builder
 */
public final class ResilientCallsBuilder {

	private CallingMerchant merchant;

	private WechatPayHkCallObserver observer = WechatPayHkCallObserver.none();

	private Duration deadline = Duration.ofSeconds(20);

	private RetrySettings retry = RetrySettings.defaults();

	private @Nullable RateLimiter rateLimit;

	private @Nullable FailoverSettings failover;

	private WechatPayHkCallListener listener = (event) -> {
	};

	private boolean confirmReversals;

	private InstantSource clock = InstantSource.system();

	private Scheduler scheduler = Schedulers.parallel();

	private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

	ResilientCallsBuilder(CallingMerchant merchant) {
		this.merchant = merchant;
	}

	/**
	 * Set how long a call may take, all attempts and waits included, 20 seconds by
	 * default.
	 * @param deadline the time, greater than zero
	 * @return this builder
	 */
	public ResilientCallsBuilder deadline(Duration deadline) {
		Assert.isTrue(!deadline.isZero() && !deadline.isNegative(), "'deadline' must be greater than zero");
		this.deadline = deadline;
		return this;
	}

	/**
	 * Set how often a call is attempted, {@link RetrySettings#defaults()} by default.
	 * @param retry the settings
	 * @return this builder
	 */
	public ResilientCallsBuilder retry(RetrySettings retry) {
		this.retry = retry;
		return this;
	}

	/**
	 * Keep rate limits, none by default.
	 * @param rateLimit the limits, to be shared by all merchants of the application
	 * @return this builder
	 */
	public ResilientCallsBuilder rateLimit(RateLimiter rateLimit) {
		this.rateLimit = rateLimit;
		return this;
	}

	/**
	 * Fall back from host to host, not done by default.
	 * @param failover the settings
	 * @return this builder
	 */
	public ResilientCallsBuilder failover(FailoverSettings failover) {
		this.failover = failover;
		return this;
	}

	/**
	 * Name the merchant to those who observe the calls, {@code default} in the generation
	 * {@link ApiGeneration#HK} by default.
	 * @param name the name
	 * @param generation the generation of the API that is called
	 * @return this builder
	 */
	public ResilientCallsBuilder merchant(String name, ApiGeneration generation) {
		this.merchant = new CallingMerchant(this.merchant.mchid(), name, generation);
		return this;
	}

	/**
	 * Let somebody observe the calls and their attempts, nobody by default.
	 * @param observer the observer
	 * @return this builder
	 */
	public ResilientCallsBuilder observer(WechatPayHkCallObserver observer) {
		this.observer = observer;
		return this;
	}

	/**
	 * Tell somebody what happens to the calls.
	 * @param listener told after those that were set before
	 * @return this builder
	 */
	public ResilientCallsBuilder listener(WechatPayHkCallListener listener) {
		this.listener = this.listener.andThen(listener);
		return this;
	}

	/**
	 * Set whether reversals are confirmed, not done by default. A request may say
	 * otherwise for itself.
	 * @param confirmReversals whether a verified query follows each 204
	 * @return this builder
	 * @see io.github.wechatpayhk.ReverseOrderRequest#withConfirmation()
	 */
	public ResilientCallsBuilder confirmReversals(boolean confirmReversals) {
		this.confirmReversals = confirmReversals;
		return this;
	}

	/**
	 * Set the clock that dates the attempts, the system's by default.
	 * @param clock the clock
	 * @return this builder
	 */
	public ResilientCallsBuilder clock(InstantSource clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Set what measures and ends the waits, {@link Schedulers#parallel()} by default.
	 * @param scheduler the scheduler
	 * @return this builder
	 */
	public ResilientCallsBuilder scheduler(Scheduler scheduler) {
		this.scheduler = scheduler;
		return this;
	}

	/**
	 * Set what varies the waits between attempts, random by default.
	 * @param random gives numbers from 0 to 1
	 * @return this builder
	 */
	public ResilientCallsBuilder random(DoubleSupplier random) {
		this.random = random;
		return this;
	}

	/**
	 * Build the calls.
	 * @return the calls
	 */
	public ResilientCalls build() {
		return new ResilientCalls(this.merchant,
				new CallSettings(this.observer, this.deadline, this.retry, this.rateLimit, this.failover, this.listener,
						this.confirmReversals, this.clock, this.scheduler, this.random));
	}

}
