package io.github.wechatpayhk.benchmarks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.signature.Signer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The client beside the faster providers that it knows by name, on the class path.
 */
@EnabledOnOs(value = OS.LINUX, architectures = { "amd64", "x86_64" })
class NativeProviderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

	private final KeyPair keys = rsaKeys();

	@Test
	void theFastestIsFoundByItself() {
		assertThat(SignatureProvider.auto().name()).isEqualTo("AmazonCorrettoCryptoProvider");
		assertThat(Signer.rsa(this.keys.getPrivate()).sign(MESSAGE).block(PATIENCE)).isEqualTo(signatureOfTheJdk());
	}

	@Test
	void aKeyThatStaysInItsTokenStaysWithTheJdk() {
		assertThat(Signer.rsa(new OpaqueKey())).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "corretto", "conscrypt" })
	void signsLikeTheJdk(String name) {
		Signer signer = Signer.rsa(this.keys.getPrivate(), SignatureProvider.named(name));

		assertThat(signer.sign(MESSAGE).block(PATIENCE)).isEqualTo(signatureOfTheJdk());
		assertThat(signer.sign(MESSAGE).block(PATIENCE)).isEqualTo(signatureOfTheJdk());
	}

	@ParameterizedTest
	@ValueSource(strings = { "corretto", "conscrypt" })
	void refusesAKeyThatStaysInItsToken(String name) {
		SignatureProvider provider = SignatureProvider.named(name);

		assertThatIllegalArgumentException().isThrownBy(() -> Signer.rsa(new OpaqueKey(), provider));
	}

	@ParameterizedTest
	@ValueSource(strings = { "corretto", "conscrypt" })
	void verifiesWhatIsGenuineAndRefusesTheRest(String name) throws GeneralSecurityException {
		ResponseVerifier verifier = ResponseVerifier.create((serial) -> Mono.just(this.keys.getPublic()),
				InstantSource.system(), SignatureProvider.named(name));
		String timestamp = Long.toString(InstantSource.system().instant().getEpochSecond());
		byte[] signature = sign(timestamp + "\nnonce\n\n");

		assertThat(verifier.verify(response(timestamp, "nonce", signature)).block(PATIENCE))
			.isEqualTo(SignatureStatus.VERIFIED);
		assertThatExceptionOfType(WechatPayHkSignatureException.class)
			.isThrownBy(() -> verifier.verify(response(timestamp, "other", signature)).block(PATIENCE));
		assertThatExceptionOfType(WechatPayHkSignatureException.class)
			.isThrownBy(() -> verifier.verify(response(timestamp, "nonce", new byte[3])).block(PATIENCE));
	}

	@ParameterizedTest
	@ValueSource(strings = { "corretto", "conscrypt" })
	void verifiesWithEachOfTwoKeysInTurn(String name) throws GeneralSecurityException {
		KeyPair others = rsaKeys();
		ResponseVerifier verifier = ResponseVerifier.create(
				(serial) -> Mono.just(serial.toString().equals("A1") ? this.keys.getPublic() : others.getPublic()),
				InstantSource.system(), SignatureProvider.named(name));
		String timestamp = Long.toString(InstantSource.system().instant().getEpochSecond());

		for (String nonce : List.of("first", "second", "third")) {
			byte[] signature = sign(timestamp + '\n' + nonce + "\n\n");
			assertThat(verifier.verify(response(timestamp, nonce, signature, "A1")).block(PATIENCE))
				.isEqualTo(SignatureStatus.VERIFIED);
			assertThatExceptionOfType(WechatPayHkSignatureException.class)
				.isThrownBy(() -> verifier.verify(response(timestamp, nonce, signature, "B2")).block(PATIENCE))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(WechatPayHkSignatureException.Reason.MISMATCH));
		}
	}

	private byte @Nullable [] signatureOfTheJdk() {
		return Signer.rsa(this.keys.getPrivate(), SignatureProvider.standard()).sign(MESSAGE).block(PATIENCE);
	}

	private static SignedResponse response(String timestamp, String nonce, byte[] signature) {
		return response(timestamp, nonce, signature, "A1");
	}

	private static SignedResponse response(String timestamp, String nonce, byte[] signature, String serial) {
		Map<String, String> headers = Map.of("Wechatpay-Timestamp", timestamp, "Wechatpay-Nonce", nonce,
				"Wechatpay-Signature", Base64.getEncoder().encodeToString(signature), "Wechatpay-Serial", serial);
		return new SignedResponse("POST", "/reverse", 204,
				(name) -> headers.containsKey(name) ? List.of(Objects.requireNonNull(headers.get(name))) : List.of(),
				new byte[0]);
	}

	private byte[] sign(String message) throws GeneralSecurityException {
		Signature signature = Signature.getInstance("SHA256withRSA");
		signature.initSign(this.keys.getPrivate());
		signature.update(message.getBytes(StandardCharsets.UTF_8));
		return signature.sign();
	}

	private static KeyPair rsaKeys() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			return generator.generateKeyPair();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * A key that never leaves its token.
	 */
	private static final class OpaqueKey implements PrivateKey {

		private static final long serialVersionUID = 1L;

		@Override
		public String getAlgorithm() {
			return "RSA";
		}

		@Override
		@SuppressWarnings("NullAway")
		public String getFormat() {
			return null;
		}

		@Override
		@SuppressWarnings("NullAway")
		public byte[] getEncoded() {
			return null;
		}

	}

}
