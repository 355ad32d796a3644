package io.github.wechatpayhk.simulator.foreign;

import java.io.IOException;
import java.util.Map;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code wechatpay-axios-plugin}, a client for Node, queries and reverses.
 */
class AxiosPluginTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static final JsonMapper JSON = new JsonMapper();

	private static NodeProject node;

	@BeforeAll
	static void install() throws IOException, InterruptedException {
		node = NodeProject.install();
	}

	@ParameterizedTest
	@EnumSource
	void reverses(PlatformMode mode) throws IOException, InterruptedException {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(mode).start()) {
			simulator.faults().inject(Fault.tampered()).on(Operation.QUERY).after(2);

			JsonNode ends = JSON.readTree(node.run(settings(simulator), "node", "reversal.js"));

			assertThat(ends).isEqualTo(JSON.readTree("""
					{
						"before": { "status": 200, "tradeState": "SUCCESS" },
						"reversed": { "status": 204 },
						"after": { "status": 200, "tradeState": "REVOKED" },
						"unknown": { "status": 404, "code": "ORDER_NOT_EXIST" },
						"forged": { "status": 200, "code": "EV3_RES_HEADER_SIGNATURE_DIGEST" }
					}
					"""));
			assertThat(simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
			assertThat(simulator.requests().all()).hasSize(5).allMatch(RecordedRequest::isSignatureVerified);
		}
	}

	@Test
	void acceptsNotifications() throws IOException, InterruptedException {
		try (WechatPayHkSimulator simulator = NotifiedOrder.start(PlatformMode.PUBLIC_KEY)) {
			SentNotification sent = NotifiedOrder.pay(simulator);
			RawHeaders headers = sent.attempts().get(0).headers();

			JsonNode parsed = JSON.readTree(node.run(
					JSON.writeValueAsString(Map.of("timestamp", String.valueOf(headers.first("Wechatpay-Timestamp")),
							"nonce", String.valueOf(headers.first("Wechatpay-Nonce")), "signature",
							String.valueOf(headers.first("Wechatpay-Signature")), "body", sent.body(), "publicKey",
							simulator.platform().publicKeyPem(), "apiV3Key", simulator.merchant().apiV3Key())),
					"node", "notification.js"));

			assertThat(parsed.get("verified").asBoolean()).isTrue();
			assertThat(parsed.get("changed").asBoolean()).isFalse();
			assertThat(parsed.at("/resource/out_trade_no").asString()).isEqualTo(NotifiedOrder.NUMBER);
		}
	}

	private static String settings(WechatPayHkSimulator simulator) {
		SimulatedPlatform platform = simulator.platform();
		Map<String, String> certs = (platform.mode() == PlatformMode.CERTIFICATES)
				? Map.of(platform.serialNumber(), platform.certificatePem())
				: Map.of(platform.publicKeyId(), platform.publicKeyPem());
		return JSON.writeValueAsString(Map.of("baseURL", simulator.globalBaseUrl().toString(), "mchid", "1900000109",
				"serial", simulator.merchant().serialNumber(), "privateKey", simulator.merchant().privateKeyPem(),
				"certs", certs, "order", ORDER));
	}

}
