package io.github.wechatpayhk.documentation.testing;

import java.time.Duration;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each row of the guide's table of faults.
 */
@SpringBootTest(properties = { "wechatpay.hk.response-timeout=2s", "wechatpay.hk.retry.max-attempts=2" })
@AutoConfigureWechatPayHkSimulator
class FaultsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	@Autowired
	private ReverseOrderService reverseOrderService;

	@Autowired
	private WechatPayHkSimulator simulator;

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "status:400,ORDER_CLOSED | REJECTED | SUCCESS", "forbidden | REJECTED | SUCCESS",
					"unauthorized | REJECTED | SUCCESS", "not-found | REJECTED | SUCCESS",
					"system-error | UNKNOWN | SUCCESS", "reset-before-effect | UNKNOWN | SUCCESS",
					"too-many-requests | UNKNOWN | SUCCESS", "reset-after-effect | UNKNOWN | REVOKED",
					"no-response | UNKNOWN | REVOKED", "system-error+after-effect | UNKNOWN | REVOKED",
					"unsigned | UNKNOWN | REVOKED", "signed-by-untrusted-key | UNKNOWN | REVOKED",
					"signtest | UNKNOWN | REVOKED", "stale-clock | UNKNOWN | REVOKED" })
	void bringsAbout(String fault, Outcome outcome, TradeState state) {
		this.simulator.orders().put(SimulatedOrder.quickPay("T1"));
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.REVERSE);

		StepVerifier.create(this.reverseOrderService.reverse("T1"))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(outcome)))
			.verify(LONG_ENOUGH);

		assertThat(this.simulator.orders().state("T1")).isEqualTo(state);
	}

}
