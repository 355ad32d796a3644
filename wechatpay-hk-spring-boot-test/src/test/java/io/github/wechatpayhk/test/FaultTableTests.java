package io.github.wechatpayhk.test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What one attempt through the starter makes of each fault that the simulator knows.
 */
@SpringBootTest(classes = TestShop.class, properties = "wechatpay.hk.retry.max-attempts=1")
@AutoConfigureWechatPayHkSimulator
class FaultTableTests {

	private static final String TABLE = """
			latency:PT0.2S            | completes | -        | REVOKED
			lower-case-headers        | completes | -        | REVOKED
			wrong-content-type        | completes | -        | REVOKED
			rotation                  | completes | -        | REVOKED
			reset-before-effect       | UNKNOWN   | NONE     | SUCCESS
			reset-after-effect        | UNKNOWN   | NONE     | REVOKED
			no-response              | UNKNOWN   | NONE     | REVOKED
			truncated                 | UNKNOWN   | NONE     | REVOKED
			oversized:2000000         | UNKNOWN   | NONE     | REVOKED
			drip:PT0.2S               | UNKNOWN   | VERIFIED | REVOKED
			unsigned                  | UNKNOWN   | ABSENT   | REVOKED
			tampered                  | UNKNOWN   | INVALID  | REVOKED
			signed-by-untrusted-key        | UNKNOWN   | INVALID  | REVOKED
			unknown-serial            | UNKNOWN   | INVALID  | REVOKED
			signtest                  | UNKNOWN   | INVALID  | REVOKED
			stale-clock               | UNKNOWN   | INVALID  | REVOKED
			future-clock              | UNKNOWN   | INVALID  | REVOKED
			undecodable-signature     | UNKNOWN   | INVALID  | REVOKED
			accepted                  | UNKNOWN   | VERIFIED | SUCCESS
			redirect:https://a.invalid| UNKNOWN   | VERIFIED | SUCCESS
			unauthorized              | REJECTED  | ABSENT   | SUCCESS
			forbidden                 | REJECTED  | VERIFIED | SUCCESS
			not-found                 | REJECTED  | VERIFIED | SUCCESS
			too-many-requests         | UNKNOWN   | VERIFIED | SUCCESS
			system-error              | UNKNOWN   | VERIFIED | SUCCESS
			system-error+after-effect | UNKNOWN   | VERIFIED | REVOKED
			bad-gateway-html          | UNKNOWN   | ABSENT   | SUCCESS
			service-unavailable       | UNKNOWN   | VERIFIED | SUCCESS
			status:405,NO_SUCH_METHOD | REJECTED  | VERIFIED | SUCCESS
			status:408,TIMEOUT        | UNKNOWN   | VERIFIED | SUCCESS
			status:425,TOO_EARLY      | UNKNOWN   | VERIFIED | SUCCESS
			not-found+unsigned        | UNKNOWN   | ABSENT   | SUCCESS
			forbidden+unsigned        | REJECTED  | ABSENT   | SUCCESS
			not-found+tampered        | UNKNOWN   | INVALID  | SUCCESS
			system-error+unsigned     | UNKNOWN   | ABSENT   | SUCCESS
			unsigned+oversized:10     | UNKNOWN   | ABSENT   | REVOKED
			""";

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	@Autowired
	private ReverseOrderService reversals;

	@Autowired
	private WechatPayHkSimulator simulator;

	@ParameterizedTest(name = "{0}: {1}, signature {2}, order {3}")
	@CsvSource(delimiter = '|', textBlock = TABLE)
	void endsAsTheTableSays(String faults, String outcome, String signatureStatus, TradeState state) {
		inject(faults);

		assertThat(end(this.reversals.reverse(ORDER))).isEqualTo(outcome + ' ' + signatureStatus);
		assertThat(this.simulator.orders().state(ORDER)).isEqualTo(state);
		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(1);
	}

	@Test
	void tableKnowsEveryFault() {
		Set<String> names = new TreeSet<>();
		TABLE.lines().forEach((row) -> names.add(row.replaceFirst("[ :+|].*", "")));
		names.add(Fault.certificatesUnavailable().name());
		names.addAll(
				List.of(Fault.alteredStatement().name(), Fault.cutStatement().name(), Fault.missingStatement().name()));

		assertThat(names).isEqualTo(Faults.names());
	}

	@ParameterizedTest
	@ValueSource(strings = { "certificates-unavailable", "signed-by-untrusted-key" })
	void sendsNothingWhileItTrustsNoCertificate(String fault) {
		try (ConfigurableApplicationContext context = SpringApplication.run(TillWithCertificates.class,
				"--wechatpay.hk.retry.max-attempts=1")) {
			WechatPayHkSimulator platform = context.getBean(WechatPayHkSimulator.class);
			platform.faults().inject(Fault.parse(fault)).on(Operation.CERTIFICATES);

			StepVerifier.create(context.getBean(ReverseOrderService.class).reverse(ORDER))
				.expectErrorSatisfies(
						(error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkRequestException.class, (ex) -> {
							assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
							assertThat(ex.signatureStatus()).isEqualTo(SignatureStatus.NONE);
						}))
				.verify(LONG_ENOUGH);
			assertThat(platform.requests().of(Operation.REVERSE)).isEmpty();
		}
	}

	@Test
	void trustsTheCertificateThatARotationBroughtInMidFlight() {
		try (ConfigurableApplicationContext context = SpringApplication.run(TillWithCertificates.class,
				"--wechatpay.hk.retry.max-attempts=1")) {
			WechatPayHkSimulator platform = context.getBean(WechatPayHkSimulator.class);
			platform.faults().inject(Fault.rotation()).on(Operation.REVERSE);

			assertThat(end(context.getBean(ReverseOrderService.class).reverse(ORDER))).isEqualTo("completes -");
			assertThat(platform.requests().of(Operation.CERTIFICATES)).hasSize(2);
		}
	}

	private void inject(String text) {
		String[] faults = text.split("\\+(?!after-effect)");
		Fault[] others = new Fault[faults.length - 1];
		for (int i = 1; i < faults.length; i++) {
			others[i - 1] = Fault.parse(faults[i]);
		}
		this.simulator.faults().inject(Fault.parse(faults[0]), others).on(Operation.REVERSE);
	}

	private static String end(Mono<Void> call) {
		String[] end = new String[1];
		StepVerifier
			.create(call.thenReturn("completes -")
				.onErrorResume(WechatPayHkException.class,
						(ex) -> Mono.just(ex.outcome().name() + ' ' + ex.signatureStatus())))
			.consumeNextWith((text) -> end[0] = text)
			.expectComplete()
			.verify(LONG_ENOUGH);
		return end[0];
	}

	@TestConfiguration(proxyBeanMethods = false)
	@Import({ TestShop.class, SimulatorConfiguration.class })
	static class TillWithCertificates {

		@Bean
		WechatPayHkSimulatorCustomizer certificates() {
			return (builder) -> builder.mode(PlatformMode.CERTIFICATES);
		}

	}

}
