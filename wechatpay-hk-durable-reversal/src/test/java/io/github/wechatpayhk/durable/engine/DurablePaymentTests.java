package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayEnding;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The payment flow hands over what it could not bring to an end.
 */
class DurablePaymentTests extends OnEachDatabase {

	private static final String NUMBER = "P1";

	DurablePaymentTests(TestDatabase database) {
		super(database);
	}

	private QuickPay quickPay() {
		return QuickPay.builder(QuickPayServices.of(this.world.client))
			.intents(this.world.engine.quickPayIntents(null))
			.build();
	}

	private static MicropayRequest order(int payer) {
		return MicropayRequest.builder(NUMBER, "12%014d%02d".formatted(1, payer), OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();
	}

	private List<DurablePayment> open() {
		return this.world.reversals().openPayments(10);
	}

	@Test
	void isRememberedBeforeItIsSentAndForgottenAtItsEnd() {
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.MICROPAY);

		StepVerifier.create(quickPay().pay(order(0)).doOnSubscribe((subscription) -> assertThat(open()).isEmpty()))
			.then(() -> {
				this.world.simulator.requests()
					.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
				assertThat(open()).singleElement()
					.extracting((payment) -> payment.intent().outTradeNo())
					.isEqualTo(NUMBER);
				response.tryEmitEmpty();
			})
			.expectNextMatches((result) -> result.ending() == QuickPayEnding.PAID)
			.expectComplete()
			.verify(DurableWorld.LONG_ENOUGH);

		assertThat(open()).isEmpty();
	}

	@Test
	void isBroughtToItsEndAfterItsProcessDied() throws Exception {
		this.world.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.MICROPAY);
		Disposable abandoned = quickPay().pay(order(0)).subscribe();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
		abandoned.dispose();
		assertThat(open()).hasSize(1);

		this.world.engine.start();
		this.world.time.pass(QuickPayTimes.defaults().deadline().plusSeconds(31));

		DurableReversalEvent.PaymentEnded ended = this.world.next(DurableReversalEvent.PaymentEnded.class);
		assertThat(ended.payment().state()).isEqualTo(DurablePayment.State.PAID);
		assertThat(ended.result().ending()).isEqualTo(QuickPayEnding.PAID);
		assertThat(open()).isEmpty();
		assertThat(this.world.calls(Operation.MICROPAY)).isEqualTo(1);
	}

	@Test
	void noSuchOrderIsNotFinalEarlierWhenTheClockIsSetForward() {
		this.world.simulator.faults().inject(Fault.resetBeforeEffect()).on(Operation.MICROPAY);
		Disposable abandoned = quickPay().pay(order(0)).subscribe();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
		abandoned.dispose();

		this.world.time.set(Duration.ofMinutes(10));
		this.world.engine.start();

		DurableWorld.await(() -> this.world.calls(Operation.QUERY), (queries) -> queries >= 2);
		assertThat(open()).hasSize(1);
		assertThat(this.world.events).isEmpty();
	}

	@Test
	void isReversedWhenThePayerHadNotPaid() throws Exception {
		Disposable abandoned = quickPay().pay(order(91)).subscribe();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
		abandoned.dispose();

		this.world.engine.start();
		this.world.time.pass(QuickPayTimes.defaults().deadline().plusSeconds(31));

		assertThat(this.world.next(DurableReversalEvent.PaymentEnded.class).payment().state())
			.isEqualTo(DurablePayment.State.REVERSED_OR_CLOSED);
		assertThat(this.world.simulator.orders().state(NUMBER)).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void isHandedOverWhenItEndsUnknown() throws Exception {
		this.world.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.MICROPAY);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY, Operation.REVERSE);
		VirtualTimeScheduler time = VirtualTimeScheduler.create();
		QuickPay impatient = QuickPay.builder(QuickPayServices.of(this.world.client))
			.intents(this.world.engine.quickPayIntents(null))
			.times(new QuickPayTimes(Duration.ofMillis(10), Duration.ofMillis(10), Duration.ofMillis(20),
					Duration.ofMillis(30), Duration.ofMillis(40), Duration.ofMillis(10), Duration.ofMillis(20),
					Duration.ofMinutes(1)))
			.clock(this.world.time)
			.scheduler(time)
			.build();
		StepVerifier.create(impatient.pay(order(0))).then(() -> {
			DurableWorld.await(() -> {
				time.advanceTimeBy(Duration.ofMillis(10));
				return open();
			}, (payments) -> payments.stream().anyMatch((payment) -> payment.intent().givenUp() != null));
			time.advanceTimeBy(Duration.ofMinutes(1));
		})
			.expectNextMatches((result) -> result.ending() == QuickPayEnding.UNKNOWN)
			.expectComplete()
			.verify(DurableWorld.LONG_ENOUGH);
		this.world.simulator.faults().clear();
		assertThat(open()).hasSize(1);

		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.PaymentEnded.class).payment().state())
			.isEqualTo(DurablePayment.State.REFUNDED);
		assertThat(this.world.simulator.orders().get(NUMBER).held()).isZero();
	}

	@Test
	void isRefundedWhenItsProcessDiedAfterTheCancel() throws Exception {
		this.world.simulator.faults().inject(Fault.noResponse()).on(Operation.MICROPAY);
		Sinks.Empty<Void> cancel = Sinks.empty();
		Disposable abandoned = quickPay().pay(order(0), cancel.asMono()).subscribe();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
		cancel.tryEmitEmpty();
		DurableWorld.await(this::open, (payments) -> payments.get(0).intent().givenUp() != null);
		abandoned.dispose();

		this.world.engine.start();
		this.world.time.pass(QuickPayTimes.defaults().deadline().plusSeconds(31));

		DurablePayment ended = this.world.next(DurableReversalEvent.PaymentEnded.class).payment();
		assertThat(ended.state()).isEqualTo(DurablePayment.State.REFUNDED);
		assertThat(ended.intent().givenUp()).isEqualTo(GivenUp.CANCELLED);
		assertThat(this.world.simulator.orders().get(NUMBER).held()).isZero();
	}

	@Test
	void isForgottenWhenItNeverBegan() {
		this.world.simulator.faults().inject(Fault.status(403, "NO_AUTH")).on(Operation.MICROPAY);

		StepVerifier.create(quickPay().pay(order(0))).expectError().verify(DurableWorld.LONG_ENOUGH);

		assertThat(open()).isEmpty();
	}

	@Test
	void isNotSentTwiceUnderOneNumber() {
		Disposable abandoned = quickPay().pay(order(91)).subscribe();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
		abandoned.dispose();

		StepVerifier.create(quickPay().pay(order(0)))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkRequestException.class)
				.hasRootCauseInstanceOf(ReversalConflictException.class))
			.verify(DurableWorld.LONG_ENOUGH);
		assertThat(this.world.calls(Operation.MICROPAY)).isEqualTo(1);
	}

	@Test
	void isNotSentUnderTheNumberOfOneThatHasEnded() {
		StepVerifier.create(quickPay().pay(order(0)))
			.expectNextMatches((result) -> result.ending() == QuickPayEnding.PAID)
			.expectComplete()
			.verify(DurableWorld.LONG_ENOUGH);

		StepVerifier.create(quickPay().pay(order(0)))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining("'P1' has ended PAID at ")
				.hasRootCauseInstanceOf(ReversalConflictException.class))
			.verify(DurableWorld.LONG_ENOUGH);
		assertThat(this.world.calls(Operation.MICROPAY)).isEqualTo(1);
	}

	@Test
	void needsAttentionWhenItsNumberWasUsedBefore() throws Exception {
		this.world.simulator.orders()
			.put(SimulatedOrder.quickPay(NUMBER).merchant(this.world.simulator.merchant()).amount(888, "HKD"));
		StepVerifier.create(quickPay().pay(order(0)))
			.expectNextMatches((result) -> result.ending() == QuickPayEnding.UNKNOWN)
			.expectComplete()
			.verify(DurableWorld.LONG_ENOUGH);

		this.world.engine.start();

		DurablePayment payment = this.world.next(DurableReversalEvent.PaymentNeedsAttention.class).payment();
		assertThat(payment.intent().givenUp()).isEqualTo(GivenUp.NUMBER_USED);
		assertThat(this.world.simulator.orders().get(NUMBER).held()).isEqualTo(888);
	}

	@Test
	void isNotSentWhenItCannotBeRemembered() {
		TestDatabase.execute(this.world.store.dataSource(), "drop table wechatpay_hk_payment_intent");

		StepVerifier.create(quickPay().pay(order(0)))
			.expectErrorSatisfies((error) -> assertThat(error).hasMessageContaining("could not be remembered: ")
				.hasMessageEndingWith("; nothing was sent"))
			.verify(DurableWorld.LONG_ENOUGH);
		assertThat(this.world.calls(Operation.MICROPAY)).isZero();
	}

	@Test
	void isSettledByAPerson() throws Exception {
		Disposable abandoned = quickPay().pay(order(91)).subscribe();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
		abandoned.dispose();

		DurablePayment settled = this.world.reversals().settlePayment(open().get(0).id(), "Anna: paid in cash");

		assertThat(settled.state()).isEqualTo(DurablePayment.State.SETTLED);
		assertThat(open()).isEmpty();
		DurableReversalEvent.PaymentEnded ended = this.world.next(DurableReversalEvent.PaymentEnded.class);
		assertThat(ended.payment()).isEqualTo(settled);
		assertThat(ended.result()).isNull();
	}

}
