package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.quickpay.QuickPayWorld.Run;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefund;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold after every payment, seen from the gateway's order book.
 */
final class QuickPayInvariants {

	private final QuickPayWorld world;

	private final QuickPayScenario scenario;

	private final Run run;

	QuickPayInvariants(QuickPayWorld world, QuickPayScenario scenario, Run run) {
		this.world = world;
		this.scenario = scenario;
		this.run = run;
	}

	void check() {
		@Nullable SimulatedOrder order = this.world.simulator.orders().find(this.scenario.number);
		assertThat(this.run.isRunning()).as("still running").isFalse();
		assertThat(this.run.lasted()).as("deadline").isLessThanOrEqualTo(Duration.ofSeconds(301));
		QuickPayResult result = this.run.result();
		checkRequests(isRefused());
		if (this.scenario.reuse != QuickPayScenario.Reuse.NONE) {
			checkReuse(result, order);
			return;
		}
		checkRefunds(order);
		checkCancel(result);
		if (this.scenario.isRefusedUndisturbed()) {
			assertThat(this.run.lasted()).as("time after a refusal").isLessThan(Duration.ofSeconds(5));
			assertThat(this.run.end().code()).as("reason").isNotNull();
		}
		if (result == null) {
			assertThat(isHoldingMoney(order)).as("the payment never began, yet the order is paid").isFalse();
		}
		else {
			checkEnding(result, order);
		}
	}

	private boolean isRefused() {
		return this.run.steps.stream()
			.map(QuickPayStep::failure)
			.anyMatch((failure) -> failure != null && new CallFailure(failure).isFinal());
	}

	private void checkReuse(@Nullable QuickPayResult result, @Nullable SimulatedOrder order) {
		assertThat(result == null || result.ending() != QuickPayEnding.PAID).as("told paid by another payment")
			.isTrue();
		assertThat(order).isNotNull();
		assertThat(order.held()).as("money of another payment").isEqualTo(888);
	}

	private void checkCancel(@Nullable QuickPayResult result) {
		boolean isGivenUp = this.run.steps.stream().anyMatch((step) -> step.givenUp() != null);
		if (isGivenUp && result != null) {
			assertThat(result.ending()).as("end of what was given up").isNotEqualTo(QuickPayEnding.PAID);
		}
	}

	private void checkEnding(QuickPayResult result, @Nullable SimulatedOrder order) {
		switch (result.ending()) {
			case PAID -> assertThat(isHoldingMoney(order)).as("told paid, but no money").isTrue();
			case REVERSED_OR_CLOSED -> {
				assertThat(isHoldingMoney(order)).as("told reversed, but the order is paid").isFalse();
				assertThat(order == null || order.state() == TradeState.REVOKED || order.state() == TradeState.CLOSED)
					.as("told reversed, but %s", order)
					.isTrue();
			}
			case REFUNDED -> {
				assertThat(order).isNotNull();
				assertThat(order.state()).isEqualTo(TradeState.REFUND);
				assertThat(order.held()).as("told refunded, but money is left").isZero();
			}
			case UNKNOWN -> assertThat(this.scenario.faults).as("unknown without any fault").isNotEmpty();
		}
	}

	private void checkRequests(boolean isRefused) {
		assertThat(this.world.network.sent("/micropay")).as("payments posted").hasSizeLessThanOrEqualTo(1);
		assertThat(this.world.network.sent("/reverse")).as("reversals before 15 seconds")
			.allMatch((at) -> isRefused || !at.isBefore(this.run.began.plusSeconds(15)));
		List<RecordedRequest> refunds = this.world.simulator.requests().of(Operation.REFUND);
		assertThat(refunds.stream().map(RecordedRequest::bodyText).distinct()).as("bodies of refunds")
			.hasSizeLessThanOrEqualTo(1);
	}

	private void checkRefunds(@Nullable SimulatedOrder order) {
		List<SimulatedRefund> refunds = this.world.simulator.refunds().all();
		assertThat(refunds).as("refunds").hasSizeLessThanOrEqualTo(1);
		if (!refunds.isEmpty()) {
			assertThat(order).isNotNull();
			assertThat(order.state()).as("refunded and reversed").isEqualTo(TradeState.REFUND);
		}
	}

	private static boolean isHoldingMoney(@Nullable SimulatedOrder order) {
		return order != null && order.state().isPaid() && order.held() > 0;
	}

}
