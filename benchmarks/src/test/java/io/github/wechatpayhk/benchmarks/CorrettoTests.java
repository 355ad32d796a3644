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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The client beside a faster provider on the class path.
 */
@EnabledOnOs(value = OS.LINUX, architectures = { "amd64", "x86_64" })
class CorrettoTests {

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

	private final KeyPair keys = rsaKeys();

	@BeforeEach
	void requireProvider() {
		assertThat(SignatureProvider.auto().name()).isEqualTo("AmazonCorrettoCryptoProvider");
	}

	@Test
	void isFoundByItselfAndSignsLikeTheJdk() {
		byte[] byItself = Signer.rsa(this.keys.getPrivate()).sign(MESSAGE).block(PATIENCE);

		assertThat(byItself)
			.isEqualTo(Signer.rsa(this.keys.getPrivate(), SignatureProvider.standard()).sign(MESSAGE).block(PATIENCE))
			.isEqualTo(Signer.rsa(this.keys.getPrivate(), SignatureProvider.named("corretto"))
				.sign(MESSAGE)
				.block(PATIENCE));
	}

	@Test
	void aKeyThatStaysInItsTokenStaysWithTheJdk() {
		PrivateKey opaque = new OpaqueKey();

		assertThat(Signer.rsa(opaque)).isNotNull();
		assertThatIllegalArgumentException().isThrownBy(() -> Signer.rsa(opaque, SignatureProvider.named("corretto")));
	}

	@Test
	void verifiesWhatIsGenuineAndRefusesTheRest() throws GeneralSecurityException {
		ResponseVerifier verifier = ResponseVerifier.create((serial) -> Mono.just(this.keys.getPublic()),
				InstantSource.system(), SignatureProvider.named("corretto"));
		String timestamp = Long.toString(InstantSource.system().instant().getEpochSecond());
		byte[] signature = sign(timestamp + "\nnonce\n\n");

		assertThat(verifier.verify(response(timestamp, "nonce", signature)).block(PATIENCE))
			.isEqualTo(SignatureStatus.VERIFIED);
		assertThatExceptionOfType(WechatPayHkSignatureException.class)
			.isThrownBy(() -> verifier.verify(response(timestamp, "other", signature)).block(PATIENCE));
		assertThatExceptionOfType(WechatPayHkSignatureException.class)
			.isThrownBy(() -> verifier.verify(response(timestamp, "nonce", new byte[3])).block(PATIENCE));
	}

	@Test
	void verifiesWithEachOfTwoKeysInTurn() throws GeneralSecurityException {
		KeyPair others = rsaKeys();
		ResponseVerifier verifier = ResponseVerifier.create(
				(serial) -> Mono.just(serial.toString().equals("A1") ? this.keys.getPublic() : others.getPublic()),
				InstantSource.system(), SignatureProvider.named("corretto"));
		String timestamp = Long.toString(InstantSource.system().instant().getEpochSecond());
		byte[] signature = sign(timestamp + "\nnonce\n\n");

		for (int i = 0; i < 3; i++) {
			assertThat(verifier.verify(response(timestamp, "nonce", signature, "A1")).block(PATIENCE))
				.isEqualTo(SignatureStatus.VERIFIED);
			assertThatExceptionOfType(WechatPayHkSignatureException.class)
				.isThrownBy(() -> verifier.verify(response(timestamp, "nonce", signature, "B2")).block(PATIENCE));
		}
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
