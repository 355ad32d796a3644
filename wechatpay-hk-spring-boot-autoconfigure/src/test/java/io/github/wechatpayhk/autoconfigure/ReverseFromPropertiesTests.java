package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real application, configured by properties alone, reverses over a real socket.
 */
class ReverseFromPropertiesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	@TempDir
	private static Path directory;

	private static WechatPayHkSimulator simulator;

	@BeforeAll
	static void startSimulator() throws Exception {
		simulator = WechatPayHkSimulator.start();
		Files.writeString(directory.resolve("merchant.pem"), simulator.merchant().privateKeyPem());
		Files.writeString(directory.resolve("platform.pem"), simulator.platform().publicKeyPem());
		Files.writeString(directory.resolve("untrusted.pem"), Keys.untrusted().privateKeyPem());
		Files.writeString(directory.resolve("untrusted-public.pem"), Keys.untrusted().publicKeyPem());
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@Test
	void completesOnTheVerifiedResponse() {
		try (ConfigurableApplicationContext context = start("merchant.pem", "platform.pem")) {
			ReverseOrderService service = context.getBean(ReverseOrderService.class);

			StepVerifier.create(service.reverse(WechatPayHkSimulator.PAID_ORDER)).expectComplete().verify(LONG_ENOUGH);
		}
		assertThat(simulator.orders().find(WechatPayHkSimulator.PAID_ORDER)).extracting(SimulatedOrder::state)
			.isEqualTo(TradeState.REVOKED);
	}

	@Test
	void isRejectedWithoutProofOfWhoCalls() {
		try (ConfigurableApplicationContext context = start("untrusted.pem", "platform.pem")) {
			ReverseOrderService service = context.getBean(ReverseOrderService.class);

			StepVerifier.create(service.reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class, (ex) -> {
							assertThat(ex.status()).isEqualTo(401);
							assertThat(ex.outcome()).isEqualTo(Outcome.REJECTED);
						}))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void rejectsAForgedResponse() {
		try (ConfigurableApplicationContext context = start("merchant.pem", "untrusted-public.pem")) {
			ReverseOrderService service = context.getBean(ReverseOrderService.class);

			StepVerifier.create(service.reverse(WechatPayHkSimulator.PAID_ORDER))
				.expectErrorSatisfies((error) -> assertThat(error)
					.isInstanceOfSatisfying(WechatPayHkSignatureException.class, (ex) -> {
						assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.INVALID);
						assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
					}))
				.verify(LONG_ENOUGH);
		}
	}

	private static ConfigurableApplicationContext start(String privateKey, String publicKey) {
		return new SpringApplicationBuilder(TestApplication.Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off", "wechatpay.hk.base-url=" + simulator.baseUrl(),
					"wechatpay.hk.mchid=1900000109",
					"wechatpay.hk.merchant-serial-number=" + simulator.merchant().serialNumber(),
					"wechatpay.hk.private-key=" + directory.resolve(privateKey).toUri(),
					"wechatpay.hk.public-key-id=" + simulator.platform().publicKeyId(),
					"wechatpay.hk.public-key=" + directory.resolve(publicKey))
			.run();
	}

}
