package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.quickpay.QuickPayWorld.Run;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.resilience.ResilientServices;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.SimulatedPayer;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One payment after the other in virtual time, against the simulator in memory.
 */
class QuickPayTests {

	private static final String NUMBER = "Q1";

	private static QuickPayWorld world;

	@BeforeAll
	static void createWorld() {
		world = new QuickPayWorld();
	}

	@AfterAll
	static void closeWorld() {
		world.close();
	}

	@BeforeEach
	void resetWorld() {
		world.reset();
	}

	@Test
	void isPaidAtOnce() {
		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(run.end().isPaid()).isTrue();
		assertThat(run.lasted()).isLessThan(Duration.ofSeconds(2));
		assertThat(state()).isEqualTo(io.github.wechatpayhk.simulator.order.TradeState.SUCCESS);
	}

	@Test
	void resultNamesTheRequestIdOfTheResponseThatProvesIt() {
		Run run = pay(88);

		List<RecordedRequest> requests = world.simulator.requests().all();
		assertThat(run.end().requestId()).isNotNull()
			.isEqualTo(requests.get(requests.size() - 1).response().headers().first("Request-ID"));
	}

	@Test
	void resultNamesTheRequestIdThroughDecoratedServices() {
		ResilientServices resilient = new ResilientServices(
				ResilientCalls.builder("1900000109").scheduler(world.time).clock(world.clock).build());
		QuickPayServices services = new QuickPayServices(resilient.micropay(world.services.micropay()),
				resilient.query(world.services.query()), world.services.reverse(), world.services.refund());

		Run run = world.run(world.quickPay(services).build(), world.order(NUMBER, 0), null);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(run.end().requestId()).isNotNull();
	}

	@Test
	void isPaidWhenThePayerHasEnteredThePassword() {
		Run run = pay(88);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(run.lasted()).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(11));
		assertThat(run.steps).extracting(QuickPayStep::next)
			.containsExactly(QuickPayStep.Action.PAY, QuickPayStep.Action.QUERY, QuickPayStep.Action.QUERY,
					QuickPayStep.Action.END);
		assertThat(run.steps.get(1).pause()).isEqualTo(Duration.ofSeconds(5));
		assertThat(run.steps.get(2).tradeState()).isEqualTo(TradeState.USERPAYING);
	}

	@Test
	void isReversedWhenThePayerTakesTooLong() {
		Run run = pay(91);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.lasted()).isBetween(Duration.ofSeconds(44), Duration.ofSeconds(47));
		assertThat(state().isPaid()).isFalse();
	}

	@Test
	void isReversedWhenTheBankFailsAndNotBeforeFifteenSeconds() {
		Run run = pay(92);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.end().givenUp()).isEqualTo(GivenUp.FAILED);
		assertThat(world.network.sent("/reverse")).allMatch((at) -> !at.isBefore(run.began.plusSeconds(15)));
		assertThat(world.network.sent("/reverse")).hasSize(1);
	}

	@Test
	void isReversedWhenTheCashierCancels() {
		Run run = world.run(world.quickPay().build(), world.order(NUMBER, 91), Duration.ofMillis(7500));

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.end().givenUp()).isEqualTo(GivenUp.CANCELLED);
		assertThat(run.lasted()).isBetween(Duration.ofSeconds(15), Duration.ofSeconds(17));
	}

	@Test
	void isRefundedOnceWhenTheMoneyWasThereAtTheCancel() {
		Run run = world.run(world.quickPay().build(), world.order(NUMBER, 83), Duration.ofMillis(4000));

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REFUNDED);
		assertThat(run.end().refund()).isNotNull();
		assertThat(world.simulator.refunds().all()).singleElement()
			.satisfies((refund) -> assertThat(refund.amount()).isEqualTo(888))
			.satisfies((refund) -> assertThat(refund.outRefundNo()).isEqualTo("Q1@quickpay"));
	}

	@Test
	void anResponseWithoutProofDoesNotMakeItPaid() {
		world.simulator.faults().inject(Fault.signedByUntrustedKey()).on(Operation.MICROPAY, Operation.QUERY).times(3);

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(world.network.sent("/micropay")).hasSize(1);
		assertThat(run.lasted()).isGreaterThan(Duration.ofSeconds(14));
	}

	@Test
	void refusedPaymentEndsWithItsReason() {
		Run run = pay(97);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.end().lastFailure()).isInstanceOfSatisfying(WechatPayHkApiException.class,
				(refusal) -> assertThat(refusal.hasCode("AUTH_CODE_INVALID")).isTrue());
		assertThat(run.lasted()).isLessThan(Duration.ofSeconds(2));
	}

	@Test
	void refusedRequestIsAnErrorAsNothingBegan() {
		world.simulator.faults().inject(Fault.status(400, "PARAM_ERROR")).on(Operation.MICROPAY);

		Run run = pay(0);

		assertThat(run.error.get()).isInstanceOfSatisfying(WechatPayHkException.class,
				(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED));
		assertThat(world.simulator.orders().find(NUMBER)).isNull();
	}

	@Test
	void unsignedRefusalKeepsThePaymentOpen() {
		world.simulator.faults().inject(Fault.unauthorized());

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.UNKNOWN);
		assertThat(run.end().lastFailure()).isInstanceOfSatisfying(WechatPayHkApiException.class,
				(ex) -> assertThat(ex.status()).isEqualTo(401));
	}

	@Test
	void unsignedRefusalsDoNotHideThatTheOrderIsPaid() {
		world.simulator.faults().inject(Fault.unauthorized().afterEffect()).on(Operation.MICROPAY).once();
		world.simulator.faults().inject(Fault.unauthorized()).on(Operation.QUERY).once();

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
	}

	@Test
	void unsignedRefusalAndAnEarlyNotFoundAreNotFinal() {
		world.simulator.faults().inject(Fault.unauthorized().afterEffect()).on(Operation.MICROPAY).once();
		world.simulator.faults().inject(Fault.notFound()).on(Operation.QUERY).once();

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
	}

	@Test
	void noSuchOrderIsFinalSixtySecondsAfterTheLastSend() {
		world.network.delay("/micropay", Duration.ofSeconds(50));
		QuickPay quickPay = world.quickPay()
			.intents(new RecordedIntents(new ArrayList<>(), Mono.delay(Duration.ofSeconds(30), world.time).then()))
			.build();

		Run run = world.run(quickPay, world.order(NUMBER, 0), null);

		world.settle();
		assertThat(run.end().ending()).isIn(QuickPayEnding.REVERSED_OR_CLOSED, QuickPayEnding.REFUNDED);
		assertThat(world.simulator.orders().get(NUMBER).held()).isZero();
	}

	@Test
	void paymentThatIsRememberedTooLateIsNotPosted() {
		QuickPay quickPay = world.quickPay()
			.intents(new RecordedIntents(new ArrayList<>(), Mono.delay(Duration.ofSeconds(301), world.time).then()))
			.build();

		Run run = world.run(quickPay, world.order(NUMBER, 0), null);

		assertThat(run.error.get()).isInstanceOfSatisfying(WechatPayHkException.class,
				(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
		assertThat(world.network.sent("/micropay")).isEmpty();
	}

	@Test
	void refusedPaymentIsReversedOnceAndEndsWithItsReason() {
		Run run = pay(93);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.end().givenUp()).isEqualTo(GivenUp.FAILED);
		assertThat(run.end().lastFailure()).isInstanceOfSatisfying(WechatPayHkApiException.class,
				(refusal) -> assertThat(refusal.hasCode("NOT_ENOUGH")).isTrue());
		assertThat(run.end().code()).isEqualTo("NOT_ENOUGH");
		assertThat(run.lasted()).isLessThan(Duration.ofSeconds(5));
		assertThat(world.network.sent("/reverse")).hasSize(1);
		assertThat(world.simulator.requests().of(Operation.QUERY)).hasSizeLessThanOrEqualTo(2);
	}

	@Test
	void refusedPaymentThatIsPaidAllTheSameIsPaid() {
		world.simulator.faults().inject(Fault.status(403, "TRADE_ERROR").afterEffect()).on(Operation.MICROPAY);

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(world.network.sent("/reverse")).isEmpty();
	}

	@Test
	void payerWhoIsStillActingIsNoFinalRefusal() {
		world.simulator.faults().inject(Fault.status(403, "USERPAYING").afterEffect()).on(Operation.MICROPAY);

		Run run = pay(88);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(run.end().code()).isNull();
	}

	@Test
	void unsignedRefusalOfThePaymentDoesNotEndItEarly() {
		world.simulator.faults().inject(Fault.unsigned()).on(Operation.MICROPAY);

		Run run = pay(93);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.end().code()).isNull();
		assertThat(run.lasted()).isGreaterThan(Duration.ofSeconds(40));
	}

	@Test
	void paymentOfAnotherCustomerUnderTheSameNumberDoesNotMakeItPaid() {
		assertThat(pay(0).end().ending()).isEqualTo(QuickPayEnding.PAID);

		Run second = pay(0);

		assertThat(second.end().ending()).isEqualTo(QuickPayEnding.UNKNOWN);
		assertThat(second.end().advice()).contains("used before");
		assertThat(world.network.sent("/reverse")).isEmpty();
	}

	@Test
	void earlierPaymentUnderTheSameNumberDoesNotMakeALostOnePaid() {
		assertThat(pay(0).end().ending()).isEqualTo(QuickPayEnding.PAID);
		world.time.advanceTimeBy(Duration.ofSeconds(20));
		world.simulator.faults().inject(Fault.resetBeforeEffect()).on(Operation.MICROPAY);

		Run second = pay(0);

		assertThat(second.end().ending()).isEqualTo(QuickPayEnding.UNKNOWN);
		assertThat(second.end().advice()).contains("used before");
		assertThat(world.network.sent("/reverse")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(longs = { -250, 250 })
	void clockOfItsOwnDoesNotMakeAPaymentLookOld(long skew) {
		QuickPay quickPay = world.quickPay().clock(() -> world.clock.instant().plusSeconds(skew)).build();

		Run run = world.run(quickPay, world.order(NUMBER, 88), null);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
	}

	@ParameterizedTest
	@ValueSource(longs = { 5, 250 })
	void resumesAPaymentThatAnotherClockOpened(long skew) {
		MicropayRequest order = world.order(NUMBER, 0);
		Instant opened = world.clock.instant().plusSeconds(skew);
		world.services.micropay().pay(order).subscribe();
		world.time.advanceTimeBy(Duration.ofSeconds(1));

		Run run = world.run(world.quickPay().clock(() -> world.clock.instant().minusSeconds(skew)).build(),
				new QuickPayIntent(NUMBER, order.ids(), OrderAmount.hkd(888), opened));

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(run.end().givenUp()).isNull();
	}

	@Test
	void doesNotResumeIntoAnOrderThatWasPaidLongBefore() {
		world.simulator.orders()
			.put(SimulatedOrder.quickPay(NUMBER)
				.amount(888, "HKD")
				.merchant(world.simulator.merchant())
				.createdAt(world.clock.instant().minus(Duration.ofMinutes(11))));

		Run run = world.run(world.quickPay().build(),
				new QuickPayIntent(NUMBER, world.order(NUMBER, 0).ids(), OrderAmount.hkd(888), world.clock.instant()));

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.UNKNOWN);
		assertThat(run.end().givenUp()).isEqualTo(GivenUp.NUMBER_USED);
	}

	@Test
	void noSuchOrderIsNotFinalEarlierWhenTheClockIsSetForward() {
		world.network.delay("/micropay", Duration.ofSeconds(50));

		Run run = world.run(quickPayWhoseClockIsSet(Duration.ofSeconds(90), Duration.ofSeconds(15)),
				world.order(NUMBER, 0), null);
		world.settle();

		assertThat(world.simulator.orders().get(NUMBER).held()).isZero();
		assertThat(run.end().ending()).isIn(QuickPayEnding.REVERSED_OR_CLOSED, QuickPayEnding.REFUNDED);
	}

	@Test
	void doesNotWaitForTheClockThatIsSetBack() {
		Run run = world.run(quickPayWhoseClockIsSet(Duration.ofHours(-1), Duration.ofSeconds(4)),
				world.order(NUMBER, 91), null);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.lasted()).isBetween(Duration.ofSeconds(44), Duration.ofSeconds(47));
	}

	@Test
	void isPaidThoughTheClockIsSetBack() {
		Run run = world.run(quickPayWhoseClockIsSet(Duration.ofSeconds(-30), Duration.ofSeconds(4)),
				world.order(NUMBER, 88), null);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
	}

	@Test
	void isPaidThoughTheMachineWasSuspended() {
		world.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.MICROPAY).once();

		Run run = world.run(world.quickPay().scheduler(new SuspendedScheduler(world.time)).build(),
				world.order(NUMBER, 0), null);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
	}

	/**
	 * Set the clock of the shop some time from now.
	 */
	private static QuickPay quickPayWhoseClockIsSet(Duration forward, Duration after) {
		Instant change = world.clock.instant().plus(after);
		return world.quickPay()
			.clock(() -> world.clock.instant().isBefore(change) ? world.clock.instant()
					: world.clock.instant().plus(forward))
			.build();
	}

	@Test
	void missingPermissionKeepsTheLoopOpenUntilItIsFixed() {
		world.simulator.faults().inject(Fault.forbidden()).on(Operation.QUERY, Operation.REVERSE).times(14);

		Run run = pay(96);

		assertThat(run.end().ending()).isIn(QuickPayEnding.REVERSED_OR_CLOSED, QuickPayEnding.REFUNDED);
		assertThat(run.steps).anySatisfy((step) -> assertThat(step.failure()).isNotNull());
		assertThat(state().isPaid() && world.simulator.orders().get(NUMBER).refunded() == 0).isFalse();
	}

	@Test
	void endsUnknownAtTheDeadline() {
		world.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY, Operation.REVERSE);

		Run run = pay(96);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.UNKNOWN);
		assertThat(run.lasted()).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(302));
		assertThat(run.end().advice()).contains("Neither hand over");
	}

	@Test
	void aGatewayThatNeverResponsesDoesNotHoldTheDeadlineUp() {
		world.simulator.faults().inject(Fault.noResponse());

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.UNKNOWN);
		assertThat(run.lasted()).isBetween(Duration.ofMinutes(5), Duration.ofSeconds(302));
	}

	@Test
	void noSuchOrderIsNotFinalBeforeSixtySeconds() {
		world.network.delay("/micropay", Duration.ofSeconds(50));

		Run run = pay(0);

		assertThat(run.end().ending()).isIn(QuickPayEnding.REVERSED_OR_CLOSED, QuickPayEnding.REFUNDED);
		assertThat(run.lasted()).isGreaterThan(Duration.ofSeconds(50));
		world.settle();
		assertThat(world.simulator.orders().get(NUMBER).state().isPaid()
				&& world.simulator.orders().get(NUMBER).refunded() == 0)
			.isFalse();
	}

	@Test
	void orderThatNeverCameToBeEndsAfterSixtySeconds() {
		world.simulator.faults().inject(Fault.resetBeforeEffect()).on(Operation.MICROPAY);

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(run.end().order()).isNull();
		assertThat(run.lasted()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(62));
	}

	@Test
	void anotherOrderWithTheSameNumberIsNeitherPaidNorReversed() {
		world.simulator.orders()
			.put(SimulatedOrder.quickPay(NUMBER).amount(123, "HKD").merchant(world.simulator.merchant()));

		Run run = pay(0);

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.UNKNOWN);
		assertThat(run.end().advice()).contains("used before");
		assertThat(world.network.sent("/reverse")).isEmpty();
	}

	@Test
	void resumesWhatWasUnderWay() {
		world.simulator.payers().forOrder(NUMBER, SimulatedPayer.neverPays());
		MicropayRequest order = world.order(NUMBER, 91);
		Instant opened = world.clock.instant();
		Mono<?> abandoned = world.services.micropay().pay(order);
		abandoned.subscribe();
		world.simulator.pay(NUMBER);

		QuickPayIntent intent = new QuickPayIntent(NUMBER, order.ids(), OrderAmount.hkd(888), opened);
		List<QuickPayResult> results = new ArrayList<>();
		world.quickPay().build().resume(intent).subscribe(results::add);
		world.time.advanceTimeBy(Duration.ofSeconds(10));

		assertThat(results).extracting(QuickPayResult::ending).containsExactly(QuickPayEnding.PAID);
	}

	@Test
	void remembersThePaymentBeforeItIsPosted() {
		List<String> notes = new ArrayList<>();
		QuickPay quickPay = world.quickPay().intents(new RecordedIntents(notes, Mono.empty())).build();

		world.run(quickPay, world.order(NUMBER, 0), null);

		assertThat(notes).containsExactly("open Q1", "close Q1 PAID");
		assertThat(notes.toString()).doesNotContain("12000000");
	}

	@Test
	void reversesNothingBeforeItIsRememberedThatThePaymentIsGivenUp() {
		List<String> notes = new ArrayList<>();
		AtomicInteger outages = new AtomicInteger(3);
		QuickPay quickPay = world.quickPay().intents(new RecordedIntents(notes, Mono.empty(), Mono.defer(() -> {
			assertThat(world.network.sent("/reverse")).isEmpty();
			return (outages.getAndDecrement() > 0) ? Mono.error(new IllegalStateException("Disk full")) : Mono.empty();
		}))).build();

		Run run = world.run(quickPay, world.order(NUMBER, 91), Duration.ofMillis(14_900));

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED);
		assertThat(notes).containsExactly("open Q1", "give up Q1 CANCELLED", "close Q1 REVERSED_OR_CLOSED");
		assertThat(run.lasted()).isGreaterThan(Duration.ofSeconds(17));
	}

	@Test
	void remembersACancelWhileACallIsUnderWay() {
		world.simulator.faults().inject(Fault.latency(Duration.ofSeconds(30))).on(Operation.MICROPAY);
		List<String> notes = new ArrayList<>();
		QuickPay quickPay = world.quickPay().intents(new RecordedIntents(notes, Mono.empty(), Mono.empty())).build();
		Sinks.Empty<Void> cancel = Sinks.empty();
		Disposable abandoned = quickPay.pay(world.order(NUMBER, 0), cancel.asMono()).subscribe();

		cancel.tryEmitEmpty();

		assertThat(notes).containsExactly("open Q1", "give up Q1 CANCELLED");
		abandoned.dispose();
	}

	@Test
	void cancelThatComesAtTheEndHasNoEffect() {
		List<String> notes = new ArrayList<>();
		Sinks.Empty<Void> cancel = Sinks.empty();
		QuickPay quickPay = world.quickPay()
			.intents(new RecordedIntents(notes, Mono.empty(), Mono.empty(), cancel::tryEmitEmpty))
			.build();

		Run run = world.run(quickPay.steps(world.order(NUMBER, 0), cancel.asMono()));

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(notes).containsExactly("open Q1", "close Q1 PAID");
	}

	@Test
	void resumedPaymentThatWasGivenUpIsRefundedWhenItIsPaid() {
		MicropayRequest order = world.order(NUMBER, 0);
		Instant opened = world.clock.instant();
		world.services.micropay().pay(order).subscribe();

		Run run = world.run(world.quickPay().build(),
				new QuickPayIntent(NUMBER, order.ids(), OrderAmount.hkd(888), opened, GivenUp.CANCELLED));

		assertThat(run.end().ending()).isEqualTo(QuickPayEnding.REFUNDED);
		assertThat(run.end().givenUp()).isEqualTo(GivenUp.CANCELLED);
	}

	@Test
	void postsNothingThatCouldNotBeRemembered() {
		QuickPay quickPay = world.quickPay()
			.intents(new RecordedIntents(new ArrayList<>(), Mono.error(new IllegalStateException("Disk full"))))
			.build();

		Run run = world.run(quickPay, world.order(NUMBER, 0), null);

		assertThat(run.error.get()).isInstanceOfSatisfying(WechatPayHkException.class,
				(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
		assertThat(world.network.sent("/micropay")).isEmpty();
	}

	private static Run pay(int payer) {
		return world.run(world.quickPay().build(), world.order(NUMBER, payer), null);
	}

	private static io.github.wechatpayhk.simulator.order.TradeState state() {
		return world.simulator.orders().get(NUMBER).state();
	}

	private record RecordedIntents(List<String> notes, Mono<Void> storing, Mono<Void> givingUp,
			Runnable closing) implements QuickPayIntents {

		RecordedIntents(List<String> notes, Mono<Void> storing, Mono<Void> givingUp) {
			this(notes, storing, givingUp, () -> {
			});
		}

		RecordedIntents(List<String> notes, Mono<Void> storing) {
			this(notes, storing, Mono.empty());
		}

		@Override
		public Mono<Void> open(QuickPayIntent intent) {
			return this.storing.then(Mono.fromRunnable(() -> this.notes.add("open " + intent.outTradeNo())));
		}

		@Override
		public Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason) {
			return this.givingUp
				.then(Mono.fromRunnable(() -> this.notes.add("give up " + intent.outTradeNo() + ' ' + reason)));
		}

		@Override
		public Mono<Void> close(QuickPayIntent intent, QuickPayResult result) {
			return Mono.fromRunnable(() -> {
				this.closing.run();
				this.notes.add("close " + intent.outTradeNo() + ' ' + result.ending());
			});
		}

		@Override
		public Mono<Void> drop(QuickPayIntent intent) {
			return Mono.fromRunnable(() -> this.notes.add("drop " + intent.outTradeNo()));
		}

	}

	/**
	 * Counts no time, as the machine is suspended between any two steps.
	 */
	private record SuspendedScheduler(Scheduler scheduler) implements Scheduler {

		@Override
		public Disposable schedule(Runnable task) {
			return this.scheduler.schedule(task);
		}

		@Override
		public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
			return this.scheduler.schedule(task, delay, unit);
		}

		@Override
		public Worker createWorker() {
			return this.scheduler.createWorker();
		}

		@Override
		public long now(TimeUnit unit) {
			return 0;
		}

	}

}
