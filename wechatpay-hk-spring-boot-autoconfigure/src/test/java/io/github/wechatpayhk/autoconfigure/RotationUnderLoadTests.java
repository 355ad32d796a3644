package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.SimulatorBuilder;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reverses at a steady rate while WeChat Pay's certificate changes five times and the
 * merchant's own key twice. The long form: {@code -Drotation.seconds=60
 * -Drotation.rate=200}.
 */
class RotationUnderLoadTests {

	private static final int SECONDS = Integer.getInteger("rotation.seconds", 12);

	private static final int RATE = Integer.getInteger("rotation.rate", 60);

	private static final int PLATFORM_ROTATIONS = 5;

	private static final int MOST_AT_ONCE = 256;

	private static final List<Keys> KEYS = List.of(Keys.merchant(), Keys.untrusted(), Keys.generate("RSA", 2048));

	private static final List<String> SERIALS = List.of("444F4864EA9B34415D3B1C5E6A7B8C9D0E1F2A3B",
			"5157F09EFDC096DE15EBE81A47057A7200000001", "5157F09EFDC096DE15EBE81A47057A7200000002");

	@TempDir
	private Path directory;

	@Test
	void noReversalFailsAndNoneIsFalselyCompleted() throws Exception {
		int count = SECONDS * RATE;
		Set<String> completed = new HashSet<>();
		Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
		try (WechatPayHkSimulator simulator = simulator(count);
				ConfigurableApplicationContext context = start(simulator)) {
			for (int i = 0; i < count; i++) {
				simulator.orders().put(SimulatedOrder.quickPay(order(i)).merchant(simulator.merchants().get(0)));
			}
			ReverseOrderService service = context.getBean(ReverseOrderService.class);
			SslBundleRegistry bundles = context.getBean(SslBundleRegistry.class);
			List<String> withdrawn = new ArrayList<>();

			Flux<String> reversals = Flux.interval(Duration.ofNanos(1_000_000_000L / RATE))
				.onBackpressureBuffer()
				.take(count)
				.map((number) -> order(number.intValue()))
				.flatMap((order) -> service.reverse(order).thenReturn(order).onErrorResume((error) -> {
					failures.add(error);
					return Mono.empty();
				}), MOST_AT_ONCE);
			Mono<Void> platform = Flux.interval(Duration.ofMillis(SECONDS * 1000L / (PLATFORM_ROTATIONS + 1)))
				.take(PLATFORM_ROTATIONS)
				.publishOn(Schedulers.boundedElastic())
				.doOnNext((number) -> withdrawn.add(rotate(simulator)))
				.then();
			Mono<Void> merchant = Flux.interval(Duration.ofMillis(SECONDS * 1000L / KEYS.size()))
				.take(KEYS.size() - 1)
				.publishOn(Schedulers.boundedElastic())
				.doOnNext((number) -> bundles.updateBundle("merchant", bundle(number.intValue() + 1)))
				.then();

			StepVerifier.create(Flux.merge(reversals.doOnNext(completed::add).then(), platform, merchant))
				.expectComplete()
				.verify(Duration.ofSeconds(SECONDS + 120L));

			assertThat(failures).isEmpty();
			assertThat(completed).hasSize(count)
				.allSatisfy((order) -> assertThat(simulator.orders().state(order)).isEqualTo(TradeState.REVOKED));
			assertThat(withdrawn).hasSize(PLATFORM_ROTATIONS).doesNotHaveDuplicates();
			assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSizeGreaterThan(PLATFORM_ROTATIONS);
			for (String serialNumber : SERIALS) {
				assertThat(simulator.requests().of(Operation.REVERSE)).anySatisfy(
						(request) -> assertThat(request.header("Authorization")).containsIgnoringCase(serialNumber));
			}
		}
	}

	private static String order(int number) {
		return "ROTATION-" + number;
	}

	private static String rotate(WechatPayHkSimulator simulator) {
		String former = simulator.platform().serialNumber();
		simulator.platform().rotate();
		simulator.platform().withdraw(former);
		return former;
	}

	private static SslBundle bundle(int number) {
		return SslBundle.of(new PemSslStoreBundle(
				PemSslStoreDetails.forCertificate(KEYS.get(number).certificatePem(SERIALS.get(number)))
					.withPrivateKey(KEYS.get(number).privateKeyPem()),
				null));
	}

	private static WechatPayHkSimulator simulator(int count) {
		SimulatorBuilder builder = WechatPayHkSimulator.builder()
			.mode(PlatformMode.CERTIFICATES)
			.rateLimit(RateLimits.none())
			.journalCapacity(2 * count + 1000);
		for (int i = 0; i < KEYS.size(); i++) {
			builder.merchant(SimulatedMerchant.builder()
				.direct("1900000109")
				.keys(KEYS.get(i).privateKeyPem(), KEYS.get(i).certificatePem(SERIALS.get(i)))
				.build());
		}
		return builder.start();
	}

	private ConfigurableApplicationContext start(WechatPayHkSimulator simulator) throws Exception {
		Path key = Files.writeString(this.directory.resolve("key.pem"), KEYS.get(0).privateKeyPem());
		Path certificate = Files.writeString(this.directory.resolve("certificate.pem"),
				KEYS.get(0).certificatePem(SERIALS.get(0)));
		return new SpringApplicationBuilder(TestApplication.Application.class).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off",
					"spring.ssl.bundle.pem.merchant.keystore.certificate=" + certificate.toUri(),
					"spring.ssl.bundle.pem.merchant.keystore.private-key=" + key.toUri(),
					"wechatpay.hk.ssl-bundle=merchant", "wechatpay.hk.base-url=" + simulator.baseUrl(),
					"wechatpay.hk.mchid=1900000109",
					"wechatpay.hk.api-v3-key=" + simulator.merchants().get(0).apiV3Key(),
					"wechatpay.hk.rate-limit.enabled=false", "wechatpay.hk.trust.min-refresh-interval=1ms",
					"wechatpay.hk.trust.refresh-interval=1s")
			.run();
	}

}
