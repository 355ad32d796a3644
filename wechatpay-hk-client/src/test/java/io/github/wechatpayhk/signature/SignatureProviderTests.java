package io.github.wechatpayhk.signature;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What happens where no faster provider is on the class path, or a broken one. The module
 * {@code benchmarks} has a working one and tests with it.
 */
class SignatureProviderTests {

	private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

	@Test
	void takesTheJdkWhereNothingFasterIsOnTheClassPath() {
		assertThat(SignatureProvider.auto().name()).isEqualTo("default");
		assertThat(SignatureProvider.named("auto").name()).isEqualTo("default");
		assertThat(SignatureProvider.named("default").name()).isEqualTo("default");
	}

	@ParameterizedTest
	@ValueSource(strings = { "corretto", "conscrypt" })
	void aNamedOneMustBeOnTheClassPath(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SignatureProvider.named(name))
			.withMessage("The signature provider '" + name + "' is not on the class path");
	}

	@Test
	void aNamedOneMustBeKnown() {
		assertThatIllegalArgumentException().isThrownBy(() -> SignatureProvider.named("Corretto!"))
			.withMessageContaining("No security provider is called 'Corretto!'")
			.withMessageContaining("'conscrypt'");
	}

	@Test
	void aNamedOneMustKnowTheAlgorithm() {
		assertThatIllegalArgumentException().isThrownBy(() -> SignatureProvider.named("SunJCE"))
			.withMessage("The signature provider 'SunJCE' has no SHA256withRSA");
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "default", "SunRsaSign" })
	void signsWithTheOneThatWasAskedFor(String name) throws GeneralSecurityException {
		KeyPair keys = rsaKeys();
		Signer signer = Signer.rsa(keys.getPrivate(), SignatureProvider.named(name));

		StepVerifier.create(signer.sign(MESSAGE))
			.assertNext((signature) -> assertThat(verifies(keys, signature)).isTrue())
			.expectComplete()
			.verify(Duration.ofSeconds(10));
	}

	@Test
	void refusesAKeyThatTheNamedOneDoesNotTake() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Signer.rsa(new OpaqueKey(), SignatureProvider.named("SunRsaSign")))
			.withMessage("The signature provider 'SunRsaSign' does not take the key");
	}

	@Test
	void installsNothingInTheJdk() {
		List<Provider> before = List.of(Security.getProviders());

		SignatureProvider.auto();

		assertThat(Security.getProviders()).containsExactlyElementsOf(before);
	}

	@Test
	void aBrokenOneOnTheClassPathIsPassedOverWithOneLogLine(@TempDir Path directory) throws Throwable {
		compileBrokenConscrypt(directory);
		List<String> log = new CopyOnWriteArrayList<>();
		Logger logger = Logger.getLogger(SignatureProvider.class.getName());
		Handler handler = new RecordingHandler(log);
		logger.addHandler(handler);
		try (URLClassLoader classLoader = isolated(directory)) {
			assertThat(invoke(classLoader, "auto")).hasToString("default");
			assertThat(invoke(classLoader, "auto")).hasToString("default");
			Throwable failure = catchThrowable(() -> invoke(classLoader, "named", "conscrypt"));
			assertThat(failure).isInstanceOf(IllegalArgumentException.class)
				.hasMessage("The signature provider 'conscrypt' does not work on this machine")
				.hasRootCauseInstanceOf(UnsatisfiedLinkError.class);
		}
		finally {
			logger.removeHandler(handler);
		}
		assertThat(log).singleElement()
			.asString()
			.contains("'conscrypt' is on the class path and does not work on this machine");
	}

	private static Object invoke(ClassLoader classLoader, String method, Object... arguments) throws Throwable {
		Class<?> type = classLoader.loadClass(SignatureProvider.class.getName());
		Class<?>[] types = (arguments.length > 0) ? new Class<?>[] { String.class } : new Class<?>[0];
		try {
			return Objects.requireNonNull(type.getMethod(method, types).invoke(null, arguments));
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private static void compileBrokenConscrypt(Path directory) throws IOException {
		Path source = directory.resolve("Conscrypt.java");
		Files.writeString(source, """
				package org.conscrypt;

				public final class Conscrypt {

					public static void checkAvailability() {
						throw new UnsatisfiedLinkError("no native library for this machine");
					}

				}
				""");
		assertThat(ToolProvider.getSystemJavaCompiler()
			.run(null, null, null, "-d", directory.toString(), source.toString())).isZero();
	}

	private static URLClassLoader isolated(Path directory) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		urls.add(directory.toUri().toURL());
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
			urls.add(Path.of(entry).toUri().toURL());
		}
		return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

	private static KeyPair rsaKeys() throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(2048);
		return generator.generateKeyPair();
	}

	private static boolean verifies(KeyPair keys, byte[] signature) {
		try {
			Signature verification = Signature.getInstance("SHA256withRSA");
			verification.initVerify(keys.getPublic());
			verification.update(MESSAGE);
			return verification.verify(signature);
		}
		catch (GeneralSecurityException ex) {
			return false;
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

	private static final class RecordingHandler extends Handler {

		private final List<String> log;

		RecordingHandler(List<String> log) {
			this.log = log;
		}

		@Override
		public void publish(LogRecord record) {
			this.log.add(record.getMessage());
		}

		@Override
		public void flush() {
			// nothing is kept back
		}

		@Override
		public void close() {
			// nothing is open
		}

	}

}
