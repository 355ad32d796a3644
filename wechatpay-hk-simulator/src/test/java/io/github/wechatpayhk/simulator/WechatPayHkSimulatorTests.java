package io.github.wechatpayhk.simulator;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class WechatPayHkSimulatorTests {

	private static final String DIRECT = "{\"mchid\":\"1900000109\"}";

	private static WechatPayHkSimulator simulator;

	private static TestCaller caller;

	@BeforeAll
	static void start() {
		simulator = WechatPayHkSimulator.start();
		caller = new TestCaller(simulator);
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ' ',
			value = { "/hk/v3/transactions/out-trade-no/{no}/reverse", "/hk/v3/transactions/id/{id}/reverse",
					"/v3/global/micropay/transactions/out-trade-no/{no}/reverse",
					"/v3/global/micropay/transactions/id/{id}/reverse" })
	void reversesInBothGenerationsByBothNames(String template) {
		SimulatedOrder order = simulator.orders().put(SimulatedOrder.quickPay("T|" + template.hashCode()));
		String target = template.replace("{no}", order.outTradeNo().replace("|", "%7C"))
			.replace("{id}", order.transactionId());

		HttpResponse<byte[]> response = caller.post(target, DIRECT);

		assertThat(response.statusCode()).isEqualTo(204);
		assertThat(response.body()).isEmpty();
		assertThat(response.headers().map()).doesNotContainKeys("content-type", "transfer-encoding", "matched-stub-id");
		assertThat(TestCaller.isSigned(response, simulator.platform().publicKey())).isTrue();
		assertThat(simulator.orders().state(order.outTradeNo())).isEqualTo(TradeState.REVOKED);
		assertThat(simulator.requests().last().target()).isEqualTo(target);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"mchid\":\"1900000109\"}", "{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"}",
			"{\"mchid\":\"1900000109\",\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"}" })
	void acceptsEachSetOfIds(String body) {
		String signer = body.contains("sp_mchid") ? "1900000100" : "1900000109";
		simulator.orders().put(SimulatedOrder.quickPay("IDS"));

		HttpResponse<byte[]> response = new TestCaller(simulator, simulator.merchant(), signer)
			.post("/hk/v3/transactions/out-trade-no/IDS/reverse", body);

		assertThat(response.statusCode()).isEqualTo(204);
	}

	@Test
	void responsesAQueryWithASignedOrder() {
		HttpResponse<byte[]> response = caller
			.get("/hk/v3/transactions/id/" + WechatPayHkSimulator.PAID_TRANSACTION + "?mchid=1900000109");

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(TestCaller.json(response).get("trade_state").stringValue()).isEqualTo("SUCCESS");
		assertThat(TestCaller.json(response).get("id").stringValue()).isEqualTo(WechatPayHkSimulator.PAID_TRANSACTION);
		assertThat(TestCaller.header(response, "Wechatpay-Serial")).isEqualTo(simulator.platform().publicKeyId());
		assertThat(TestCaller.isSigned(response, simulator.platform().publicKey())).isTrue();
	}

	@Test
	void signsWithTheCertificateThatTheRequestNames() {
		HttpRequest request = caller
			.request("GET", "/hk/v3/transactions/out-trade-no/1217752501201407033233368018?mchid=1900000109", "")
			.header("Wechatpay-Serial", simulator.platform().serialNumber())
			.build();

		HttpResponse<byte[]> response = TestCaller.send(request);

		assertThat(TestCaller.header(response, "Wechatpay-Serial")).isEqualTo(simulator.platform().serialNumber());
		assertThat(TestCaller.isSigned(response, simulator.platform().certificate().getPublicKey())).isTrue();
	}

	@Test
	void refusesAWrongSignatureUnsignedAndSaysWhatWasExpected() {
		String target = "/hk/v3/transactions/out-trade-no/1217752501201407033233368018/reverse";
		HttpRequest request = caller.unsigned("POST", target, DIRECT)
			.header("Authorization", caller.authorization("POST", target.substring(3), DIRECT))
			.build();

		HttpResponse<byte[]> response = TestCaller.send(request);

		assertThat(response.statusCode()).isEqualTo(401);
		assertThat(response.headers().map()).doesNotContainKey("wechatpay-signature");
		String body = new String(response.body(), StandardCharsets.UTF_8);
		assertThat(body).contains("SIGN_ERROR", "expected_message", "without its prefix /hk");
		RecordedRequest recorded = simulator.requests().last();
		assertThat(recorded.isSignatureVerified()).isFalse();
		assertThat(recorded.bodyText()).isEqualTo(DIRECT);
		assertThat(recorded.toString()).doesNotContain("WECHATPAY2");
	}

	@Test
	void doesNotKnowEveryOrder() {
		HttpResponse<byte[]> response = caller.post("/hk/v3/transactions/out-trade-no/NONE/reverse", DIRECT);

		assertThat(response.statusCode()).isEqualTo(404);
		assertThat(TestCaller.json(response).get("code").stringValue()).isEqualTo("ORDER_NOT_EXIST");
		assertThat(TestCaller.isSigned(response, simulator.platform().publicKey())).isTrue();
	}

	/**
	 * The module has stubs of an application in {@code src/test/resources/mappings}.
	 */
	@Test
	void takesNoStubsOfTheApplication() {
		assertThat(simulator.wireMock().getStubMappings()).hasSize(1);
	}

	@Test
	void stubsOfOnesOwnMayProxy() {
		try (WechatPayHkSimulator elsewhere = WechatPayHkSimulator.start()) {
			elsewhere.wireMock().stubFor(WireMock.get("/there").willReturn(WireMock.aResponse().withStatus(418)));
			simulator.wireMock()
				.stubFor(WireMock.get("/there")
					.willReturn(WireMock.aResponse().proxiedFrom("http://127.0.0.1:" + elsewhere.wireMock().port())));
			assertThat(caller.get("/there").statusCode()).isEqualTo(418);
			assertThat(caller.get("/there").statusCode()).isEqualTo(418);
		}
		simulator.wireMock().resetAll();
	}

	@Test
	void leavesRoomForStubsOfOnesOwnAndSurvivesAReset() {
		simulator.wireMock().stubFor(WireMock.get("/mine").willReturn(WireMock.aResponse().withStatus(418)));
		assertThat(caller.get("/mine").statusCode()).isEqualTo(418);

		simulator.wireMock().resetAll();

		assertThat(caller.get("/mine").statusCode()).isEqualTo(404);
		assertThat(caller.get("/hk/v3/certificates").statusCode()).isEqualTo(200);
		assertThat(simulator.requests().await((entry) -> entry.status() == 200, Duration.ofSeconds(1)).route())
			.satisfies((route) -> assertThat(route).isNotNull());
		assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
	}

}
