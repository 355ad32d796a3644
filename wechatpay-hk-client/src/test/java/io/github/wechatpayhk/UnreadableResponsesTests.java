package io.github.wechatpayhk;

import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A genuine success whose body is not what was asked for proves nothing.
 */
class UnreadableResponsesTests {

	private static WechatPayHkSimulator simulator;

	private static WechatPayHkClient client;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
		client = SimulatedShop.DIRECT_GLOBAL.client(simulator);
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@AfterEach
	void fixSimulator() {
		simulator.faults().clear();
	}

	@Test
	void verifiedSuccessOfAnotherShapeIsUnknown() {
		simulator.faults().inject(Fault.status(200, "SURPRISE"));

		for (Mono<?> call : List.of(
				QueryOrderService.create(client).query(OrderReference.outTradeNo(WechatPayHkSimulator.PAID_ORDER)),
				RefundService.create(client).query(RefundReference.outRefundNo("R1")))) {
			verifyUnreadable(call);
		}
	}

	@Test
	void verifiedSuccessWithoutBodyIsUnknown() {
		simulator.faults().inject(Fault.status(204, "NONE"));

		StepVerifier.create(QueryOrderService.create(client).query(WechatPayHkSimulator.PAID_ORDER))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
			.verify(Duration.ofSeconds(30));
	}

	/**
	 * The signature says nothing of it.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "nonsense", "text/plain", "application/json;charset=nonsense" })
	void contentTypeOfASuccessDoesNotMatter(String contentType) {
		try (WireGateway gateway = WireGateway
			.start((request) -> WireResponse.signed(200, "{\"out_trade_no\":\"T1\",\"trade_state\":\"SUCCESS\"}")
				.with((response) -> response.replaceFirst("\r\n", "\r\nContent-Type: " + contentType + "\r\n")))) {
			WechatPayHkClient wired = WechatPayHkClient
				.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
				.baseUrl(gateway.baseUrl())
				.connector(Connector.OURS.get())
				.build();

			StepVerifier.create(QueryOrderService.create(wired).query("T1"))
				.assertNext((order) -> assertThat(order.outTradeNo()).isEqualTo("T1"))
				.expectComplete()
				.verify(Duration.ofSeconds(30));
		}
	}

	private static void verifyUnreadable(Mono<?> call) {
		StepVerifier.create(call)
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
						assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
						assertThat(ex.status()).isEqualTo(200);
						assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.VERIFIED);
						assertThat(ex.requestId()).isNotNull();
						assertThat(ex.getMessage()).contains("cannot be read");
					}))
			.verify(Duration.ofSeconds(30));
	}

}
