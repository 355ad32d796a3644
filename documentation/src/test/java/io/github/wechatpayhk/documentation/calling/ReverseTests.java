package io.github.wechatpayhk.documentation.calling;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import io.github.wechatpayhk.simulator.certificate.SelfSignedCertificate;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The program without Spring Boot, started as a program.
 */
class ReverseTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private static final String CLASS_PATH = System.getProperty("surefire.test.class.path",
			System.getProperty("java.class.path"));

	@TempDir
	private Path directory;

	private WechatPayHkSimulator simulator;

	@BeforeEach
	void startSimulatorWithTheNumbersOfTheProgram() throws Exception {
		SecureRandom random = new SecureRandom();
		KeyPair ours = RsaKeys.generate(random);
		KeyPair theirs = RsaKeys.generate(random);
		String certificate = Pem.write(
				SelfSignedCertificate.create("Merchant", new BigInteger("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4", 16),
						ours, Instant.now(), Instant.now().plus(Duration.ofDays(1))));
		this.simulator = WechatPayHkSimulator.builder()
			.merchant(SimulatedMerchant.builder()
				.direct("1900000109")
				.keys(Pem.write(ours.getPrivate()), certificate)
				.build())
			.platform((settings) -> settings.withPublicKey("PUB_KEY_ID_0119000001092024112000219600000001",
					Pem.write(theirs.getPrivate())))
			.start();
		Files.writeString(this.directory.resolve("apiclient_key.pem"), Pem.write(ours.getPrivate()));
		Files.writeString(this.directory.resolve("wechatpay_public.pem"), Pem.write(theirs.getPublic()));
	}

	@AfterEach
	void stopSimulator() {
		this.simulator.close();
	}

	@Test
	void reverses() throws Exception {
		assertThat(run(ORDER, this.simulator.baseUrl())).contains("Reversed " + ORDER);
		assertThat(this.simulator.orders().state(ORDER)).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void rejectsAForgedResponse() throws Exception {
		this.simulator.faults().inject(Fault.signedByUntrustedKey()).on(Operation.REVERSE);

		assertThat(run(ORDER, this.simulator.baseUrl())).contains("WechatPayHkSignatureException")
			.doesNotContain("Reversed " + ORDER);
	}

	private String run(String outTradeNo, URI baseUrl) throws Exception {
		Path output = this.directory.resolve("output.txt");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				CLASS_PATH, Reverse.class.getName(), outTradeNo, baseUrl.toString())
			.directory(this.directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
		process.destroyForcibly();
		assertThat(hasEnded).isTrue();
		return Files.readString(output, StandardCharsets.UTF_8);
	}

}
