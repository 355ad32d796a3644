package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.SimulatedShop;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.scheduler.VirtualTimeScheduler;

/**
 * A shop and the gateway in virtual time: one clock and one scheduler for both, real
 * signatures in both directions, and no thread.
 */
final class QuickPayWorld implements AutoCloseable {

	static final Duration ENOUGH = Duration.ofMinutes(8);

	final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	final InstantSource clock = () -> Instant.ofEpochMilli(1_800_000_000_000L + this.time.now(TimeUnit.MILLISECONDS));

	final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(this.clock)
		.rateLimit(RateLimits.none())
		.startInMemory();

	final SlowNetwork network = new SlowNetwork(this.simulator.exchangeFunction(this.time), this.time, this.clock);

	final QuickPayServices services;

	/**
	 * How long the next payment is queued for the rate limit before it is sent.
	 */
	Duration queued = Duration.ZERO;

	private int codes;

	QuickPayWorld() {
		WechatPayHkClient client = SimulatedShop.DIRECT_HK.client(this.simulator,
				(builder) -> builder.clock(this.clock)
					.signingScheduler(Schedulers.immediate())
					.exchangeFunction(this.network));
		QuickPayServices direct = QuickPayServices.of(client);
		this.services = new QuickPayServices(
				(request) -> Mono.defer(() -> queue().then(direct.micropay().pay(request))), direct.query(),
				direct.reverse(), direct.refund());
	}

	private Mono<?> queue() {
		return this.queued.isZero() ? Mono.empty() : Mono.delay(this.queued, this.time);
	}

	QuickPay.Builder quickPay() {
		return quickPay(this.services);
	}

	QuickPay.Builder quickPay(QuickPayServices services) {
		return QuickPay.builder(services).clock(this.clock).scheduler(this.time);
	}

	MicropayRequest order(String outTradeNo, int payer) {
		return MicropayRequest.builder(outTradeNo, "12%014d%02d".formatted(++this.codes, payer), OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();
	}

	/**
	 * Run a payment to its end.
	 */
	Run run(QuickPay quickPay, MicropayRequest order, @Nullable Duration cancelAfter) {
		return run(quickPay, order, cancelAfter, null);
	}

	/**
	 * Run a payment to its end, or until its process dies.
	 */
	Run run(QuickPay quickPay, MicropayRequest order, @Nullable Duration cancelAfter, @Nullable Duration crashAfter) {
		Sinks.Empty<Void> cancel = Sinks.empty();
		if (cancelAfter != null) {
			this.time.schedule(cancel::tryEmitEmpty, cancelAfter.toMillis(), TimeUnit.MILLISECONDS);
		}
		Sinks.Empty<Void> crash = Sinks.empty();
		if (crashAfter != null) {
			this.time.schedule(crash::tryEmitEmpty, crashAfter.toMillis(), TimeUnit.MILLISECONDS);
		}
		return run(quickPay.steps(order, cancel.asMono()).takeUntilOther(crash.asMono()));
	}

	/**
	 * Resume a payment and run it to its end.
	 */
	Run run(QuickPay quickPay, QuickPayIntent intent) {
		Run run = new Run(this.clock.instant());
		quickPay.resume(intent)
			.map((result) -> new QuickPayStep(this.clock.instant(), QuickPayStep.Action.END, Duration.ZERO, null,
					result.givenUp(), null, result))
			.doFinally((signal) -> run.ended.set(this.clock.instant()))
			.subscribe(run.steps::add, run.error::set);
		return advance(run);
	}

	Run run(Flux<QuickPayStep> steps) {
		Run run = new Run(this.clock.instant());
		steps.doFinally((signal) -> run.ended.set(this.clock.instant())).subscribe(run.steps::add, run.error::set);
		return advance(run);
	}

	private Run advance(Run run) {
		for (long passed = 0; passed < ENOUGH.toSeconds() && run.isRunning(); passed++) {
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		}
		return run;
	}

	/**
	 * Let everything that is still on its way arrive.
	 */
	void settle() {
		for (int passed = 0; passed < 120; passed++) {
			this.time.advanceTimeBy(Duration.ofSeconds(1));
		}
		this.simulator.settle();
	}

	void reset() {
		this.simulator.reset();
		this.network.forget();
		this.queued = Duration.ZERO;
	}

	@Override
	public void close() {
		this.simulator.close();
		VirtualTimeScheduler.reset();
	}

	/**
	 * One payment.
	 */
	static final class Run {

		final Instant began;

		final List<QuickPayStep> steps = new ArrayList<>();

		final AtomicReference<@Nullable QuickPayResult> resumed = new AtomicReference<>();

		final AtomicReference<@Nullable Throwable> error = new AtomicReference<>();

		final AtomicReference<@Nullable Instant> ended = new AtomicReference<>();

		Run(Instant began) {
			this.began = began;
		}

		boolean isRunning() {
			return this.ended.get() == null;
		}

		@Nullable QuickPayResult result() {
			QuickPayResult last = this.resumed.get();
			return (last != null || this.steps.isEmpty()) ? last : this.steps.get(this.steps.size() - 1).result();
		}

		QuickPayResult end() {
			QuickPayResult result = result();
			if (result == null) {
				throw new AssertionError("The payment has no result, but " + this.steps, this.error.get());
			}
			return result;
		}

		Duration lasted() {
			Instant end = this.ended.get();
			return (end != null) ? Duration.between(this.began, end) : ENOUGH;
		}

	}

}
