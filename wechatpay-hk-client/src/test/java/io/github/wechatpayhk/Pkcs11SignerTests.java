package io.github.wechatpayhk;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.wechatpayhk.fixture.InstalledPrograms;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The merchant's key in a real PKCS#11 token, SoftHSM2, from which it cannot be read:
 * reached through the JDK's own provider. Debian's package {@code softhsm2} brings the
 * token; without it this is skipped, and says so. {@code SOFTHSM2_CONF} is set by the
 * build and names a file below {@code target}.
 */
class Pkcs11SignerTests {

	private static final char[] PIN = "1234".toCharArray();

	private static final String UTILITY = "softhsm2-util";

	private static final List<String> LIBRARIES = List.of("/usr/lib/softhsm/libsofthsm2.so",
			"/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so", "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
			"/usr/lib64/pkcs11/libsofthsm2.so", "/opt/homebrew/lib/softhsm/libsofthsm2.so");

	private @Nullable Provider provider;

	@BeforeEach
	void createToken() throws Exception {
		Assumptions.assumeTrue(InstalledPrograms.areThere("signing with a PKCS#11 token", "softhsm2", UTILITY));
		Path library = LIBRARIES.stream().map(Path::of).filter(Files::exists).findFirst().orElseThrow();
		String configuration = Objects.requireNonNull(System.getenv("SOFTHSM2_CONF"));
		initialize(Path.of(configuration));
		Path settings = Files.writeString(Path.of(configuration).resolveSibling("pkcs11.cfg"), """
				name = SoftHSM
				library = %s
				slotListIndex = 0
				attributes(*, CKO_PRIVATE_KEY, CKK_RSA) = {
				  CKA_SIGN = true
				  CKA_SENSITIVE = true
				  CKA_EXTRACTABLE = false
				}
				""".formatted(library));
		this.provider = Security.getProvider("SunPKCS11").configure(settings.toString());
		Security.addProvider(this.provider);
	}

	private static void initialize(Path configuration) throws IOException, InterruptedException {
		Path tokens = configuration.resolveSibling("tokens");
		delete(tokens);
		Files.createDirectories(tokens);
		Files.writeString(configuration, "directories.tokendir = " + tokens + "\nobjectstore.backend = file\n");
		Process process = new ProcessBuilder(UTILITY, "--init-token", "--free", "--label", "merchant", "--pin",
				new String(PIN), "--so-pin", "87654321")
			.redirectErrorStream(true)
			.start();
		try (InputStream output = process.getInputStream()) {
			String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			assertThat(process.exitValue()).as(text).isZero();
		}
	}

	private static void delete(Path directory) throws IOException {
		if (Files.exists(directory)) {
			try (Stream<Path> files = Files.walk(directory)) {
				files.sorted((one, other) -> other.compareTo(one))
					.forEach((file) -> assertThat(file.toFile().delete()).isTrue());
			}
		}
	}

	@AfterEach
	void removeProvider() {
		if (this.provider != null) {
			Security.removeProvider(this.provider.getName());
		}
	}

	@Test
	void reversesWithAKeyThatNeverLeavesItsToken() throws Exception {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start()) {
			PrivateKey key = store(simulator.merchant().privateKey(), simulator.merchant().certificate());
			assertThat(key.getEncoded()).as("the key cannot be read").isNull();
			assertThat(key).isNotInstanceOf(RSAPrivateCrtKey.class);

			ReverseOrderService service = ReverseOrderService
				.create(WechatPayHkClient.builder(MerchantIds.direct("1900000109"),
						new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()), Signer.rsa(key)),
						PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
								simulator.platform().publicKey()))
					.baseUrl(simulator.baseUrl())
					.build());
			Flux<String> orders = Flux.range(0, 50).map((number) -> "T" + number);
			orders.doOnNext(
					(order) -> simulator.orders().put(SimulatedOrder.quickPay(order).merchant(simulator.merchant())))
				.blockLast();
			StepVerifier.create(orders.flatMap(service::reverse, 50)).expectComplete().verify(Duration.ofMinutes(1));
			assertThat(simulator.requests().all()).hasSize(50)
				.allSatisfy((request) -> assertThat(request.isSignatureVerified()).isTrue());
		}
	}

	private PrivateKey store(PrivateKey key, Certificate certificate) throws Exception {
		KeyStore token = KeyStore.getInstance("PKCS11", this.provider);
		token.load(null, PIN);
		token.setKeyEntry("merchant", key, null, new Certificate[] { certificate });
		return (PrivateKey) token.getKey("merchant", null);
	}

}
