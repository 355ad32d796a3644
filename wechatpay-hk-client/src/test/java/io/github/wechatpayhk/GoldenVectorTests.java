package io.github.wechatpayhk;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.probe.Conduct;
import io.github.wechatpayhk.probe.ProbeGateway;
import io.github.wechatpayhk.probe.ProbeRequest;
import io.github.wechatpayhk.probe.ProbeResponse;
import io.github.wechatpayhk.probe.Vectors;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The golden vectors, over a socket: what is sent equals them to the byte, and what they
 * hold is trusted or refused as it should be.
 */
class GoldenVectorTests {

	private static final long REQUEST_TIME = 1554208460;

	private static final long RESPONSE_TIME = 1554209980;

	private static final String ORDER = "1217752501201407033233368018";

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final ProbeResponse SIGNED_204 = ProbeResponse.vector("response204-headers.txt", new byte[0]);

	private static WechatPayHkClientBuilder client(ProbeGateway gateway, long now) {
		InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(now));
		return WechatPayHkClient
			.builder(new MerchantIds("1900000109", "1900000100", "1900000109"),
					new MerchantCredential(SerialNumber.of("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4"),
							Signer.rsa(Vectors.privateKey("private.pem"))),
					PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem"),
							Vectors.certificate("platform-next-cert.pem")), clock))
			.baseUrl(gateway.baseUrl())
			.clock(clock)
			.nonces(() -> "593BEC0C930BF1AFEB40B4A08C8FB242");
	}

	@Test
	void signsAReversalOfTheHkGenerationToTheByte() throws Exception {
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.of(204).signedAt(REQUEST_TIME))) {
			ReverseOrderService service = ReverseOrderService.create(client(gateway, REQUEST_TIME).build());

			StepVerifier.create(service.reverse(ORDER)).expectComplete().verify(LONG_ENOUGH);

			assertIsVector(gateway, "message.txt", "authorization.txt");
			ProbeRequest request = gateway.requests().get(0);
			assertThat(request.body()).isEqualTo(Vectors.bytes("body.json"));
			assertThat(request.header("Content-Length")).isEqualTo("71");
			assertThat(request.header("Content-Type")).isEqualTo("application/json");
			assertThat(request.header("Accept")).isEqualTo("application/json");
			assertThat(request.header("User-Agent")).isNotEmpty();
			assertThat(request.header("Transfer-Encoding")).isNull();
		}
	}

	@Test
	void signsAReversalOfTheGlobalGenerationToTheByte() throws Exception {
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.of(204).signedAt(REQUEST_TIME))) {
			ReverseOrderService service = ReverseOrderService.create(
					client(gateway, REQUEST_TIME).baseUrl(gateway.url("/")).generation(ApiGeneration.GLOBAL).build());

			StepVerifier.create(service.reverse(ORDER)).expectComplete().verify(LONG_ENOUGH);

			assertIsVector(gateway, "global-message.txt", "global-authorization.txt");
			assertThat(gateway.requests().get(0).body()).isEqualTo(Vectors.bytes("body.json"));
		}
	}

	@Test
	void signsAQueryToTheByte() throws Exception {
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.json(200, "{}").signedAt(REQUEST_TIME))) {
			Mono<String> response = client(gateway, REQUEST_TIME).build()
				.webClient()
				.get()
				.uri("v3/transactions/out-trade-no/{no}?sp_mchid=1900000100&sub_mchid=1900000109", ORDER)
				.retrieve()
				.bodyToMono(String.class);

			StepVerifier.create(response).expectNext("{}").expectComplete().verify(LONG_ENOUGH);

			assertIsVector(gateway, "get-message.txt", "get-authorization.txt");
			assertThat(gateway.requests().get(0).body()).isEmpty();
			assertThat(gateway.requests().get(0).header("Content-Type")).isNull();
		}
	}

	private static void assertIsVector(ProbeGateway gateway, String message, String authorization) {
		List<String> lines = Vectors.text(message).lines().toList();
		ProbeRequest request = gateway.requests().get(0);
		assertThat(request.requestLine()).isEqualTo(lines.get(0) + " " + lines.get(1) + " HTTP/1.1");
		assertThat(request.header("Authorization")).isEqualTo(Vectors.text(authorization));
		assertThat(gateway.requests()).hasSize(1);
	}

	@Test
	void trustsTheSigned204() throws Exception {
		assertTrusted(SIGNED_204, RESPONSE_TIME);
	}

	@ParameterizedTest
	@ValueSource(longs = { RESPONSE_TIME - 300, RESPONSE_TIME + 300 })
	void trustsWhatIsExactlyFiveMinutesAway(long now) throws Exception {
		assertTrusted(SIGNED_204, now);
	}

	@ParameterizedTest
	@ValueSource(longs = { RESPONSE_TIME - 301, RESPONSE_TIME + 301 })
	void refusesWhatIsFartherAway(long now) throws Exception {
		assertRefused(SIGNED_204, now, Reason.STALE);
	}

	@Test
	void refusesTheProbe() throws Exception {
		assertRefused(SIGNED_204.replace("Wechatpay-Signature", Vectors.text("signtest-signature.txt")), RESPONSE_TIME,
				Reason.PROBE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "0A57F09EFDC096DE15EBE81A47057A7232F1B8E2", "A57F09EFDC096DE15EBE81A47057A7232F1B8E2",
			"0a57f09efdc096de15ebe81a47057a7232f1b8e2", "000A57F09EFDC096DE15EBE81A47057A7232F1B8E2" })
	void comparesSerialNumbersByTheirValue(String serial) throws Exception {
		assertTrusted(ProbeResponse.of(204).signed(serial, "platform-next-private.pem", RESPONSE_TIME), RESPONSE_TIME);
	}

	private static void assertTrusted(Conduct conduct, long now) throws Exception {
		try (ProbeGateway gateway = ProbeGateway.start(conduct)) {
			ReverseOrderService service = ReverseOrderService.create(client(gateway, now).build());

			StepVerifier.create(service.reverse(ORDER)).expectComplete().verify(LONG_ENOUGH);
		}
	}

	private static void assertRefused(Conduct conduct, long now, Reason reason) throws Exception {
		try (ProbeGateway gateway = ProbeGateway.start(conduct)) {
			ReverseOrderService service = ReverseOrderService.create(client(gateway, now).build());

			StepVerifier.create(service.reverse(ORDER))
				.expectErrorSatisfies((ex) -> assertRefusal(ex, reason))
				.verify(LONG_ENOUGH);
		}
	}

	private static void assertRefusal(Throwable ex, Reason reason) {
		assertThat(ex).isInstanceOfSatisfying(WechatPayHkSignatureException.class, (refusal) -> {
			assertThat(refusal.reason()).isEqualTo(reason);
			assertThat(refusal.signatureStatus()).isEqualTo(SignatureStatus.INVALID);
			assertThat(refusal.requestId()).isEqualTo(ProbeResponse.REQUEST_ID);
		});
	}

	@Test
	void trustsChineseTextAndHandsItOnUnchanged() throws Exception {
		byte[] body = Vectors.bytes("response200-body.json");
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.vector("response200-headers.txt", body))) {
			StepVerifier.create(get(gateway, "v3/transactions/id/4200000000002104083200000488"))
				.assertNext((response) -> assertThat(response).isEqualTo(body)
					.asString(StandardCharsets.UTF_8)
					.contains("支付成功"))
				.expectComplete()
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void refusesChineseTextThatLostItsCharset() throws Exception {
		byte[] body = Vectors.text("response200-body.json").getBytes(StandardCharsets.UTF_16BE);
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.vector("response200-headers.txt", body))) {
			StepVerifier.create(get(gateway, "v3/transactions/id/4200000000002104083200000488"))
				.expectErrorSatisfies((ex) -> assertRefusal(ex, Reason.MISMATCH))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void trustsAStatementByItsDigest() throws Exception {
		byte[] body = Vectors.bytes("statement-body.csv");
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.vector("statement-headers.txt", body))) {
			StepVerifier.create(get(gateway, "v3/statements?date=20180130&mchid=1900000109"))
				.assertNext((response) -> assertThat(response).isEqualTo(body))
				.expectComplete()
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void refusesAStatementThatWasChanged() throws Exception {
		byte[] body = Vectors.bytes("statement-body.csv");
		body[body.length / 2] ^= 1;
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.vector("statement-headers.txt", body))) {
			StepVerifier.create(get(gateway, "v3/statements?date=20180130&mchid=1900000109"))
				.expectErrorSatisfies((ex) -> assertRefusal(ex, Reason.MISMATCH))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void refusesAStatementsDigestInPlaceOfAnyOtherBody() throws Exception {
		byte[] body = Vectors.bytes("statement-body.csv");
		try (ProbeGateway gateway = ProbeGateway.start(ProbeResponse.vector("statement-headers.txt", body))) {
			StepVerifier.create(get(gateway, "v3/transactions/id/4200000000002104083200000488"))
				.expectErrorSatisfies((ex) -> assertRefusal(ex, Reason.MISMATCH))
				.verify(LONG_ENOUGH);
		}
	}

	private static Mono<byte[]> get(ProbeGateway gateway, String path) {
		return client(gateway, RESPONSE_TIME).build().webClient().get().uri(path).retrieve().bodyToMono(byte[].class);
	}

}
