package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.ReverseOrderService;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Carries the calls of one merchant through: one deadline over everything, within it
 * several attempts, each of which keeps to the pace limits, goes to a host that works and
 * signs anew. To be put around services that make one attempt:
 *
 * <pre class="code">
 * ResilientCalls calls = ResilientCalls.builder("1900000109").build();
 * ReverseOrderService service = calls.decorate(ReverseOrderService.create(client));
 * </pre>
 *
 * Attempts that were not sent, or whose outcome is unknown, are repeated; a refusal is
 * not. Once an attempt may have taken effect, only success makes the outcome of the call
 * known: any other end is {@code UNKNOWN}. The error lists all attempts. A cancelled call
 * stops at once; its outcome goes to the log and to the listener. Safe for concurrent
 * use.
 *
 * @since 0.1.0
 */
public final class ResilientCalls {

	private final Builder settings;

	private final CallingMerchant merchant;

	private final WechatPayHkCallObserver observer;

	private final Duration deadline;

	private final Attempts attempts;

	private final @Nullable Pace pace;

	private final @Nullable Failover failover;

	private final CallEvents events;

	private final InstantSource clock;

	private final Scheduler scheduler;

	private ResilientCalls(Builder builder) {
		this.settings = builder;
		this.merchant = builder.merchant;
		this.observer = builder.observer;
		this.deadline = builder.deadline;
		this.clock = builder.clock;
		this.scheduler = builder.scheduler;
		this.events = new CallEvents(builder.merchant, builder.listener);
		this.attempts = new Attempts(builder.retry, builder.scheduler, builder.random);
		this.pace = builder.pace;
		this.failover = (builder.failover != null) ? new Failover(builder.failover, builder.scheduler, this.events)
				: null;
	}

	/**
	 * Begin with the defaults: a deadline of 20 seconds, the attempts of
	 * {@link RetrySettings#defaults()}, no pace limits, no failover.
	 * @param mchid the number of the merchant that signs, to which the pace limits apply
	 * @return a builder
	 */
	public static Builder builder(String mchid) {
		return new Builder(CallingMerchant.of(mchid));
	}

	/**
	 * Carry the calls of another merchant through in the same way. The pace limits are
	 * kept together, each merchant in lines of its own. Failover is left out: hosts
	 * belong to a generation of the API, and another merchant may use another one.
	 * @param mchid the number of the merchant that signs
	 * @return calls with the same settings, without failover
	 */
	public ResilientCalls forMerchant(String mchid) {
		return forMerchant(CallingMerchant.of(mchid));
	}

	/**
	 * Carry the calls of another merchant through in the same way, and name it to those
	 * who observe the calls.
	 * @param merchant the merchant
	 * @return calls with the same settings, without failover
	 */
	public ResilientCalls forMerchant(CallingMerchant merchant) {
		return new ResilientCalls(new Builder(merchant, this.settings));
	}

	/**
	 * Put these calls around a service.
	 * @param oneAttempt makes one attempt per subscription
	 * @return a service that does all it may
	 */
	public ReverseOrderService decorate(ReverseOrderService oneAttempt) {
		return new ResilientReverseOrderService(oneAttempt, this);
	}

	/**
	 * Carry a call through.
	 * @param <T> the type of the result
	 * @param call what is called
	 * @param oneAttempt makes one attempt
	 * @return the call, cold; it ends with the result or with a
	 * {@link WechatPayHkException} that lists the attempts
	 */
	public <T> Mono<T> call(WechatPayHkCall call, OneAttempt<T> oneAttempt) {
		Duration time = (call.deadline() != null) ? call.deadline() : this.deadline;
		return Mono.deferContextual((context) -> {
			ObservedCall observed = this.observer.begin(this.merchant, call, context);
			CallProgress progress = new CallProgress(call, new CallDeadline(time, this.scheduler), this.clock,
					this.events, observed);
			Mono<T> attempt = progress.follow(inLine(progress, progress.watch(toHost(call, oneAttempt))));
			return this.attempts.apply(attempt, progress)
				.timeout(time, Mono.error(() -> progress.expired(time)), this.scheduler)
				.onErrorMap(WechatPayHkException.class, progress::sumUp)
				.doOnSuccess((result) -> progress.succeeded())
				.doOnCancel(progress::cancelled)
				.contextWrite(observed::addTo);
		});
	}

	private <T> Mono<T> inLine(CallProgress progress, Mono<T> attempt) {
		if (this.pace == null) {
			return attempt;
		}
		Pace line = this.pace;
		return Mono.defer(() -> {
			long entered = this.scheduler.now(TimeUnit.NANOSECONDS);
			return line.await(this.merchant.mchid(), progress.call().operation(), progress.deadline())
				.doOnSuccess((permit) -> this.events.paceWaited(progress.call(),
						Duration.ofNanos(this.scheduler.now(TimeUnit.NANOSECONDS) - entered)))
				.then(attempt);
		});
	}

	private <T> Mono<T> toHost(WechatPayHkCall call, OneAttempt<T> oneAttempt) {
		if (this.failover == null || call.isBaseUrlGiven()) {
			return Mono.defer(() -> oneAttempt.to(null));
		}
		return this.failover.apply(oneAttempt);
	}

	/**
	 * Builds {@link ResilientCalls}. Not safe for concurrent use.
	 */
	public static final class Builder {

		private CallingMerchant merchant;

		private WechatPayHkCallObserver observer = WechatPayHkCallObserver.none();

		private Duration deadline = Duration.ofSeconds(20);

		private RetrySettings retry = RetrySettings.defaults();

		private @Nullable Pace pace;

		private @Nullable FailoverSettings failover;

		private WechatPayHkCallListener listener = (event) -> {
		};

		private InstantSource clock = InstantSource.system();

		private Scheduler scheduler = Schedulers.parallel();

		private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

		private Builder(CallingMerchant merchant) {
			this.merchant = merchant;
		}

		private Builder(CallingMerchant merchant, Builder other) {
			this(merchant);
			this.observer = other.observer;
			this.deadline = other.deadline;
			this.retry = other.retry;
			this.pace = other.pace;
			this.listener = other.listener;
			this.clock = other.clock;
			this.scheduler = other.scheduler;
			this.random = other.random;
		}

		/**
		 * Set how long a call may take, all attempts and waits included, 20 seconds by
		 * default.
		 * @param deadline the time, greater than zero
		 * @return this builder
		 */
		public Builder deadline(Duration deadline) {
			Assert.isTrue(!deadline.isZero() && !deadline.isNegative(), "'deadline' must be greater than zero");
			this.deadline = deadline;
			return this;
		}

		/**
		 * Set how often a call is attempted, {@link RetrySettings#defaults()} by default.
		 * @param retry the settings
		 * @return this builder
		 */
		public Builder retry(RetrySettings retry) {
			this.retry = retry;
			return this;
		}

		/**
		 * Keep pace limits, none by default.
		 * @param pace the limits, to be shared by all merchants of the application
		 * @return this builder
		 */
		public Builder pace(Pace pace) {
			this.pace = pace;
			return this;
		}

		/**
		 * Fall back from host to host, not done by default.
		 * @param failover the settings
		 * @return this builder
		 */
		public Builder failover(FailoverSettings failover) {
			this.failover = failover;
			return this;
		}

		/**
		 * Name the merchant to those who observe the calls, {@code default} in the
		 * generation {@link ApiGeneration#HK} by default.
		 * @param name the name
		 * @param generation the generation of the API that is called
		 * @return this builder
		 */
		public Builder merchant(String name, ApiGeneration generation) {
			this.merchant = new CallingMerchant(this.merchant.mchid(), name, generation);
			return this;
		}

		/**
		 * Let somebody observe the calls and their attempts, nobody by default.
		 * @param observer the observer
		 * @return this builder
		 */
		public Builder observer(WechatPayHkCallObserver observer) {
			this.observer = observer;
			return this;
		}

		/**
		 * Tell somebody what happens to the calls.
		 * @param listener told after those that were set before
		 * @return this builder
		 */
		public Builder listener(WechatPayHkCallListener listener) {
			this.listener = this.listener.andThen(listener);
			return this;
		}

		/**
		 * Set the clock that dates the attempts, the system's by default.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(InstantSource clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set what measures and ends the waits, {@link Schedulers#parallel()} by default.
		 * @param scheduler the scheduler
		 * @return this builder
		 */
		public Builder scheduler(Scheduler scheduler) {
			this.scheduler = scheduler;
			return this;
		}

		/**
		 * Set what varies the waits between attempts, random by default.
		 * @param random gives numbers from 0 to 1
		 * @return this builder
		 */
		public Builder random(DoubleSupplier random) {
			this.random = random;
			return this;
		}

		/**
		 * Build the calls.
		 * @return the calls
		 */
		public ResilientCalls build() {
			Builder settings = new Builder(this.merchant, this);
			settings.failover = this.failover;
			return new ResilientCalls(settings);
		}

	}

}
