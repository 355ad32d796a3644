package io.github.wechatpayhk.simulator.foreign;

import com.wechat.pay.java.core.exception.ServiceException;
import com.wechat.pay.java.core.exception.ValidationException;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The official Java SDK queries and reverses.
 */
class OfficialSdkTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	@Test
	void reversesInPublicKeyMode() {
		try (WechatPayHkSimulator simulator = start(PlatformMode.PUBLIC_KEY)) {
			assertReverses(simulator, OfficialSdk.withPublicKey(simulator));

			assertThat(simulator.requests().of(Operation.CERTIFICATES)).isEmpty();
			assertThat(simulator.requests().last().header("Wechatpay-Serial"))
				.isEqualTo(simulator.platform().publicKeyId());
		}
	}

	@Test
	void reversesInCertificateMode() {
		try (WechatPayHkSimulator simulator = start(PlatformMode.CERTIFICATES)) {
			assertReverses(simulator, OfficialSdk.withCertificates(simulator));

			assertThat(simulator.requests().of(Operation.CERTIFICATES)).isNotEmpty()
				.allSatisfy((request) -> assertThat(request.target()).isEqualTo("/v3/certificates?algorithm_type=RSA"));
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "PUBLIC_KEY", "CERTIFICATES" })
	void acceptsNotifications(PlatformMode mode) {
		try (WechatPayHkSimulator simulator = NotifiedOrder.start(mode)) {
			OfficialSdk sdk = (mode == PlatformMode.PUBLIC_KEY) ? OfficialSdk.withPublicKey(simulator)
					: OfficialSdk.withCertificates(simulator);
			SentNotification sent = NotifiedOrder.pay(simulator);
			RawHeaders headers = sent.attempts().get(0).headers();

			assertThat(sdk.parse(headers, sent.body()).get("out_trade_no").getAsString())
				.isEqualTo(NotifiedOrder.NUMBER);
			assertThatExceptionOfType(ValidationException.class)
				.isThrownBy(() -> sdk.parse(headers, sent.body() + ' '));
		}
	}

	private static WechatPayHkSimulator start(PlatformMode mode) {
		return WechatPayHkSimulator.builder().mode(mode).start();
	}

	private static void assertReverses(WechatPayHkSimulator simulator, OfficialSdk sdk) {
		assertThat(sdk.tradeState(ORDER)).isEqualTo("SUCCESS");
		sdk.reverse(ORDER);
		assertThat(sdk.tradeState(ORDER)).isEqualTo("REVOKED");
		assertThat(simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
		assertThat(simulator.requests().all()).allMatch(RecordedRequest::isSignatureVerified);

		assertThatExceptionOfType(ServiceException.class).isThrownBy(() -> sdk.reverse("NOSUCHORDER"))
			.satisfies((ex) -> assertThat(ex.getHttpStatusCode()).isEqualTo(404))
			.satisfies((ex) -> assertThat(ex.getErrorCode()).startsWith("ORDER"));

		simulator.faults().inject(Fault.tampered()).on(Operation.QUERY);
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> sdk.tradeState(ORDER));
	}

}
