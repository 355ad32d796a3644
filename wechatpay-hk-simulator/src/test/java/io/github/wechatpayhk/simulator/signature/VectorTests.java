package io.github.wechatpayhk.simulator.signature;

import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.List;

import io.github.wechatpayhk.simulator.Vectors;
import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.merchant.Merchants;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.platform.PlatformKey;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class VectorTests {

	private static final String REVERSE = "/hk/v3/transactions/out-trade-no/1217752501201407033233368018/reverse";

	private final SimulatedClock clock = SimulatedClock.standing(Instant.ofEpochSecond(1554208460));

	private final RequestVerifier verifier = new RequestVerifier(
			new Merchants(List.of(SimulatedMerchant.of(Vectors.text("private.pem"), Vectors.text("cert.pem")))),
			this.clock);

	@ParameterizedTest
	@CsvSource({ "POST, " + REVERSE + ", authorization.txt",
			"POST, /v3/global/micropay/transactions/out-trade-no/1217752501201407033233368018/reverse, global-authorization.txt",
			"GET, /hk/v3/transactions/out-trade-no/1217752501201407033233368018?sp_mchid=1900000100&sub_mchid=1900000109, get-authorization.txt" })
	void verifiesRequests(String method, String target, String authorization) {
		assertThat(this.verifier.verify(request(method, target, Vectors.text(authorization)))).isEqualTo("1900000100");
	}

	@Test
	void namesTheExpectedMessageLineByLine() {
		RawRequest request = request("POST", REVERSE.replace("33368018", "33368019"),
				Vectors.text("authorization.txt"));

		assertThatExceptionOfType(SignatureRefusal.class).isThrownBy(() -> this.verifier.verify(request))
			.satisfies((refusal) -> assertThat(refusal.expectedMessage()).containsExactly("POST", request.target(),
					"1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", Vectors.text("body.json")));
	}

	@Test
	void refusesTheSameNonceTwice() {
		this.verifier.verify(request("POST", REVERSE, Vectors.text("authorization.txt")));

		assertThatExceptionOfType(SignatureRefusal.class)
			.isThrownBy(() -> this.verifier.verify(request("POST", REVERSE, Vectors.text("authorization.txt"))))
			.withMessageContaining("nonce_str");
	}

	@ParameterizedTest
	@CsvSource({ "response204, ''", "response200, response200-body.json", "certificates, certificates-body.json",
			"notify-payment, notify-payment-body.json", "notify-refund, notify-refund-body.json" })
	void signsResponsesToTheByte(String vector, String bodyFile) {
		PlatformKey key = new PlatformKey("5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
				Pem.readPrivateKey(Vectors.text("platform-private.pem")));
		byte[] body = bodyFile.isEmpty() ? new byte[0] : Vectors.bytes(bodyFile);
		String text = Vectors.text(vector + "-message.txt");

		RawHeaders headers = PlatformSigner.sign(RawHeaders.empty(), key,
				Instant.ofEpochSecond(Long.parseLong(text.split("\n", -1)[0])), text.split("\n", -1)[1], body);

		assertThat(headers.first("wechatpay-signature")).isEqualTo(Vectors.text(vector + "-signature.txt"));
		for (RawHeaders.Field field : headers.fields()) {
			assertThat(Vectors.text(vector + "-headers.txt")).contains(field.name() + ": " + field.value());
		}
	}

	@Test
	void encryptsCertificatesToTheByte() {
		JsonNode entry = JsonMapper.builder()
			.build()
			.readTree(Vectors.bytes("certificates-body.json"))
			.get("data")
			.get(0)
			.get("encrypt_certificate");

		String ciphertext = Aead.encrypt(Vectors.text("apiv3-key.txt"), entry.get("nonce").stringValue(),
				entry.get("associated_data").stringValue(), Vectors.text("platform-cert.pem"));

		assertThat(ciphertext).isEqualTo(entry.get("ciphertext").stringValue());
	}

	@Test
	void derivesPublicKeysOfGivenPrivateKeys() {
		PrivateKey key = Pem.readPrivateKey(Vectors.text("platform-private.pem"));

		assertThat(io.github.wechatpayhk.simulator.certificate.RsaKeys.pairOf(key).getPublic())
			.isEqualTo(Pem.readPublicKey(Vectors.text("platform-public.pem")))
			.isEqualTo(Pem.readCertificate(Vectors.text("platform-cert.pem")).getPublicKey());
	}

	private static RawRequest request(String method, String target, String authorization) {
		byte[] body = method.equals("GET") ? new byte[0] : Vectors.text("body.json").getBytes(StandardCharsets.UTF_8);
		return new RawRequest(method, target, RawHeaders.empty().with("authorization", authorization), body);
	}

}
