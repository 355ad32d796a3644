package io.github.wechatpayhk.key;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.function.Consumer;

import io.github.wechatpayhk.key.KeyStoreReader.MerchantKey;
import io.github.wechatpayhk.signature.SerialNumber;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Reads keys that OpenSSL wrote, in every form in which merchants have them.
 */
class KeyReadingTests {

	private static final String PASSWORD = "secret";

	private static final String STORE_PASSWORD = "1900000109";

	private static final String SERIAL = "444F4864EA9B34415D3B1C5E6A7B8C9D0E1F2A3B";

	@ParameterizedTest
	@ValueSource(strings = { "pkcs8.pem", "pkcs1.pem", "bag.pem", "encrypted-aes256-sha256.pem",
			"encrypted-aes128-sha1.pem", "encrypted-3des.pem" })
	void readsThePrivateKeyInEveryForm(String file) {
		PrivateKey key = PrivateKeyReader.read(text(file), PASSWORD);

		assertThat(((RSAKey) key).getModulus()).isEqualTo(modulus());
		assertThat(key.getFormat()).isEqualTo("PKCS#8");
	}

	@Test
	void readsThePrivateKeyHoweverItsLinesAreWritten() {
		String pem = text("pkcs8.pem");
		String base64 = pem.replaceAll("-----[A-Z ]+-----", "");
		for (String written : new String[] { pem.replace("\n", "\r\n"), pem.replace("\n", "\\n"),
				pem.replace("\n", "\\r\\n"), pem.replace("\n", "\\\\n"), pem.replace("\n", "\\\\r\\\\n"),
				pem.replace("\n", " "), base64, base64.replace("\n", ""), "\uFEFF" + pem, "\uFEFF" + base64,
				"# our key\n" + pem + "\n", inBase64(pem), inBase64("\uFEFF" + pem), inBase64("\n" + pem),
				inBase64(text("bag.pem")) }) {
			assertThat(((RSAKey) PrivateKeyReader.read(written)).getModulus()).isEqualTo(modulus());
		}
	}

	private static String inBase64(String text) {
		return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			public.pem                  | holds a public key where the private key belongs
			pkcs1-public.pem            | holds an RSA public key (PKCS#1) where the private key belongs
			certificate.pem             | holds a certificate where the private key belongs
			request.pem                 | holds a certificate request where the private key belongs
			encrypted-aes256-sha256.pem | holds an encrypted private key, but there is no password for it
			encrypted-traditional.pem   | encrypted in the old form of OpenSSL
			curve.pem                   | holds a private key that is not RSA
			curve-sec1.pem              | not RSA (elliptic curve)
			ed25519.pem                 | holds a private key that is not RSA
			pss.pem                     | holds a private key that is not RSA
			short.pem                   | 1024 bits, but needs 2048
			openssh.pem                 | in the form of OpenSSH
			README.md                   | neither PEM nor Base64
			""")
	void saysWhatIsThereInPlaceOfThePrivateKey(String file, String finding) {
		assertRefused(finding, () -> PrivateKeyReader.read(text(file)));
	}

	@Test
	void saysWhyAnEncryptedKeyCannotBeRead() {
		assertRefused("the password does not fit",
				() -> PrivateKeyReader.read(text("encrypted-aes256-sha256.pem"), "wrong"));
		assertRefused("the password does not fit", () -> PrivateKeyReader.read(text("encrypted-3des.pem"), "wrong"));
		assertRefused("the password does not fit",
				() -> PrivateKeyReader.read(text("encrypted-aes128-sha1.pem"), "not ASCII: \u7532"));
		assertRefused("encryption this Java does not know",
				() -> PrivateKeyReader.read(text("encrypted-scrypt.pem"), PASSWORD));
	}

	@Test
	void saysWhatIsWrongWithAText() {
		assertRefused("It is empty", () -> PrivateKeyReader.read(" \n"));
		assertRefused("END line is missing", () -> PrivateKeyReader.read("-----BEGIN PRIVATE KEY-----\nMIIE"));
		assertRefused("END line is missing", () -> PrivateKeyReader.read("-----BEGIN "));
		assertRefused("neither a key nor a certificate", () -> PrivateKeyReader.read("TUlJRQ=="));
		assertRefused("neither a key nor a certificate",
				() -> PrivateKeyReader.read("-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "public.pem", "pkcs1-public.pem" })
	void readsThePublicKeyInEveryForm(String file) {
		PublicKey key = PublicKeyReader.read(text(file));

		assertThat(((RSAKey) key).getModulus()).isEqualTo(modulus());
		assertThat(key.getFormat()).isEqualTo("X.509");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			pkcs8.pem        | holds a private key where the public key belongs
			certificate.pem  | holds a certificate where the public key belongs
			short-public.pem | 1024 bits, but needs 2048
			""")
	void saysWhatIsThereInPlaceOfThePublicKey(String file, String finding) {
		assertRefused(finding, () -> PublicKeyReader.read(text(file)));
	}

	@Test
	void refusesToChooseBetweenPublicKeys() {
		assertRefused("2 keys", () -> PublicKeyReader.read(text("public.pem") + text("public.pem")));
	}

	@Test
	void readsCertificates() {
		X509Certificate certificate = CertificateReader.read(text("certificate.pem"));

		assertThat(SerialNumber.of(certificate)).isEqualTo(SerialNumber.of(SERIAL));
		assertThat(CertificateReader.readAll(text("certificate.pem") + text("certificate.pem"))).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			pkcs8.pem   | holds a private key where a certificate belongs
			public.pem  | holds a public key where a certificate belongs
			request.pem | holds a certificate request where a certificate belongs
			""")
	void saysWhatIsThereInPlaceOfTheCertificate(String file, String finding) {
		assertRefused(finding, () -> CertificateReader.read(text(file)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "merchant.p12", "merchant-legacy.p12" })
	void readsKeyAndCertificateFromTheKeyStore(String file) {
		MerchantKey key = KeyStoreReader.read(bytes(file), STORE_PASSWORD);

		assertThat(((RSAKey) key.privateKey()).getModulus()).isEqualTo(modulus());
		assertThat(key.credential().serialNumber()).isEqualTo(SerialNumber.of(SERIAL));
		assertThat(key).hasToString("MerchantKey[serialNumber=" + SERIAL + ", privateKey=***]");
	}

	@Test
	void saysWhyAKeyStoreCannotBeRead() {
		assertRefused("the password does not fit", () -> KeyStoreReader.read(bytes("merchant.p12"), "wrong"));
		assertRefused("not a PKCS#12 key store", () -> KeyStoreReader.read(bytes("pkcs8.pem"), STORE_PASSWORD));
		assertRefused("It is empty", () -> KeyStoreReader.read(new byte[0], STORE_PASSWORD));
		byte[] truncated = Arrays.copyOf(bytes("merchant.p12"), 1000);
		assertRefused("key store", () -> KeyStoreReader.read(truncated, STORE_PASSWORD));
	}

	@Test
	void refusesACertificateOfAnotherKey() {
		PrivateKey another = PrivateKeyReader.read(text("/vectors/private.pem"));
		X509Certificate certificate = CertificateReader.read(text("certificate.pem"));

		assertRefused("issued for another private key", () -> new MerchantKey(another, certificate));
	}

	/**
	 * Whatever the input, the only error is ours: the seed makes each run the same.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "pkcs8.pem", "pkcs1.pem", "public.pem", "certificate.pem", "request.pem", "curve.pem" })
	void survivesDamage(String file) {
		Random random = new Random(8);
		byte[] der = Base64.getMimeDecoder().decode(text(file).replaceAll("-----[A-Z 0-9]+-----", ""));
		for (int i = 0; i < 2000; i++) {
			byte[] damaged = Arrays.copyOf(der, (i % 3 != 0) ? der.length : random.nextInt(der.length));
			for (int j = 0; j <= random.nextInt(4) && damaged.length > 0; j++) {
				damaged[random.nextInt(Math.min(damaged.length, 64))] = (byte) random.nextInt();
			}
			String text = Base64.getEncoder().encodeToString(damaged);
			assertSurvives(PrivateKeyReader::read, text);
			assertSurvives(PublicKeyReader::read, text);
			assertSurvives(CertificateReader::readAll, text);
		}
	}

	private static void assertSurvives(Consumer<String> reader, String text) {
		assertThatCode(() -> {
			try {
				reader.accept(text);
			}
			catch (UnusableKeyException ex) {
				assertThat(ex).hasMessageStartingWith("It ");
			}
		}).doesNotThrowAnyException();
	}

	private static void assertRefused(String finding, ThrowingCallable reading) {
		assertThatExceptionOfType(UnusableKeyException.class).isThrownBy(reading)
			.withMessageContaining(finding)
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain("MII", PASSWORD));
	}

	private static BigInteger modulus() {
		return ((RSAKey) CertificateReader.read(text("certificate.pem")).getPublicKey()).getModulus();
	}

	private static String text(String file) {
		return new String(bytes(file), StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String file) {
		String path = file.startsWith("/") ? file : "/keys/" + file;
		try (InputStream content = KeyReadingTests.class.getResourceAsStream(path)) {
			return content.readAllBytes();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
