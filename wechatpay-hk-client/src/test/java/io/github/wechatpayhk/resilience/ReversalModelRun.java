package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Some reversals of one merchant at about the same time, over a network that does what a
 * seed tells it to, and the question whether everything that was said about them is true.
 */
final class ReversalModelRun {

	private static final int MAX_ATTEMPTS = 3;

	private static final int PER_SECOND = 5;

	private static final Duration LONG_AFTER = Duration.ofMinutes(5);

	private final VirtualWorld world;

	private final Random random;

	private final long seed;

	private final FaultyNetwork network;

	private final List<Reversal> reversals = new ArrayList<>();

	private final List<String> broken = new ArrayList<>();

	private ReversalModelRun(VirtualWorld world, long seed) {
		this.world = world;
		this.seed = seed;
		this.random = new Random(seed * 0x9E3779B97F4A7C15L);
		// one run in four has a good network: otherwise hardly anything would succeed
		double trouble = new double[] { 0.1, 0.5, 0.8, 0.95 }[this.random.nextInt(4)];
		this.network = new FaultyNetwork(world, () -> fault(trouble), this::travelTime);
	}

	/**
	 * Run one seed.
	 * @param gateway the simulator
	 * @param seed chooses what happens
	 * @param mutant what is wrong with the code under test
	 * @return the rules that were broken, each with the seed
	 */
	static List<String> of(VirtualWorld.Gateway gateway, long seed, Mutant mutant) {
		try (VirtualWorld world = VirtualWorld.around(gateway)) {
			ReversalModelRun run = new ReversalModelRun(world, seed);
			run.start(mutant);
			world.scheduler().advanceTimeBy(LONG_AFTER);
			run.check();
			gateway.simulator().orders().clear();
			return run.broken;
		}
	}

	private NetworkFault fault(double trouble) {
		NetworkFault[] faults = NetworkFault.values();
		return (this.random.nextDouble() < trouble) ? faults[this.random.nextInt(faults.length)] : NetworkFault.NONE;
	}

	private Duration travelTime() {
		return Duration.ofMillis((this.random.nextInt(8) > 0) ? this.random.nextInt(300) : this.random.nextInt(12_000));
	}

	private void start(Mutant mutant) {
		ReverseOrderService service = mutant.outside(calls()
			.decorate(mutant.inside(ReverseOrderService.create(this.world.client(mutant.network(this.network))))));
		int count = 1 + this.random.nextInt(4);
		for (int i = 0; i < count; i++) {
			String number = "M" + this.seed + "-" + i;
			if (this.random.nextInt(8) > 0) {
				this.world.simulator()
					.orders()
					.put(SimulatedOrder.quickPay(number).merchant(this.world.simulator().merchant()));
			}
			this.reversals.add(new Reversal(number, service));
		}
	}

	private ResilientCalls calls() {
		RateLimiter rateLimit = RateLimiter.create(
				RateLimitSettings.defaults().withLimit(WechatPayHkOperation.REVERSE, PER_SECOND),
				RateLimitBuckets.local(this.world.scheduler()), this.world.scheduler());
		ResilientCalls.Builder calls = ResilientCalls.builder(VirtualWorld.MCHID)
			.clock(this.world.clientClock())
			.scheduler(this.world.scheduler())
			.random(this.random::nextDouble)
			.retry(new RetrySettings(MAX_ATTEMPTS, Duration.ofMillis(200), 0.5))
			.rateLimit(rateLimit)
			.listener(this::note);
		if (this.random.nextBoolean()) {
			calls.failover(
					FailoverSettings.of(URI.create("https://one.example/hk/"), URI.create("https://two.example/hk/")));
		}
		return calls.build();
	}

	private void note(WechatPayHkCallEvent event) {
		if (event instanceof WechatPayHkCallEvent.Cancelled cancelled) {
			find(cancelled.call().subject()).cancelled(cancelled.outcome());
		}
	}

	private Reversal find(String number) {
		return this.reversals.stream().filter((reversal) -> reversal.number.equals(number)).findFirst().orElseThrow();
	}

	private boolean isReversed(String number) {
		SimulatedOrder order = this.world.simulator().orders().find(number);
		return order != null && order.state() == TradeState.REVOKED;
	}

	private void check() {
		this.reversals.forEach(Reversal::check);
		Set<String> nonces = new HashSet<>();
		for (FaultyNetwork.Sent sent : this.network.sent()) {
			require(nonces.add(sent.nonce()), Rule.NO_NONCE_TWICE, sent.nonce());
		}
		List<Duration> times = this.network.sent().stream().map(FaultyNetwork.Sent::at).sorted().toList();
		for (int i = PER_SECOND; i < times.size(); i++) {
			require(times.get(i).minus(times.get(i - PER_SECOND)).compareTo(Duration.ofSeconds(1)) >= 0,
					Rule.RATE_LIMIT_IS_KEPT, times.get(i).toString());
		}
	}

	private void require(boolean holds, Rule rule, String detail) {
		if (!holds) {
			this.broken.add(rule + " (" + detail + "), replay with -Dmodel.seed=" + this.seed);
		}
	}

	/**
	 * What must be true after each run.
	 */
	enum Rule {

		COMPLETED_MEANS_REVERSED, REJECTED_MEANS_NOT_REVERSED, NOT_SENT_MEANS_NOT_REVERSED, DEADLINE_IS_KEPT,
		NO_NONCE_TWICE, ATTEMPTS_ARE_COUNTED, EXACTLY_ONE_END, RATE_LIMIT_IS_KEPT

	}

	/**
	 * One reversal and what was said about it.
	 */
	private final class Reversal {

		private final String number;

		private final Duration began;

		private final Duration deadline;

		private final Disposable subscription;

		private int ends;

		private boolean isCompleted;

		private boolean wasReversedThen;

		private @Nullable WechatPayHkException error;

		private @Nullable Outcome outcome;

		private Duration ended = Duration.ZERO;

		Reversal(String number, ReverseOrderService service) {
			Random chance = ReversalModelRun.this.random;
			this.number = number;
			this.began = ReversalModelRun.this.world.now();
			this.deadline = chance.nextBoolean() ? Duration.ofSeconds(20)
					: Duration.ofMillis(1 + chance.nextInt(30_000));
			ReverseOrderRequest request = ReverseOrderRequest.outTradeNo(number).withDeadline(this.deadline);
			this.subscription = service.reverse(request).subscribe((nothing) -> {
			}, this::failed, this::completed);
			cancelSomewhere(chance.nextInt(10), chance);
		}

		private void cancelSomewhere(int choice, Random chance) {
			if (choice == 0) {
				Duration when = Duration.ofMillis(1 + chance.nextInt(chance.nextBoolean() ? 1_000 : 25_000));
				ReversalModelRun.this.world.scheduler()
					.schedule(this.subscription::dispose, when.toNanos(), TimeUnit.NANOSECONDS);
			}
			else if (choice == 1) {
				int[] steps = { chance.nextInt(12) };
				ReversalModelRun.this.network.onStep(() -> {
					if (steps[0]-- == 0) {
						this.subscription.dispose();
					}
				});
			}
		}

		private void completed() {
			end();
			this.isCompleted = true;
			this.wasReversedThen = isReversed(this.number);
		}

		private void failed(Throwable failure) {
			end();
			this.error = (WechatPayHkException) failure;
			this.outcome = this.error.outcome();
		}

		private void cancelled(Outcome outcome) {
			end();
			this.outcome = outcome;
		}

		private void end() {
			this.ends++;
			this.ended = ReversalModelRun.this.world.now();
		}

		private void check() {
			require(this.ends == 1, Rule.EXACTLY_ONE_END, this.number + " ended " + this.ends + " times");
			require(!this.isCompleted || this.wasReversedThen, Rule.COMPLETED_MEANS_REVERSED, this.number);
			require(this.outcome != Outcome.REJECTED || !isReversed(this.number), Rule.REJECTED_MEANS_NOT_REVERSED,
					this.number);
			require(this.outcome != Outcome.NOT_SENT || !isReversed(this.number), Rule.NOT_SENT_MEANS_NOT_REVERSED,
					this.number);
			require(this.ended.minus(this.began).compareTo(this.deadline) <= 0, Rule.DEADLINE_IS_KEPT,
					this.number + " took " + this.ended.minus(this.began) + " of " + this.deadline);
			long sent = ReversalModelRun.this.network.sent()
				.stream()
				.filter((request) -> request.path().contains("/" + this.number + "/"))
				.count();
			int listed = (this.error != null) ? this.error.attempts().size() : MAX_ATTEMPTS;
			require(sent <= listed && listed <= MAX_ATTEMPTS, Rule.ATTEMPTS_ARE_COUNTED,
					this.number + ": sent " + sent + ", listed " + listed);
		}

	}

	/**
	 * A change of the code under test, put around it from outside.
	 */
	interface Mutant {

		/**
		 * The code as it is.
		 */
		Mutant NONE = new Mutant() {
		};

		default ExchangeFunction network(ExchangeFunction network) {
			return network;
		}

		default ReverseOrderService inside(ReverseOrderService attempt) {
			return attempt;
		}

		default ReverseOrderService outside(ReverseOrderService service) {
			return service;
		}

		/**
		 * Change the errors with which a service ends.
		 */
		static ReverseOrderService withErrors(ReverseOrderService service, UnaryOperator<Throwable> change) {
			return (request) -> service.reverse(request).onErrorMap(change);
		}

	}

}
