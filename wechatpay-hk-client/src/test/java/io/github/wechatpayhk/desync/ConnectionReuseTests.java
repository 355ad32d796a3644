package io.github.wechatpayhk.desync;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.AcceptedNonces;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection is used again only after one complete response that was verified.
 */
class ConnectionReuseTests {

	private static final String ORDER = "1217752501201407033233368018";

	/**
	 * With one connection, the next call waits until the one before has left it.
	 */
	private final WechatPayHkConnector connector = WechatPayHkConnector.create(new ConnectionSettings(
			Duration.ofSeconds(20), 1, -1, Duration.ofSeconds(20), Duration.ofSeconds(60), null));

	private final CountDownLatch unexpected = new CountDownLatch(1);

	@AfterEach
	void close() {
		this.connector.close();
	}

	static Stream<Arguments> verified() {
		return Stream.of(response("204", () -> WireResponse.signed(204, "")),
				response("404", () -> WireResponse.signed(404, "{\"code\":\"ORDER_NOT_EXIST\"}")),
				response("500", () -> WireResponse.signed(500, "{\"code\":\"SYSTEM_ERROR\"}")));
	}

	static Stream<Arguments> notVerified() {
		return Stream.of(response("unsigned 204", () -> WireResponse.unsigned(204, "")),
				response("forged 204", () -> WireResponse.forged(204, "")),
				response("unsigned 404", () -> WireResponse.unsigned(404, "{\"code\":\"ORDER_NOT_EXIST\"}")),
				response("unsigned 504", () -> WireResponse.unsigned(504, "")),
				response("204 with a length", () -> header(WireResponse.signed(204, ""), "Content-Length: 5")),
				response("304 with a length",
						() -> WireResponse.signed(304, "").with((text) -> text.replace("Length: 0", "Length: 5"))),
				response("last of its connection", () -> header(WireResponse.signed(204, ""), "Connection: close")));
	}

	private static Arguments response(String name, Supplier<WireResponse> response) {
		return Arguments.of(name, response);
	}

	private static WireResponse header(WireResponse response, String header) {
		return response.with((text) -> text.replaceFirst("\r\n", "\r\n" + header + "\r\n"));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("verified")
	void reusesAfterVerified(String name, Supplier<WireResponse> response) {
		try (WireGateway gateway = WireGateway.start((request) -> response.get())) {
			callTwice(gateway);

			assertThat(gateway.acceptedConnections()).isEqualTo(1);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("notVerified")
	void closesAfterAnythingElse(String name, Supplier<WireResponse> response) {
		try (WireGateway gateway = WireGateway.start((request) -> response.get())) {
			callTwice(gateway);

			assertThat(gateway.acceptedConnections()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "100 Continue", "102 Processing", "103 Early Hints", "199 Whatever" })
	void interimResponseEndsNothing(String status) {
		String interim = "HTTP/1.1 " + status + "\r\nLink: </style.css>\r\n\r\n";
		try (WireGateway gateway = WireGateway
			.start((request) -> WireResponse.signed(204, "").with((text) -> interim + interim + text))) {
			ReverseOrderService service = service(gateway);

			StepVerifier.create(service.reverse(ORDER).then(service.reverse(ORDER))).verifyComplete();
			assertThat(gateway.acceptedConnections()).isEqualTo(1);
		}
	}

	@Test
	void upgradeNobodyAskedForIsFinal() {
		try (WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, "")
			.with((text) -> "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n" + text))) {
			StepVerifier.create(service(gateway).reverse(ORDER)).verifyError();
		}
	}

	@Test
	void bytesNobodyAwaitsCloseTheConnection() throws InterruptedException {
		WireResponse genuine = WireResponse.signed(204, "");
		try (WireGateway gateway = WireGateway
			.start((request) -> genuine.with((text) -> text + "HTTP/1.1 204 No Content\r\n\r\n"))) {
			StepVerifier.create(service(gateway).reverse(ORDER)).verifyComplete();

			assertThat(this.unexpected.await(30, TimeUnit.SECONDS)).isTrue();
			assertThat(gateway.acceptedConnections()).isEqualTo(1);
			StepVerifier.create(service(gateway).reverse(ORDER)).verifyComplete();
			assertThat(gateway.acceptedConnections()).isEqualTo(2);
		}
	}

	/**
	 * The first bytes of a response that nobody awaits come in the same read as the end
	 * of a genuine one. The rest of them comes in place of the next response.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 100, -1 })
	void bytesBehindTheEndCloseTheConnection(int length) {
		String unasked = new String(WireResponse.signed(204, "").bytes(), StandardCharsets.ISO_8859_1);
		int end = Math.floorMod(length, unasked.length());
		AtomicInteger requests = new AtomicInteger();
		WireResponse start = WireResponse.signed(204, "").with((text) -> text + unasked.substring(0, end));
		WireResponse rest = WireResponse.signed(204, "").with((text) -> unasked.substring(end)).thenClose();
		try (WireGateway gateway = WireGateway.start((request) -> (requests.getAndIncrement() == 0) ? start : rest)) {
			ReverseOrderService service = service(gateway);
			StepVerifier.create(service.reverse(ORDER)).verifyComplete();

			StepVerifier.create(service.reverse("ANOTHER")).verifyError();
			assertThat(gateway.acceptedConnections()).isEqualTo(2);
		}
	}

	@Test
	void acceptsANonceOnce() {
		WireResponse same = WireResponse.signed(204, "");
		AcceptedNonces acceptedNonces = AcceptedNonces.create();
		try (WireGateway gateway = WireGateway.start((request) -> same)) {
			StepVerifier.create(service(gateway, acceptedNonces).reverse(ORDER)).verifyComplete();

			StepVerifier.create(service(gateway, acceptedNonces).reverse("ANOTHER"))
				.verifyErrorSatisfies((error) -> assertThat(error)
					.isInstanceOfSatisfying(WechatPayHkSignatureException.class,
							(ex) -> assertThat(ex.reason()).isEqualTo(Reason.REPLAYED))
					.hasMessageContaining("outcome UNKNOWN"));
		}
	}

	private void callTwice(WireGateway gateway) {
		ReverseOrderService service = service(gateway);
		Mono<Void> call = service.reverse(ORDER).onErrorComplete();
		StepVerifier.create(call.then(call)).verifyComplete();
	}

	private ReverseOrderService service(WireGateway gateway) {
		return service(gateway, AcceptedNonces.create());
	}

	private ReverseOrderService service(WireGateway gateway, AcceptedNonces acceptedNonces) {
		CountDownLatch latch = this.unexpected;
		return ReverseOrderService.create(WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(gateway.baseUrl())
			.connector(this.connector)
			.acceptedNonces(acceptedNonces)
			.signatureListener(new SignatureListener() {

				@Override
				public void unexpectedResponse() {
					latch.countDown();
				}

			})
			.build());
	}

}
