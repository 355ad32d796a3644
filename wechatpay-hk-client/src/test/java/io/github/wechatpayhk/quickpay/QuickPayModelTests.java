package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.order.MicropayService.MicropayResponse;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.quickpay.QuickPayWorld.Run;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The payment flow under random payers, cashiers, networks and gateways, in virtual time
 * with real signatures. {@code -Dmodel.seeds=5000} sets how many seeds run,
 * {@code -Dmodel.seed=42} runs one.
 */
class QuickPayModelTests {

	private static final int SEEDS = Integer.getInteger("model.seeds", 300);

	private static final int MUTANT_SEEDS = 50;

	private static final int MOST_RESTARTS = 6;

	private static QuickPayWorld world;

	@BeforeAll
	static void createWorld() {
		world = new QuickPayWorld();
	}

	@AfterAll
	static void closeWorld() {
		world.close();
	}

	@Test
	void everyPaymentEndsAsTheShopWasTold() {
		Long only = Long.getLong("model.seed");
		long first = (only != null) ? only : 1;
		long last = (only != null) ? only : SEEDS;
		Map<QuickPayEnding, Integer> endings = new EnumMap<>(QuickPayEnding.class);
		for (long seed = first; seed <= last; seed++) {
			QuickPayResult result = play(seed, new ModelIntents());
			if (result != null) {
				endings.merge(result.ending(), 1, Integer::sum);
			}
		}
		System.out.println("Quick Pay model: seeds " + first + " to " + last + " hold, " + endings);
		if (only == null) {
			assertThat(endings).containsOnlyKeys(QuickPayEnding.values());
		}
	}

	@Test
	void failsWhenAnUnknownReversalCountsAsDone() {
		QuickPayServices services = world.services;

		assertIsKilled(
				new QuickPayServices(services.micropay(), services.query(),
						(request) -> services.reverse()
							.reverse(request)
							.onErrorResume(QuickPayModelTests::isUnknown, (ex) -> Mono.empty()),
						services.refund()),
				Function.identity(), "told reversed");
	}

	@Test
	void failsWhenAnUnknownPaymentIsPostedAgain() {
		QuickPayServices services = world.services;

		assertIsKilled(
				new QuickPayServices(
						(request) -> Mono.defer(() -> services.micropay().pay(request))
							.retryWhen(reactor.util.retry.Retry.max(1).filter(QuickPayModelTests::isUnknown)),
						services.query(), services.reverse(), services.refund()),
				Function.identity(), "payments posted");
	}

	@Test
	void failsWhenEachRefundHasANumberOfItsOwn() {
		QuickPayServices services = world.services;

		assertIsKilled(
				new QuickPayServices(services.micropay(), services.query(), services.reverse(),
						new RenumberedRefunds(services.refund(), new AtomicInteger())),
				Function.identity(), "bodies of refunds");
	}

	@Test
	void failsWhenNoSuchOrderIsFinalAtOnce() {
		assertIsKilled(world.services,
				(builder) -> builder
					.times(QuickPayTimes.defaults().withReversing(Duration.ofSeconds(15), Duration.ofMillis(1))),
				"told reversed");
	}

	@Test
	void failsWhenReversingTooEarly() {
		assertIsKilled(world.services,
				(builder) -> builder
					.times(QuickPayTimes.defaults().withReversing(Duration.ofSeconds(1), Duration.ofSeconds(60))),
				"before 15 seconds");
	}

	@Test
	void failsWhenARefusalCountsWithoutASignature() {
		assertIsKilled(
				paying((payment) -> payment.onErrorMap(WechatPayHkApiException.class,
						(ex) -> withStatus(ex, SignatureStatus.VERIFIED))),
				Function.identity(), "the payment never began");
	}

	@Test
	void failsWhenAVerifiedRefusalIsNotFinal() {
		assertIsKilled(paying((payment) -> payment.onErrorMap(WechatPayHkApiException.class,
				(ex) -> withStatus(ex, SignatureStatus.ABSENT))), Function.identity(), "time after a refusal");
	}

	@Test
	void failsWhenAUsedNumberIsAnyRefusal() {
		assertIsKilled(
				paying((payment) -> payment.onErrorMap(WechatPayHkApiException.class,
						(ex) -> ex.hasCode("OUT_TRADE_NO_USED") ? new WechatPayHkApiException(ex.status(),
								ex.signatureStatus(), null, "TRADE_ERROR", null, null) : ex)),
				Function.identity(), "another payment");
	}

	@Test
	void failsWhenTheTimeOfThePaymentIsNotCompared() {
		QuickPayServices services = world.services;

		assertIsKilled(new QuickPayServices(services.micropay(),
				(order) -> services.query().query(order).map(QuickPayModelTests::withoutSuccessTime),
				services.reverse(), services.refund()), Function.identity(), "another payment");
	}

	@Test
	void failsWhenACancelIsNotRemembered() {
		assertIsKilled(world.services, Function.identity(), "what was given up", () -> new ModelIntents() {

			@Override
			public Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason) {
				return (reason == GivenUp.CANCELLED) ? Mono.empty() : super.giveUp(intent, reason);
			}

		});
	}

	@Test
	void failsWhenAHandOverForgetsThatThePaymentIsGivenUp() {
		assertIsKilled(world.services, Function.identity(), "what was given up", () -> new ModelIntents() {

			@Override
			public Mono<Void> close(QuickPayIntent intent, QuickPayResult result) {
				return super.close(intent, result).then(Mono.defer(() -> {
					QuickPayIntent left = left();
					return (left != null && left.givenUp() != GivenUp.NUMBER_USED)
							? open(new QuickPayIntent(left.outTradeNo(), left.ids(), left.amount(), left.openedAt()))
							: Mono.empty();
				}));
			}

		});
	}

	@Test
	void failsWhenThePaymentCountsAsSentWhenItIsOpened() {
		assertIsKilled(
				paying((payment) -> Mono.firstWithSignal(backgrounded(payment),
						Mono.delay(Duration.ofSeconds(1), world.time)
							.then(Mono
								.error(new WechatPayHkTransportException(Outcome.UNKNOWN, "No response", null))))),
				Function.identity(), "told reversed");
	}

	@Test
	void failsWhenARestartForgetsUntilWhenThePaymentCanHaveBeenSent() {
		QuickPayTimes times = QuickPayTimes.defaults();
		// as if the time began when the payment was opened
		QuickPayTimes forgetful = new QuickPayTimes(times.firstQuery(), times.queryInterval(), times.polling(),
				times.earliestReverse(), Duration.ofMillis(1), times.firstPause(), times.longestPause(),
				times.finalNotFound());
		assertIsKilled(world.quickPay(), world.quickPay().times(forgetful), "told reversed", ModelIntents::new);
	}

	/**
	 * Let a call go on when its subscriber has gone.
	 */
	private static <T> Mono<T> backgrounded(Mono<T> call) {
		return Mono.defer(() -> {
			Sinks.One<T> result = Sinks.one();
			call.subscribe(result::tryEmitValue, result::tryEmitError);
			return result.asMono();
		});
	}

	private static QuickPayServices paying(UnaryOperator<Mono<MicropayResponse>> change) {
		QuickPayServices services = world.services;
		return new QuickPayServices((request) -> change.apply(services.micropay().pay(request)), services.query(),
				services.reverse(), services.refund());
	}

	private static WechatPayHkApiException withStatus(WechatPayHkApiException ex, SignatureStatus status) {
		return new WechatPayHkApiException(ex.status(), status, ex.requestId(), ex.code(), ex.description(),
				ex.detail());
	}

	private static Order withoutSuccessTime(Order order) {
		return new Order(order.mchid(), order.appid(), order.spMchid(), order.spAppid(), order.subMchid(),
				order.subAppid(), order.outTradeNo(), order.id(), order.tradeType(), order.tradeState(),
				order.tradeStateDesc(), order.bankType(), order.attach(), null, order.payer(), order.amount(),
				order.promotionDetail(), order.other());
	}

	private static void assertIsKilled(QuickPayServices services, Function<QuickPay.Builder, QuickPay.Builder> change,
			String reason) {
		assertIsKilled(services, change, reason, ModelIntents::new);
	}

	private static void assertIsKilled(QuickPayServices services, Function<QuickPay.Builder, QuickPay.Builder> change,
			String reason, Supplier<ModelIntents> intents) {
		QuickPay.Builder mutant = change.apply(world.quickPay(services));
		assertIsKilled(mutant, mutant, reason, intents);
	}

	private static void assertIsKilled(QuickPay.Builder first, QuickPay.Builder restarted, String reason,
			Supplier<ModelIntents> intents) {
		for (long seed = 1; seed <= MUTANT_SEEDS; seed++) {
			try {
				play(seed, first, restarted, intents.get());
			}
			catch (AssertionError killed) {
				assertThat(killed).hasMessageContaining(reason);
				play(seed, new ModelIntents());
				return;
			}
		}
		throw new AssertionError("The mutant survives " + MUTANT_SEEDS + " seeds");
	}

	private static @Nullable QuickPayResult play(long seed, ModelIntents intents) {
		return play(seed, world.quickPay(), world.quickPay(), intents);
	}

	/**
	 * Play a payment.
	 * @param first takes it
	 * @param restarted brings it to its end after a restart
	 */
	private static @Nullable QuickPayResult play(long seed, QuickPay.Builder first, QuickPay.Builder restarted,
			ModelIntents intents) {
		world.reset();
		QuickPayScenario scenario = new QuickPayScenario(seed);
		scenario.prepare(world);
		Run run = world.run(first.intents(intents).build(), world.order(scenario.number, 0), scenario.cancelAfter,
				scenario.crashAfter);
		resume(run, restarted.intents(intents).build(), intents);
		world.settle();
		try {
			new QuickPayInvariants(world, scenario, run).check();
			return run.result();
		}
		catch (AssertionError ex) {
			throw new AssertionError("Seed " + seed + " fails (-Dmodel.seed=" + seed + "): " + ex.getMessage() + "\n"
					+ scenario + "\nsteps " + run.steps + "\nended " + run.result() + ' ' + run.error.get() + "\norder "
					+ world.simulator.orders().find(scenario.number), ex);
		}
	}

	/**
	 * Bring what is left to its end, as restarted processes do. Sooner or later nothing
	 * goes wrong any more.
	 */
	private static void resume(Run run, QuickPay quickPay, ModelIntents intents) {
		QuickPayIntent left = intents.left();
		for (int restart = 0; left != null && restart < MOST_RESTARTS; restart++) {
			if (restart > 0) {
				world.simulator.faults().clear();
			}
			world.time.advanceTimeBy(Duration.ofSeconds(1));
			run.resumed.set(world.run(quickPay, left).result());
			left = intents.left();
		}
	}

	private static boolean isUnknown(Throwable failure) {
		return failure instanceof WechatPayHkException ours && ours.outcome() == Outcome.UNKNOWN;
	}

	private record RenumberedRefunds(RefundService refunds, AtomicInteger number) implements RefundService {

		@Override
		public Mono<Refund> refund(RefundRequest request) {
			return this.refunds.refund(
					RefundRequest
						.builder(OrderReference.outTradeNo(String.valueOf(request.outTradeNo())),
								"R" + this.number.incrementAndGet(), request.amount())
						.build());
		}

		@Override
		public Mono<Refund> query(RefundReference refund) {
			return this.refunds.query(refund);
		}

		@Override
		public Mono<RefundList> list(OrderReference order, int offset, int count) {
			return this.refunds.list(order, offset, count);
		}

	}

}
