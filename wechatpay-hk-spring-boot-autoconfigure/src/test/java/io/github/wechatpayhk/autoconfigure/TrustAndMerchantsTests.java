package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.durable.WechatPayHkDurableReversalAutoConfiguration;
import io.github.wechatpayhk.clients.MerchantSource;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformTrust;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Platform certificates and further merchants, by properties alone.
 */
class TrustAndMerchantsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final SimulatedClock CLOCK = SimulatedClock.ticking();

	private static WechatPayHkSimulator simulator;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.builder()
			.clock(CLOCK)
			.mode(PlatformMode.CERTIFICATES)
			.merchant(SimulatedMerchant.builder().direct("1900000109").build())
			.merchant(SimulatedMerchant.builder().direct("1900000110").build())
			.merchant(SimulatedMerchant.builder().direct("1900000111").build())
			.start();
		for (SimulatedMerchant merchant : simulator.merchants()) {
			simulator.orders().put(SimulatedOrder.quickPay("ORDER-" + merchant.mchid()).merchant(merchant));
		}
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@BeforeEach
	void forgetRequests() {
		simulator.requests().clear();
	}

	@Test
	void apiV3KeyAloneIsEnoughToTrust() {
		try (ConfigurableApplicationContext context = start()) {
			assertThat(simulator.requests().total()).isZero();
			reverse(context.getBean(ReverseOrderService.class), "ORDER-1900000109");
			assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
		}
	}

	@Test
	void downloadsInTheBackgroundOnceTheApplicationIsReady() {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.http.warm-up=true")) {
			simulator.requests()
				.await((request) -> simulator.requests().of(Operation.CERTIFICATES).size() == 1, LONG_ENOUGH);
			assertThat(context.isActive()).isTrue();
		}
	}

	@Test
	void warmUpDownloadsBeforeTheStartIsOver() {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.trust.warm-up=true")) {
			assertThat(simulator.requests().of(Operation.CERTIFICATES)).hasSize(1);
			assertThat(context.getBean(WechatPayHkClient.class).platformKeys().state().isUsable(CLOCK.instant()))
				.isTrue();
		}
	}

	@Test
	void warmUpThatFailsDoesNotStopTheStart() {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.trust.warm-up=true",
				"wechatpay.hk.certificates-path=http://127.0.0.1:1/none")) {
			assertThat(context.getBean(WechatPayHkClient.class).platformKeys().state().isFailing()).isTrue();
		}
	}

	@Test
	void intervalsAreThoseOfTheProperties() {
		try (ConfigurableApplicationContext context = start("wechatpay.hk.trust.refresh-interval=2m")) {
			ReverseOrderService service = context.getBean(ReverseOrderService.class);
			reverse(service, "ORDER-1900000109");
			simulator.advance(Duration.ofMinutes(2));
			reverse(service, "ORDER-1900000109");
			simulator.requests()
				.await((request) -> simulator.requests().of(Operation.CERTIFICATES).size() == 2, LONG_ENOUGH);
		}
	}

	@Test
	void namedMerchantsReverseInTheirOwnName() {
		try (ConfigurableApplicationContext context = start()) {
			WechatPayHkClients clients = context.getBean(WechatPayHkClients.class);
			reverse(clients.reverseOrderService("kowloon"), "ORDER-1900000110");
			assertThat(simulator.requests().last().header("Authorization")).contains("mchid=\"1900000110\"");
			StepVerifier.create(clients.reverseOrderService("nowhere").reverse("ORDER-1900000110"))
				.expectError(WechatPayHkRequestException.class)
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void merchantsOfTheApplicationComeAfterThoseOfTheProperties() {
		try (ConfigurableApplicationContext context = application(DatabaseOfMerchants.class)) {
			WechatPayHkClients clients = context.getBean(WechatPayHkClients.class);
			reverse(clients.reverseOrderService("kowloon"), "ORDER-1900000110");
			reverse(clients.reverseOrderService("from the database"), "ORDER-1900000111");
			assertThat(simulator.requests().last().header("Authorization")).contains("mchid=\"1900000111\"");
		}
	}

	@Test
	void clientsOfTheApplicationTakePrecedence() {
		try (ConfigurableApplicationContext context = application(OwnClients.class)) {
			assertThat(context.getBean(WechatPayHkClients.class)).isSameAs(context.getBean("ownClients"));
		}
	}

	private static void reverse(ReverseOrderService service, String outTradeNo) {
		StepVerifier.create(service.reverse(outTradeNo)).expectComplete().verify(LONG_ENOUGH);
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return application(Application.class, properties);
	}

	private static ConfigurableApplicationContext application(Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(List.of("spring.main.banner-mode=off",
				"wechatpay.hk.base-url=" + simulator.baseUrl(), "wechatpay.hk.http.warm-up=false"));
		all.addAll(merchant("wechatpay.hk.", simulator.merchants().get(0)));
		all.addAll(merchant("wechatpay.hk.merchants.kowloon.", simulator.merchants().get(1)));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.properties(all.toArray(String[]::new))
			.run();
	}

	private static List<String> merchant(String prefix, SimulatedMerchant merchant) {
		return List.of(prefix + "mchid=" + merchant.mchid(),
				prefix + "merchant-serial-number=" + merchant.serialNumber(),
				prefix + "private-key=" + merchant.privateKeyPem(), prefix + "api-v3-key=" + merchant.apiV3Key());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = WechatPayHkDurableReversalAutoConfiguration.class)
	static class Application {

		@Bean
		SimulatedClock wechatPayHkClock() {
			return CLOCK;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DatabaseOfMerchants extends Application {

		@Bean
		MerchantSource database() {
			SimulatedMerchant merchant = simulator.merchants().get(2);
			return (name) -> name.equals("from the database")
					? Mono.just(Merchant
						.of(MerchantIds.direct("1900000111"),
								new MerchantCredential(SerialNumber.of(merchant.serialNumber()),
										Signer.rsa(merchant.privateKey())),
								PlatformTrust.certificates(ApiV3Key.of(merchant.apiV3Key())))
						.withBaseUrl(simulator.baseUrl()))
					: Mono.empty();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnClients extends Application {

		@Bean
		WechatPayHkClients ownClients() {
			return WechatPayHkClients.builder((name) -> Mono.empty()).build();
		}

	}

}
