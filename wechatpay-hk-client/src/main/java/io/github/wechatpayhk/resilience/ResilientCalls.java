package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.WechatPayHkCallObserver.ObservedCall;
import io.github.wechatpayhk.webclient.BlockingCalls;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.Assert;

/**
 * Carries the calls of one merchant through: one deadline over everything, within it
 * several attempts, each of which keeps to the rate limits, goes to a host that works and
 * signs anew. To be put around services that make one attempt:
 *
 * <pre class="code">
 * ResilientCalls calls = ResilientCalls.builder("1900000109").build();
 * ReverseOrderService service = calls.decorate(ReverseOrderService.create(client), QueryOrderService.create(client));
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

	private final CallingMerchant merchant;

	private final CallSettings settings;

	private final CallEvents events;

	private final RetryPolicy attempts;

	private final @Nullable Failover failover;

	private ResilientCalls(CallingMerchant merchant, CallSettings settings) {
		this.merchant = merchant;
		this.settings = settings;
		this.events = new CallEvents(merchant, settings.listener());
		this.attempts = new RetryPolicy(settings.retry(), settings.scheduler(), settings.random());
		FailoverSettings hosts = settings.failover();
		this.failover = (hosts != null) ? new Failover(hosts, settings.scheduler(), this.events) : null;
	}

	/**
	 * Begin with the defaults: a deadline of 20 seconds, the attempts of
	 * {@link RetrySettings#defaults()}, no rate limits, no failover.
	 * @param mchid the number of the merchant that signs, to which the rate limits apply
	 * @return a builder
	 */
	public static Builder builder(String mchid) {
		return new Builder(CallingMerchant.of(mchid));
	}

	/**
	 * Carry the calls of another merchant through in the same way, and name it to those
	 * who observe the calls. The rate limits are kept together, each merchant in lines of
	 * its own. The hosts to fall back on hold for it as well if its calls go to the first
	 * of them, in the same generation of the API; it finds out by itself which of them
	 * work.
	 * @param merchant the merchant
	 * @param baseUrl where its calls go
	 * @return calls with the same settings
	 */
	public ResilientCalls forMerchant(CallingMerchant merchant, URI baseUrl) {
		boolean hasSameHosts = merchant.generation() == this.merchant.generation() && isFirstHost(baseUrl);
		return new ResilientCalls(merchant, hasSameHosts ? this.settings : this.settings.withoutFailover());
	}

	private boolean isFirstHost(URI baseUrl) {
		FailoverSettings hosts = this.settings.failover();
		return hosts != null && hosts.baseUrls().get(0).equals(CallOptions.requireBaseUrl(baseUrl));
	}

	/**
	 * Decorate a service that reverses orders. Without a service that queries orders, it
	 * cannot confirm a reversal: a call that is to be confirmed ends with
	 * {@code NOT_SENT}.
	 * @param attempt makes one attempt per subscription
	 * @return the service
	 */
	public ReverseOrderService decorate(ReverseOrderService attempt) {
		return new ResilientReverseOrderService(attempt, null, this);
	}

	/**
	 * Decorate a service that reverses orders, and confirms a reversal where the request
	 * or {@link Builder#confirmReversals(boolean)} asks for it: an attempt is a reverse,
	 * and after its 204 a query of the same order at the same base URL. The query keeps
	 * the rate limit of {@link WechatPayHkOperation#QUERY}. An attempt that was not
	 * confirmed is {@code UNKNOWN}, and is repeated within the deadline.
	 * @param attempt makes one attempt per subscription
	 * @param query makes one query per subscription, for the same merchant
	 * @return the service
	 */
	public ReverseOrderService decorate(ReverseOrderService attempt, QueryOrderService query) {
		return new ResilientReverseOrderService(attempt, query, this);
	}

	boolean confirmReversals() {
		return this.settings.confirmReversals();
	}

	/**
	 * Carry a call through.
	 * @param <T> the type of the result
	 * @param call what is called
	 * @param attempt makes one attempt
	 * @return the call, cold; it ends with the result or with a
	 * {@link WechatPayHkException} that lists the attempts
	 */
	public <T> Mono<T> call(WechatPayHkCall call, AttemptOperation<T> attempt) {
		return timed(call, (deadline) -> attempt);
	}

	/**
	 * Carry a call through whose attempts know the deadline.
	 */
	<T> Mono<T> timed(WechatPayHkCall call, Function<CallDeadline, AttemptOperation<T>> attempts) {
		Scheduler scheduler = this.settings.scheduler();
		Duration time = Objects.requireNonNullElse(call.options().deadline(), this.settings.deadline());
		return Mono.deferContextual((context) -> {
			ObservedCall observed = this.settings.observer().begin(this.merchant, call, context);
			CallDeadline deadline = new CallDeadline(time, scheduler);
			CallProgress progress = new CallProgress(call, deadline, this.settings.clock(), this.events, observed);
			Mono<T> attempt = progress
				.follow(inLine(call, deadline, progress.watch(toHost(call, attempts.apply(deadline)))));
			return Mono.defer(() -> {
				BlockingCalls.refuse();
				return this.attempts.apply(attempt, progress);
			})
				.timeout(time, Mono.error(() -> progress.expired(time)), scheduler)
				.onErrorMap(WechatPayHkException.class, progress::sumUp)
				.doOnSuccess((result) -> progress.succeeded())
				.doOnCancel(progress::cancelled)
				.contextWrite(observed::addTo);
		});
	}

	/**
	 * Make an attempt as soon as the rate limit of its operation permits it.
	 */
	<T> Mono<T> inLine(WechatPayHkCall call, CallDeadline deadline, Mono<T> attempt) {
		RateLimiter rateLimit = this.settings.rateLimit();
		if (rateLimit == null) {
			return attempt;
		}
		Scheduler scheduler = this.settings.scheduler();
		return Mono.defer(() -> {
			long entered = scheduler.now(TimeUnit.NANOSECONDS);
			return rateLimit.await(this.merchant.mchid(), call.operation(), deadline)
				.doOnSuccess((permit) -> this.events.rateLimitWaited(call,
						Duration.ofNanos(scheduler.now(TimeUnit.NANOSECONDS) - entered)))
				.then(attempt);
		});
	}

	private <T> Mono<T> toHost(WechatPayHkCall call, AttemptOperation<T> attempt) {
		if (this.failover == null || call.options().baseUrl() != null) {
			return Mono.defer(() -> attempt.to(null));
		}
		return this.failover.apply(attempt);
	}

	/**
	 * Makes one attempt of a call.
	 *
	 * @param <T> the type of the result
	 */
	@FunctionalInterface
	public interface AttemptOperation<T> {

		/**
		 * Prepare an attempt.
		 * @param baseUrl where the attempt goes, or {@code null} for where the service
		 * goes by itself
		 * @return the attempt, cold; it signs anew at each subscription
		 */
		Mono<T> to(@Nullable URI baseUrl);

	}

	/**
	 * Builds {@link ResilientCalls}. Not safe for concurrent use.
	 *
	 * @see ResilientCalls#builder
	 */
	public static final class Builder {

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

		Builder(CallingMerchant merchant) {
			this.merchant = merchant;
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
		 * Keep rate limits, none by default.
		 * @param rateLimit the limits, to be shared by all merchants of the application
		 * @return this builder
		 */
		public Builder rateLimit(RateLimiter rateLimit) {
			this.rateLimit = rateLimit;
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
		 * Set whether reversals are confirmed, not done by default. A request may say
		 * otherwise for itself.
		 * @param confirmReversals whether a verified query follows each 204
		 * @return this builder
		 * @see io.github.wechatpayhk.order.ReverseOrderRequest#withConfirmation()
		 */
		public Builder confirmReversals(boolean confirmReversals) {
			this.confirmReversals = confirmReversals;
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
			return new ResilientCalls(this.merchant,
					new CallSettings(this.observer, this.deadline, this.retry, this.rateLimit, this.failover,
							this.listener, this.confirmReversals, this.clock, this.scheduler, this.random));
		}

	}

	/**
	 * How calls are made, for all callers.
	 *
	 * @param observer observes the calls and their attempts
	 * @param deadline how long a call may take
	 * @param retry how often it is attempted
	 * @param rateLimit the rate limits, or {@code null} for none
	 * @param failover the hosts, or {@code null} if calls go where their service goes
	 * @param listener told what happens to the calls
	 * @param confirmReversals whether reversals are confirmed unless a request says
	 * otherwise
	 * @param clock dates the attempts
	 * @param scheduler measures and ends the waits
	 * @param random varies the waits between attempts
	 */
	private record CallSettings(WechatPayHkCallObserver observer, Duration deadline, RetrySettings retry,
			@Nullable RateLimiter rateLimit, @Nullable FailoverSettings failover, WechatPayHkCallListener listener,
			boolean confirmReversals, InstantSource clock, Scheduler scheduler, DoubleSupplier random) {

		CallSettings withoutFailover() {
			return new CallSettings(this.observer, this.deadline, this.retry, this.rateLimit, null, this.listener,
					this.confirmReversals, this.clock, this.scheduler, this.random);
		}

	}

}
