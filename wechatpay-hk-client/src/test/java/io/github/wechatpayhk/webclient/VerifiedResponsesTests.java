package io.github.wechatpayhk.webclient;

import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any response over any connector: nothing of it is handed on before it is trusted.
 */
class VerifiedResponsesTests {

	private static final String CHINESE = "{\"trade_state_desc\":\"訂單已撤銷 🧾\"}";

	@ParameterizedTest
	@EnumSource
	void handsOnVerifiedBody(Connector connector) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, CHINESE))) {
			StepVerifier.create(get(connector, gateway).retrieve().bodyToMono(String.class))
				.expectNext(CHINESE)
				.expectComplete()
				.verify(SignedClients.LONG_ENOUGH);
		}
	}

	@Test
	void handsOnNothingOfAnEmptyBody() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, ""))) {
			StepVerifier.create(get(Connector.OURS, gateway).retrieve().bodyToFlux(DataBuffer.class))
				.expectComplete()
				.verify(SignedClients.LONG_ENOUGH);
		}
	}

	@Test
	void tellsTheWatchWhichResponseItWas() {
		ExchangeWatch watch = new ExchangeWatch();
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""))) {
			StepVerifier.create(get(Connector.OURS, gateway).retrieve().toBodilessEntity().contextWrite(watch::addTo))
				.expectNextCount(1)
				.expectComplete()
				.verify(SignedClients.LONG_ENOUGH);
		}
		assertThat(watch.requestId()).isEqualTo("08F59F80E60510C301188EA3A3580C20E3A3B2F8");
	}

	@ParameterizedTest
	@EnumSource
	void readsHeadersInAnyLetterCase(Connector connector) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signedInLowerCase(200, CHINESE))) {
			StepVerifier.create(get(connector, gateway).retrieve().bodyToMono(String.class))
				.expectNext(CHINESE)
				.expectComplete()
				.verify(SignedClients.LONG_ENOUGH);
		}
	}

	@Test
	void verifiesWhatWasBelowCompression() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signedAndCompressed(200, CHINESE))) {
			StepVerifier.create(get(Connector.OURS, gateway).retrieve().bodyToMono(String.class))
				.expectNext(CHINESE)
				.expectComplete()
				.verify(SignedClients.LONG_ENOUGH);

			assertThat(gateway.request().header("Accept-Encoding")).isEqualTo("gzip");
		}
	}

	@Test
	void boundsWhatDecompressionYields() {
		String zeros = '"' + "0".repeat(1_000_000) + '"';
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signedAndCompressed(200, zeros))) {
			StepVerifier.create(get(Connector.OURS, gateway).retrieve().bodyToMono(String.class))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkTransportException.class)
					.hasMessageContaining("longer than 10000 bytes")
					.extracting((error) -> ((WechatPayHkException) error).outcome())
					.isEqualTo(Outcome.UNKNOWN))
				.verify(SignedClients.LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@EnumSource
	void verifiesThoughNobodyReadsTheBody(Connector connector) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.forged(200, CHINESE))) {
			assertNotTrusted(get(connector, gateway).retrieve().toBodilessEntity(), Reason.MISMATCH);
			assertNotTrusted(get(connector, gateway).exchangeToMono((response) -> Mono.just(response.statusCode())),
					Reason.MISMATCH);
			assertNotTrusted(get(connector, gateway).retrieve().bodyToMono(Void.class), Reason.MISMATCH);
			assertNotTrusted(get(connector, gateway).retrieve().bodyToFlux(DataBuffer.class), Reason.MISMATCH);
		}
	}

	@ParameterizedTest
	@EnumSource
	void refusesSuccessWithoutSignature(Connector connector) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.unsigned(204, ""))) {
			assertNotTrusted(get(connector, gateway).retrieve().toBodilessEntity(), Reason.MISSING);
		}
	}

	@ParameterizedTest
	@EnumSource
	void doesNotFollowRedirects(Connector connector) {
		AtomicInteger targets = new AtomicInteger();
		try (WireGateway other = WireGateway.start((request) -> {
			targets.incrementAndGet();
			return WireResponse.signed(204, "");
		});
				WireGateway gateway = WireGateway
					.start((request) -> WireResponse.unsigned(307, "", "Location: " + other.baseUrl()))) {
			StepVerifier
				.create(SignedClients.create(connector, gateway.baseUrl())
					.post()
					.uri("v3/a")
					.bodyValue("{}")
					.exchangeToMono((response) -> Mono.just(response.statusCode().value())))
				.expectNext(307)
				.expectComplete()
				.verify(SignedClients.LONG_ENOUGH);

			assertThat(gateway.requests()).hasSize(1);
			assertThat(targets).hasValue(0);
		}
	}

	@ParameterizedTest
	@EnumSource
	void truncatedResponseLeavesTheOutcomeUnknown(Connector connector) {
		try (WireGateway gateway = WireGateway
			.start((request) -> request.method().equals("GET") ? truncated() : WireResponse.none())) {
			StepVerifier.create(get(connector, gateway).retrieve().toBodilessEntity())
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkTransportException.class)
					.extracting((error) -> ((WechatPayHkException) error).outcome())
					.isEqualTo(Outcome.UNKNOWN))
				.verify(SignedClients.LONG_ENOUGH);
		}
	}

	private static WireResponse truncated() {
		return WireResponse.signed(200, CHINESE)
			.with((text) -> text.replaceFirst("Content-Length: \\d+", "Content-Length: 5000\r\nConnection: close"))
			.thenClose();
	}

	@ParameterizedTest
	@EnumSource
	void bodyCanBeReadTwiceOrDropped(Connector connector) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(200, CHINESE))) {
			Mono<String> twice = get(connector, gateway)
				.exchangeToMono((response) -> response.bodyToFlux(DataBuffer.class)
					.map(DataBufferUtils::release)
					.then(response.bodyToMono(String.class)));

			StepVerifier.create(twice).expectNext(CHINESE).expectComplete().verify(SignedClients.LONG_ENOUGH);
		}
	}

	private static WebClient.RequestHeadersSpec<?> get(Connector connector, WireGateway gateway) {
		return SignedClients.create(connector, gateway.baseUrl()).get().uri("v3/a");
	}

	private static void assertNotTrusted(Mono<?> call, Reason reason) {
		assertNotTrusted(call.flux(), reason);
	}

	private static void assertNotTrusted(Flux<?> call, Reason reason) {
		StepVerifier.create(call)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(WechatPayHkSignatureException.class,
					(error) -> assertThat(error.reason()).isEqualTo(reason)))
			.verify(SignedClients.LONG_ENOUGH);
	}

}
