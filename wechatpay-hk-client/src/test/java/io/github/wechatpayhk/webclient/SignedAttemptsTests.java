package io.github.wechatpayhk.webclient;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.util.retry.Retry;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * However an attempt is repeated, it is signed anew.
 */
class SignedAttemptsTests {

	private static WireGateway refusingTwice() {
		AtomicInteger attempts = new AtomicInteger();
		return WireGateway.start((request) -> (attempts.incrementAndGet() < 3)
				? WireResponse.unsigned(503, "<html>busy</html>") : WireResponse.signed(204, ""));
	}

	private static WireGateway breakingTwice() {
		AtomicInteger attempts = new AtomicInteger();
		return WireGateway
			.start((request) -> (attempts.incrementAndGet() < 3) ? WireResponse.none() : WireResponse.signed(204, ""));
	}

	private static void assertSignedAnew(WireGateway gateway) {
		assertThat(gateway.requests()).hasSize(3)
			.allSatisfy((request) -> assertThat(WireKeys.verifies(request, request.body())).isTrue())
			.allSatisfy((request) -> assertThat(request.text()).isEqualTo("{\"mchid\":\"1\"}"));
		assertThat(gateway.requests()).extracting(WireRequest::nonce).doesNotHaveDuplicates();
	}

	private static Mono<?> call(WebClient client) {
		return client.post().uri("v3/a").bodyValue("{\"mchid\":\"1\"}").retrieve().toBodilessEntity();
	}

	private static void assertCompletes(Mono<?> call) {
		StepVerifier.create(call).expectNextCount(1).expectComplete().verify(SignedClients.LONG_ENOUGH);
	}

	@ParameterizedTest
	@EnumSource
	void retryOfTheCallerSignsAnew(Connector connector) {
		try (WireGateway gateway = refusingTwice()) {
			assertCompletes(call(SignedClients.create(connector, gateway.baseUrl())).retryWhen(Retry.max(2)));

			assertSignedAnew(gateway);
		}
	}

	@ParameterizedTest
	@EnumSource
	void retryInsideAnOuterFilterSignsAnew(Connector connector) {
		try (WireGateway gateway = refusingTwice()) {
			WebClient client = SignedClients.create(connector, gateway.baseUrl(),
					(builder) -> builder.filter((request, next) -> next.exchange(request)
						.flatMap((response) -> response.statusCode().isError() ? response.createError()
								: Mono.just(response))
						.retry(2)));

			assertCompletes(call(client));

			assertSignedAnew(gateway);
		}
	}

	@ParameterizedTest
	@EnumSource
	void retryAfterBrokenConnectionSignsAnew(Connector connector) {
		try (WireGateway gateway = breakingTwice()) {
			assertCompletes(call(SignedClients.create(connector, gateway.baseUrl())).retry(2));

			assertSignedAnew(gateway);
		}
	}

	@ParameterizedTest
	@EnumSource
	void repeatedSubscriptionSignsAnew(Connector connector) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""))) {
			Mono<?> call = call(SignedClients.create(connector, gateway.baseUrl()));

			StepVerifier.create(call.repeat(2)).expectNextCount(3).expectComplete().verify(SignedClients.LONG_ENOUGH);

			assertSignedAnew(gateway);
		}
	}

	@ParameterizedTest
	@EnumSource
	void repetitionBehindTheSignatureIsNotWrittenAfterABrokenConnection(Connector connector) {
		AtomicInteger attempts = new AtomicInteger();
		try (WireGateway gateway = WireGateway.start(
				(request) -> (attempts.incrementAndGet() == 1) ? WireResponse.none() : WireResponse.signed(204, ""))) {
			assertWrittenOnce(gateway, repeatingBehind(connector, gateway));
		}
	}

	@ParameterizedTest
	@EnumSource
	void repetitionBehindTheSignatureIsNotWrittenAfterAResponse(Connector connector) {
		AtomicInteger attempts = new AtomicInteger();
		try (WireGateway gateway = WireGateway.start((request) -> (attempts.incrementAndGet() == 1)
				? WireResponse.unsigned(503, "") : WireResponse.signed(204, ""))) {
			assertWrittenOnce(gateway, repeatingBehind(connector, gateway));
		}
	}

	@ParameterizedTest
	@EnumSource
	void repetitionBehindTheSignatureDoesNotHideThatSomethingWasSent(Connector connector) {
		AtomicReference<WireGateway> running = new AtomicReference<>();
		try (WireGateway gateway = WireGateway.start((request) -> {
			running.get().close();
			return WireResponse.none();
		})) {
			running.set(gateway);

			assertWrittenOnce(gateway, repeatingBehind(connector, gateway));
		}
	}

	private static WebClient repeatingBehind(Connector connector, WireGateway gateway) {
		return SignedClients.create(connector, gateway.baseUrl())
			.mutate()
			.filter((request, next) -> next.exchange(request)
				.flatMap((response) -> response.statusCode().isError() ? response.createError() : Mono.just(response))
				.retry(1))
			.build();
	}

	private static void assertWrittenOnce(WireGateway gateway, WebClient client) {
		StepVerifier.create(call(client))
			.expectErrorSatisfies((ex) -> assertOutcome(ex, Outcome.UNKNOWN))
			.verify(SignedClients.LONG_ENOUGH);

		assertThat(gateway.requests()).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void saysThatNothingWasSentWithoutConnection(Connector connector) {
		StepVerifier.create(call(SignedClients.create(connector, WireGateway.deserted())))
			.expectErrorSatisfies((ex) -> assertOutcome(ex, Outcome.NOT_SENT))
			.verify(SignedClients.LONG_ENOUGH);
	}

	@ParameterizedTest
	@EnumSource
	void saysThatTheOutcomeIsUnknownOnceTheConnectionBreaks(Connector connector) {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.none())) {
			StepVerifier.create(call(SignedClients.create(connector, gateway.baseUrl())))
				.expectErrorSatisfies((ex) -> assertOutcome(ex, Outcome.UNKNOWN))
				.verify(SignedClients.LONG_ENOUGH);

			assertThat(gateway.requests()).hasSize(1);
		}
	}

	private static void assertOutcome(Throwable ex, Outcome outcome) {
		assertThat(ex).isInstanceOf(WechatPayHkTransportException.class)
			.extracting((error) -> ((WechatPayHkException) error).outcome())
			.isEqualTo(outcome);
	}

}
