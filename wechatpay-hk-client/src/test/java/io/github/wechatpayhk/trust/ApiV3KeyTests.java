package io.github.wechatpayhk.trust;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ApiV3Key}.
 */
class ApiV3KeyTests {

	private static final String CIPHERTEXT = "jBvF0Q4rIBP1nIFUj/Q6n/jDi9wWZHxZVBSn0Ge8kkxMgg==";

	private static final String KEY = "TestVectorApiV3Key00112233445566";

	private final ApiV3Key apiV3Key = ApiV3Key.of(KEY);

	@Test
	void decryptsTheCheckOfTheProtocol() throws GeneralSecurityException {
		assertThat(this.apiV3Key.decrypt("abcdefghijkl", "transaction", CIPHERTEXT)).asString(StandardCharsets.UTF_8)
			.isEqualTo("{\"hello\":\"微信\"}");
	}

	@Test
	void decryptsWhatHoldsNothingButItsTag() throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "AES"),
				new GCMParameterSpec(128, "abcdefghijkl".getBytes(StandardCharsets.UTF_8)));

		assertThat(this.apiV3Key.decrypt("abcdefghijkl", null,
				Base64.getEncoder().encodeToString(cipher.doFinal(new byte[0]))))
			.isEmpty();
	}

	@Test
	void refusesAnotherNonceAndOtherAssociatedData() {
		assertRefused("abcdefghijkm", "transaction", CIPHERTEXT);
		assertRefused("abcdefghijkl", "transactioN", CIPHERTEXT);
		assertRefused("abcdefghijkl", null, CIPHERTEXT);
		assertRefused("", "transaction", CIPHERTEXT);
	}

	@Test
	void refusesAnotherKey() {
		ApiV3Key other = ApiV3Key.of("TestVectorApiV3Key00112233445567");
		assertThatExceptionOfType(GeneralSecurityException.class)
			.isThrownBy(() -> other.decrypt("abcdefghijkl", "transaction", CIPHERTEXT));
	}

	@Test
	void refusesEveryFlippedBitAndEveryTruncation() {
		byte[] sealed = Base64.getDecoder().decode(CIPHERTEXT);
		for (int bit = 0; bit < sealed.length * 8; bit++) {
			byte[] flipped = sealed.clone();
			flipped[bit / 8] ^= (byte) (1 << (bit % 8));
			assertRefused("abcdefghijkl", "transaction", Base64.getEncoder().encodeToString(flipped));
		}
		for (int length = 0; length < sealed.length; length++) {
			assertRefused("abcdefghijkl", "transaction",
					Base64.getEncoder().encodeToString(Arrays.copyOf(sealed, length)));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "*", "jBvF0Q4rIBP1nIFU j", "微信" })
	void refusesWhatIsNotBase64(String ciphertext) {
		assertRefused("abcdefghijkl", "transaction", ciphertext);
	}

	private void assertRefused(String nonce, @Nullable String associatedData, String ciphertext) {
		assertThatExceptionOfType(GeneralSecurityException.class)
			.isThrownBy(() -> this.apiV3Key.decrypt(nonce, associatedData, ciphertext));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0123456789012345678901234567890", "012345678901234567890123456789012",
			"微0123456789012345678901234567890" })
	void keyHasThirtyTwoBytes(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiV3Key.of(text))
			.withMessageContaining("32 bytes")
			.satisfies((ex) -> assertThat(text.isEmpty() || !ex.getMessage().contains(text)).isTrue());
	}

	@Test
	void keyIsEqualByValueAndNeverShown() {
		ApiV3Key key = ApiV3Key.of(KEY);
		assertThat(key).isEqualTo(ApiV3Key.of(KEY))
			.hasSameHashCodeAs(ApiV3Key.of(KEY))
			.isNotEqualTo(ApiV3Key.of("TestVectorApiV3Key00112233445567"));
		assertThat(key).hasToString("ApiV3Key[***]");
		assertThat(PlatformTrust.certificates(key).toString()).doesNotContain("TestVector");
	}

}
