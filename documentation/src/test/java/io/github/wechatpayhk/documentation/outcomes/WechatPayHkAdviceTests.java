package io.github.wechatpayhk.documentation.outcomes;

import java.util.stream.Stream;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.test.web.servlet.client.MockMvcWebTestClient;

/**
 * One advice for both web stacks.
 */
class WechatPayHkAdviceTests {

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(new WechatPayHkRequestException("'outTradeNo' is too long"), 400),
				Arguments.of(new WechatPayHkTransportException(Outcome.NOT_SENT, "Connection refused", null), 503),
				Arguments.of(
						new WechatPayHkApiException(400, SignatureStatus.VERIFIED, "9770", "ORDER_CLOSED", null, null),
						422),
				Arguments.of(
						new WechatPayHkApiException(500, SignatureStatus.VERIFIED, "9770", "SYSTEM_ERROR", null, null),
						502));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void tellsTheOutcomeInWebFlux(WechatPayHkException failure, int status) {
		assertTold(WebTestClient.bindToController(controller(failure))
			.controllerAdvice(new WechatPayHkAdvice())
			.configureClient()
			.build(), failure, status);
	}

	@ParameterizedTest
	@MethodSource("failures")
	void tellsTheOutcomeInMvc(WechatPayHkException failure, int status) {
		assertTold(MockMvcWebTestClient.bindToController(controller(failure))
			.controllerAdvice(new WechatPayHkAdvice())
			.build(), failure, status);
	}

	private static OrderController controller(WechatPayHkException failure) {
		return new OrderController((request) -> Mono.error(failure));
	}

	private static void assertTold(WebTestClient client, WechatPayHkException failure, int status) {
		client.post()
			.uri("/orders/T1/reverse")
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.expectBody()
			.jsonPath("$.outcome")
			.isEqualTo(failure.outcome().name())
			.jsonPath("$.requestId")
			.isEqualTo(failure.requestId());
	}

}
