package io.github.wechatpayhk.documentation.testing;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import io.github.wechatpayhk.simulator.platform.PlatformKey;
import io.github.wechatpayhk.simulator.signature.PlatformSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * WireMock beside the simulator, for paths that the simulator does not know.
 */
@ExtendWith(WechatPayHkSimulatorExtension.class)
class StubsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@Test
	void trustsAStubThatIsSigned(WechatPayHkSimulator simulator) {
		simulator.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/hk/v3/settle/settlements"))
				.willReturn(signed(simulator, "{\"data\":[],\"total_count\":0}")));

		StepVerifier.create(settlements(simulator))
			.expectNext("{\"data\":[],\"total_count\":0}")
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	private static ResponseDefinitionBuilder signed(WechatPayHkSimulator simulator, String body) {
		PlatformKey key = simulator.platform().signingKey(null, false);
		RawHeaders headers = PlatformSigner.sign(RawHeaders.empty(), key, Instant.now(),
				UUID.randomUUID().toString().replace("-", ""), body.getBytes(StandardCharsets.UTF_8));
		ResponseDefinitionBuilder response = WireMock.okJson(body);
		headers.fields().forEach((field) -> response.withHeader(field.name(), field.value()));
		return response;
	}

	@Test
	void doesNotTrustAStubThatIsNotSigned(WechatPayHkSimulator simulator) {
		simulator.wireMock()
			.stubFor(WireMock.get(WireMock.urlPathEqualTo("/hk/v3/settle/settlements"))
				.willReturn(WireMock.okJson("{}")));

		StepVerifier.create(settlements(simulator))
			.expectError(WechatPayHkSignatureException.class)
			.verify(LONG_ENOUGH);
	}

	private static Mono<String> settlements(WechatPayHkSimulator simulator) {
		return SimulatedClient.of(simulator)
			.build()
			.webClient()
			.get()
			.uri("v3/settle/settlements?settle_state=SETTLED&offset=0&limit=10")
			.retrieve()
			.bodyToMono(String.class);
	}

}
