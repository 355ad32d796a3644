package io.github.wechatpayhk.simulator.platform;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.github.wechatpayhk.simulator.DirectCaller;
import io.github.wechatpayhk.simulator.TestCaller;
import io.github.wechatpayhk.simulator.TestKeys;
import io.github.wechatpayhk.simulator.Vectors;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class PlatformTests {

	private static WechatPayHkSimulator simulator(PlatformMode mode) {
		return WechatPayHkSimulator.builder()
			.merchant(TestKeys.merchant())
			.platform(TestKeys::platform)
			.mode(mode)
			.startInMemory();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hk/v3/certificates", "/v3/global/certificates", "/v3/certificates" })
	void listsCertificatesThatVerifyTheListItself(String target) throws Exception {
		WechatPayHkSimulator simulator = simulator(PlatformMode.CERTIFICATES);

		RawResponse response = new DirectCaller(simulator).get(target);

		X509Certificate certificate = listed(response).get(0);
		assertThat(certificate).isEqualTo(simulator.platform().certificate());
		assertThat(response.headers().first("Wechatpay-Serial")).isEqualTo("5157F09EFDC096DE15EBE81A47057A7232F1B8E1");
		assertThat(DirectCaller.isSigned(response, certificate.getPublicKey())).isTrue();
	}

	@Test
	void announcesRotatesAndWithdraws() throws Exception {
		WechatPayHkSimulator simulator = simulator(PlatformMode.CERTIFICATES);
		DirectCaller caller = new DirectCaller(simulator);
		String former = simulator.platform().serialNumber();

		PlatformCertificate next = simulator.platform()
			.announce(PlatformCertificate.of(Vectors.text("platform-next-private.pem"),
					Vectors.text("platform-next-cert.pem")));
		RawResponse announced = caller.get("/hk/v3/certificates");
		simulator.platform().rotate();
		RawResponse rotated = caller.get("/hk/v3/certificates");
		boolean isWithdrawn = simulator.platform().withdraw(former);
		RawResponse withdrawn = caller.get("/hk/v3/certificates");

		assertThat(next.serialNumber()).isEqualTo("0A57F09EFDC096DE15EBE81A47057A7232F1B8E2");
		assertThat(listed(announced)).hasSize(2);
		assertThat(DirectCaller.isSigned(announced, key("platform-cert.pem"))).isTrue();
		assertThat(listed(rotated)).hasSize(2);
		assertThat(DirectCaller.isSigned(rotated, key("platform-next-cert.pem"))).isTrue();
		assertThat(isWithdrawn).isTrue();
		assertThat(listed(withdrawn)).containsExactly(next.certificate());
	}

	@Test
	void eachRotationBringsANewCertificate() {
		SimulatedPlatform platform = simulator(PlatformMode.BOTH).platform();
		String first = platform.serialNumber();
		String second = platform.rotate().serialNumber();
		String third = platform.rotate().serialNumber();

		assertThat(platform.listed()).extracting(PlatformCertificate::serialNumber)
			.containsExactly(third, second, first)
			.doesNotHaveDuplicates();
		assertThat(platform.withdraw(third)).isTrue();
		assertThat(platform.serialNumber()).isNotIn(first, second, third);
		assertThat(platform.withdraw(third)).isFalse();
	}

	@Test
	void hasNoCertificatesInPublicKeyMode() {
		WechatPayHkSimulator simulator = simulator(PlatformMode.PUBLIC_KEY);

		RawResponse response = new DirectCaller(simulator).get("/hk/v3/certificates");

		assertThat(response.status()).isEqualTo(404);
		assertThat(DirectCaller.code(response)).isEqualTo("NOT_FOUND");
		assertThat(DirectCaller.isSigned(response, simulator.platform().publicKey())).isTrue();
	}

	@Test
	void signsWithTheKeyThatTheRequestNamesWhereBothAreOffered() {
		WechatPayHkSimulator simulator = simulator(PlatformMode.BOTH);

		assertThat(serial(simulator, null)).isEqualTo(simulator.platform().publicKeyId());
		assertThat(serial(simulator, simulator.platform().publicKeyId())).isEqualTo(simulator.platform().publicKeyId());
		assertThat(serial(simulator, simulator.platform().serialNumber()))
			.isEqualTo(simulator.platform().serialNumber());
	}

	private static String serial(WechatPayHkSimulator simulator, @Nullable String wanted) {
		RawRequest request = new DirectCaller(simulator).request("GET",
				"/hk/v3/transactions/id/" + WechatPayHkSimulator.PAID_TRANSACTION + "?mchid=1900000109", "");
		RawResponse response = simulator.gateway()
			.handle((wanted == null) ? request : new RawRequest(request.method(), request.target(),
					request.headers().with("wechatpay-serial", wanted), request.body()));
		return String.valueOf(response.headers().first("Wechatpay-Serial"));
	}

	@Test
	void knowsSeveralMerchantsWithKeysOfTheirOwn() {
		SimulatedMerchant other = SimulatedMerchant.builder().direct("1900000777").build();
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.merchant(TestKeys.merchant())
			.merchant(other)
			.platform(TestKeys::platform)
			.start()) {
			simulator.orders().put(SimulatedOrder.quickPay("T1").merchant(other));
			String target = "/hk/v3/transactions/out-trade-no/T1/reverse";
			TestCaller first = new TestCaller(simulator);
			TestCaller second = new TestCaller(simulator, other, "1900000777");
			TestCaller impostor = new TestCaller(simulator, TestKeys.merchant(), "1900000777");

			assertThat(first.post(target, "{\"mchid\":\"1900000109\"}").statusCode()).isEqualTo(404);
			assertThat(first.post(target, "{\"mchid\":\"1900000777\"}").statusCode()).isEqualTo(403);
			assertThat(impostor.post(target, "{\"mchid\":\"1900000777\"}").statusCode()).isEqualTo(401);
			assertThat(second.post(target, "{\"mchid\":\"1900000777\"}").statusCode()).isEqualTo(204);
		}
	}

	private static PublicKey key(String file) {
		return Pem.readCertificate(Vectors.text(file)).getPublicKey();
	}

	private static List<X509Certificate> listed(RawResponse response) throws Exception {
		List<X509Certificate> certificates = new ArrayList<>();
		for (JsonNode entry : DirectCaller.json(response).get("data")) {
			JsonNode encrypted = entry.get("encrypt_certificate");
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(Vectors.bytes("apiv3-key.txt"), "AES"),
					new GCMParameterSpec(128, encrypted.get("nonce").stringValue().getBytes(StandardCharsets.UTF_8)));
			cipher.updateAAD(encrypted.get("associated_data").stringValue().getBytes(StandardCharsets.UTF_8));
			byte[] plain = cipher.doFinal(Base64.getDecoder().decode(encrypted.get("ciphertext").stringValue()));
			X509Certificate certificate = Pem.readCertificate(new String(plain, StandardCharsets.UTF_8));
			assertThat(entry.get("serial_no").stringValue())
				.isEqualTo(String.format("%040X", certificate.getSerialNumber()));
			certificates.add(certificate);
		}
		return certificates;
	}

}
