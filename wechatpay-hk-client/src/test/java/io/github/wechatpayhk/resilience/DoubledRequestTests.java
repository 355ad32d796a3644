package io.github.wechatpayhk.resilience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Something on the way forwards a request, and then responses without a signature: the
 * order is reversed, so the call must not say that nothing was changed.
 */
class DoubledRequestTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String ORDER = "1217752501201407033233368018";

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	private final HttpClient http = HttpClient.newHttpClient();

	private final AtomicInteger doubled = new AtomicInteger(1);

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@ParameterizedTest
	@EnumSource
	void refusalOfTheSecondCopyIsNoRefusalOfTheFirst(UnsignedRefusals trusted) {
		try (WireGateway proxy = WireGateway.start(this::forwardTwice)) {
			verifyUnknown(service(proxy, trusted), 401);
		}
	}

	@Test
	void signedRefusalOfTheSecondCopyIsNoRefusalOfTheFirst() {
		try (WechatPayHkSimulator signing = WechatPayHkSimulator.builder()
			.gatewayRules((rules) -> rules.withProblemsSigned(true, true))
			.start(); WireGateway proxy = WireGateway.start((request) -> {
				forward(request, signing);
				return relayed(forward(request, signing));
			})) {
			StepVerifier.create(service(proxy, UnsignedRefusals.CODES_ONLY, signing).reverse(ORDER))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
							assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
							assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.VERIFIED);
						}))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void filterThatForwardsAndThenRefusesProvesNothing() {
		try (WireGateway proxy = WireGateway.start((request) -> {
			forward(request, this.simulator);
			return WireResponse.unsigned(403, "<h1>Forbidden</h1>");
		})) {
			verifyUnknown(service(proxy, UnsignedRefusals.CODES_ONLY), 403);
		}
	}

	@Test
	void nextAttemptIsSignedAnewAndCompletes() {
		try (WireGateway proxy = WireGateway.start((request) -> (this.doubled.getAndDecrement() > 0)
				? forwardTwice(request) : relayed(forward(request, this.simulator)))) {
			ReverseOrderService service = ResilientCalls.builder("1900000109")
				.build()
				.decorate(service(proxy, UnsignedRefusals.CODES_ONLY));

			StepVerifier.create(service.reverse(ORDER)).expectComplete().verify(LONG_ENOUGH);

			assertThat(proxy.requests()).hasSize(2).extracting(WireRequest::nonce).doesNotHaveDuplicates();
		}
	}

	private void verifyUnknown(ReverseOrderService service, int status) {
		StepVerifier.create(service.reverse(ORDER))
			.expectErrorSatisfies(
					(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
						assertThat(ex.status()).isEqualTo(status);
						assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
						assertThat(ex.isRepeatable()).isTrue();
					}))
			.verify(LONG_ENOUGH);
		assertThat(this.simulator.orders().find(ORDER)).extracting(SimulatedOrder::state).isEqualTo(TradeState.REVOKED);
	}

	private WireResponse forwardTwice(WireRequest request) {
		forward(request, this.simulator);
		return relayed(forward(request, this.simulator));
	}

	private HttpResponse<byte[]> forward(WireRequest request, WechatPayHkSimulator simulator) {
		HttpRequest copy = HttpRequest.newBuilder(simulator.baseUrl().resolve(request.target()))
			.header("Authorization", String.valueOf(request.header("Authorization")))
			.header("Content-Type", "application/json")
			.header("Accept", "application/json")
			.header("User-Agent", "proxy")
			.method(request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body()))
			.build();
		try {
			return this.http.send(copy, HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static WireResponse relayed(HttpResponse<byte[]> response) {
		String[] headers = response.headers()
			.map()
			.entrySet()
			.stream()
			.filter((header) -> header.getKey().startsWith("wechatpay-") || header.getKey().equals("request-id"))
			.map((header) -> header.getKey() + ": " + header.getValue().get(0))
			.toArray(String[]::new);
		return WireResponse.unsigned(response.statusCode(), new String(response.body(), StandardCharsets.UTF_8),
				headers);
	}

	private ReverseOrderService service(WireGateway proxy, UnsignedRefusals trusted) {
		return service(proxy, trusted, this.simulator);
	}

	private static ReverseOrderService service(WireGateway proxy, UnsignedRefusals trusted,
			WechatPayHkSimulator simulator) {
		return ReverseOrderService.create(WechatPayHkClient
			.builder(MerchantIds.direct("1900000109"),
					new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
							Signer.rsa(simulator.merchant().privateKey())),
					PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
							simulator.platform().publicKey()))
			.baseUrl(proxy.baseUrl())
			.trustUnsignedRefusals(trusted)
			.connector(Connector.OURS.get())
			.build());
	}

}
