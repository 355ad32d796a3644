package io.github.wechatpayhk.documentation.outcomes;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;

import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.documentation.outcomes.NightlyRun.Line;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.WechatPayHkCallEvent;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide says of batches, deadlines, cancelled calls and the log.
 */
@SpringBootTest
@AutoConfigureWechatPayHkSimulator
@ExtendWith(OutputCaptureExtension.class)
class OutcomesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@Autowired
	private ReverseOrderService reverseOrderService;

	@Autowired
	private NightlyRun nightlyRun;

	@Autowired
	private AbandonedCalls abandonedCalls;

	@Autowired
	private WechatPayHkSimulator simulator;

	@Test
	void batchTellsWhatBecameOfEach() {
		this.simulator.orders().put(SimulatedOrder.quickPay("PAID"));
		this.simulator.orders().put(SimulatedOrder.quickPay("CLOSED").state(TradeState.CLOSED));
		this.simulator.orders().put(SimulatedOrder.quickPay("LOST"));
		this.simulator.faults().inject(Fault.systemError()).matching((request) -> request.target().contains("LOST"));

		List<Line> lines = this.nightlyRun.run(List.of("PAID", "CLOSED", "LOST")).block(LONG_ENOUGH);

		assertThat(lines).extracting(Line::outcome).containsExactly(null, Outcome.REJECTED, Outcome.UNKNOWN);
		assertThat(lines).extracting(Line::code).containsExactly(null, "ORDER_CLOSED", "SYSTEM_ERROR");
		assertThat(lines.get(2).requestId()).isNotBlank();
	}

	@Test
	void batchEndsWhenNoOrderCanSucceed() {
		this.simulator.orders().put(SimulatedOrder.quickPay("FIRST"));
		this.simulator.orders().put(SimulatedOrder.quickPay("SECOND"));
		this.simulator.faults().inject(Fault.unauthorized()).on(Operation.REVERSE);

		List<Line> lines = this.nightlyRun.run(List.of("FIRST", "SECOND")).block(LONG_ENOUGH);

		assertThat(lines).extracting(Line::outTradeNo).containsExactly("FIRST");
	}

	@ParameterizedTest
	@CsvSource({ "CLOSED, No money is held", "REFUND, Query the order" })
	void deskReadsWhatTheStateOfTheOrderBrings(TradeState state, String advice) {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1").state(state));

		assertAdvice(this.reverseOrderService.reverse("T1"), advice);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "unauthorized | The order stays open until our side is fixed, then reverse it",
					"status:403,NO_AUTH | The order stays open until our side is fixed, then reverse it",
					"not-found | There is no such order yet. Reverse it again a minute after the payment was sent",
					"too-many-requests | It may be reversed. Reverse it again",
					"service-unavailable | It may be reversed. Reverse it again",
					"unsigned | It may be reversed. Reverse it again",
					"reset-after-effect | It may be reversed. Reverse it again" })
	void deskReadsWhatAnResponseBrings(String fault, String advice) {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.REVERSE);

		assertAdvice(this.reverseOrderService.reverse("T1"), advice);
	}

	@Test
	void deskReadsThatNothingWasSent() {
		assertAdvice(this.reverseOrderService.reverse("not an order number"),
				"Nothing was sent. Fix this and try again: ");
	}

	private static void assertAdvice(Mono<Void> reversal, String advice) {
		StepVerifier.create(reversal)
			.expectErrorSatisfies(
					(error) -> assertThat(SupportDesk.advice((WechatPayHkException) error)).startsWith(advice))
			.verify(LONG_ENOUGH);
	}

	@Test
	void deadlineLeavesAnOutcome() {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));
		this.simulator.faults().inject(Fault.noResponse()).on(Operation.REVERSE);

		StepVerifier.create(withinASecond("T1"))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkTransportException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
						assertThat(ex).hasMessageContaining("deadline of PT1S");
					}))
			.verify(LONG_ENOUGH);
	}

	private Mono<Void> withinASecond(String outTradeNo) {
		return this.reverseOrderService
			.reverse(ReverseOrderRequest.outTradeNo(outTradeNo).withDeadline(Duration.ofSeconds(1)));
	}

	@Test
	void timeoutFromOutsideLeavesItToTheLogAndToAnEvent(CapturedOutput output) {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));
		this.simulator.faults().inject(Fault.noResponse()).on(Operation.REVERSE);

		StepVerifier.create(this.reverseOrderService.reverse("T1").timeout(Duration.ofSeconds(1)))
			.expectError(TimeoutException.class)
			.verify(LONG_ENOUGH);

		assertThat(output).contains("WeChat Pay call cancelled: operation=REVERSE order=T1", "outcome=UNKNOWN");
		assertThat(this.abandonedCalls.all()).extracting(WechatPayHkCallEvent.Cancelled::outcome)
			.containsExactly(Outcome.UNKNOWN);
	}

	@Test
	void logHasOneLineForACallThatFailed(CapturedOutput output) {
		this.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE);

		StepVerifier.create(this.reverseOrderService.reverse("1217752501201407033233368018"))
			.expectError()
			.verify(LONG_ENOUGH);

		assertThat(output.toString().lines().filter((line) -> line.contains("WeChat Pay call failed:"))).singleElement()
			.asString()
			.contains("order=1217752501201407033233368018", "outcome=UNKNOWN", "attempts=3", "status=500",
					"code=SYSTEM_ERROR", "signature=VERIFIED", "requestId=");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	@Import({ NightlyRun.class, AbandonedCalls.class })
	static class Shop {

	}

}
