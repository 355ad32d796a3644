package io.github.wechatpayhk.autoconfigure;

import java.net.URI;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.autoconfigure.properties.MerchantProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the auto-configuration acts, and when it gives way.
 */
class WechatPayHkAutoConfigurationTests {

	private static final String SERIAL = "444F4864EA9B34415D3B1C5E6A7B8C9D0E1F2A3B";

	private static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0114232134912410000000000000";

	private final ApplicationContextRunner emptyRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WechatPayHkAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.emptyRunner.withPropertyValues(
			"wechatpay.hk.mchid=1900000109", "wechatpay.hk.merchant-serial-number=" + SERIAL,
			"wechatpay.hk.private-key=" + Keys.merchant().privateKeyPem(),
			"wechatpay.hk.public-key-id=" + PUBLIC_KEY_ID,
			"wechatpay.hk.public-key=" + Keys.untrusted().publicKeyPem());

	@Test
	void configuresEverythingFromProperties() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(WechatPayHkConnectionDetails.class)
			.hasSingleBean(WechatPayHkConnector.class)
			.hasSingleBean(MerchantCredential.class)
			.hasSingleBean(PlatformTrust.class)
			.hasSingleBean(SignatureProvider.class)
			.hasSingleBean(WechatPayHkClient.class)
			.hasSingleBean(ReverseOrderService.class)
			.hasBean("wechatPayHkSigningScheduler")
			.hasBean("wechatPayHkWebClient"));
	}

	@Test
	void doesNothingWithoutPropertiesAndSaysWhy() {
		this.emptyRunner.run((context) -> {
			assertThat(context).hasNotFailed()
				.doesNotHaveBean(ReverseOrderService.class)
				.doesNotHaveBean(WechatPayHkProperties.class)
				.doesNotHaveBean("wechatPayHkSigningScheduler");
			assertThat(ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource()
				.get(WechatPayHkAutoConfiguration.class.getName()))
				.anyMatch((outcome) -> !outcome.getOutcome().isMatch()
						&& outcome.getOutcome().getMessage().contains("no 'wechatpay.hk' property is set"));
		});
	}

	@Test
	void doesNothingWhenDisabled() {
		this.contextRunner.withPropertyValues("wechatpay.hk.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReverseOrderService.class));
	}

	@Test
	void doesNothingWithoutWebClient() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(ReverseOrderService.class));
	}

	@Test
	void followsConnectionDetailsWithoutAnyProperty() {
		this.emptyRunner.withBean(WechatPayHkConnectionDetails.class, SimpleDetails::new)
			.run((context) -> assertThat(context.getBean(WechatPayHkClient.class).merchantIds().mchid())
				.isEqualTo("1900000110"));
	}

	static Stream<Arguments> ownBeans() {
		return Stream.of(own(WechatPayHkConnectionDetails.class, SimpleDetails::new),
				own(WechatPayHkConnector.class, () -> WechatPayHkConnector.create(ConnectionSettings.defaults())),
				own(MerchantCredential.class, WechatPayHkAutoConfigurationTests::credential),
				own(SignatureProvider.class, SignatureProvider::standard),
				own(PlatformKeys.class, WechatPayHkAutoConfigurationTests::platformKeys),
				own(PlatformTrust.class, () -> PlatformTrust.of(platformKeys())),
				own(WechatPayHkClient.class,
						() -> WechatPayHkClient.create(MerchantIds.direct("1900000110"), credential(), platformKeys())),
				own(ReverseOrderService.class, () -> (request) -> Mono.empty()));
	}

	private static <T> Arguments own(Class<T> type, Supplier<T> bean) {
		return Arguments.of(type, bean);
	}

	@ParameterizedTest
	@MethodSource("ownBeans")
	<T> void yieldsToBeansOfTheApplication(Class<T> type, Supplier<T> bean) {
		this.contextRunner.withBean("own", type, bean)
			.run((context) -> assertThat(context).getBeanNames(type).containsExactly("own"));
	}

	@Test
	void yieldsToTheSchedulerOfTheApplication() {
		Scheduler own = Schedulers.newSingle("own");
		this.contextRunner.withBean("wechatPayHkSigningScheduler", Scheduler.class, () -> own)
			.run((context) -> assertThat(context.getBean("wechatPayHkSigningScheduler")).isSameAs(own));
	}

	@Test
	void yieldsToTheNamedWebClientOfTheApplication() {
		WebClient own = WebClient.create();
		this.contextRunner.withBean("wechatPayHkWebClient", WebClient.class, () -> own)
			.run((context) -> assertThat(context.getBean("wechatPayHkWebClient")).isSameAs(own));
	}

	@Test
	void needsNoKeyWhereTheApplicationBringsTheSigner() {
		this.emptyRunner
			.withPropertyValues("wechatpay.hk.sp-mchid=1900000100", "wechatpay.hk.merchant-serial-number=" + SERIAL,
					"wechatpay.hk.public-key-id=" + PUBLIC_KEY_ID,
					"wechatpay.hk.public-key=" + Keys.untrusted().publicKeyPem())
			.withBean(Signer.class, () -> (message) -> Mono.empty())
			.run((context) -> assertThat(context.getBean(MerchantCredential.class).signer())
				.isSameAs(context.getBean(Signer.class)));
	}

	@Test
	void needsNeitherKeyNorTrustWhereTheApplicationBringsThem() {
		this.emptyRunner.withPropertyValues("wechatpay.hk.mchid=1900000109")
			.withBean(MerchantCredential.class, WechatPayHkAutoConfigurationTests::credential)
			.withBean(PlatformKeys.class, WechatPayHkAutoConfigurationTests::platformKeys)
			.run((context) -> assertThat(context).hasSingleBean(ReverseOrderService.class));
	}

	@Test
	void doesNotOfferItsWebClientToThoseWhoAskForAny() {
		this.contextRunner.withUserConfiguration(WebClientUser.class)
			.run((context) -> assertThat(context.getBean(WebClientUser.Holder.class).webClient())
				.isSameAs(context.getBean("webClient")));
	}

	@Test
	void appliesCustomizersInTheirOrder() {
		this.contextRunner.withUserConfiguration(Customizers.class)
			.run((context) -> assertThat(context.getBean(Customizers.class).calls).containsExactly("first", "second"));
	}

	@Test
	void takesGenerationAndBaseUrlFromProperties() {
		this.contextRunner
			.withPropertyValues("wechatpay.hk.generation=global", "wechatpay.hk.base-url=https://pay.example.com/x")
			.run((context) -> {
				WechatPayHkConnectionDetails.Merchant merchant = context.getBean(WechatPayHkConnectionDetails.class)
					.getMerchant();
				assertThat(merchant.getGeneration()).isEqualTo(ApiGeneration.GLOBAL);
				assertThat(merchant.getBaseUrl()).isEqualTo(URI.create("https://pay.example.com/x/"));
			});
	}

	@Test
	void readsFurtherMerchantsUnderTheirNames() {
		this.contextRunner
			.withPropertyValues("wechatpay.hk.base-url=https://pay.example.com/hk/",
					"wechatpay.hk.merchants.kowloon.mchid=1900000110",
					"wechatpay.hk.merchants.kowloon.certificate=" + Keys.merchant().certificatePem(SERIAL),
					"wechatpay.hk.merchants.kowloon.private-key=" + Keys.merchant().privateKeyPem(),
					"wechatpay.hk.merchants.kowloon.api-v3-key=0123456789abcdef0123456789abcdef")
			.run((context) -> {
				WechatPayHkConnectionDetails.Merchant merchant = context.getBean(WechatPayHkConnectionDetails.class)
					.getMerchants()
					.get("kowloon");
				assertThat(merchant.getIds()).isEqualTo(MerchantIds.direct("1900000110"));
				assertThat(merchant.getCredential().serialNumber()).isEqualTo(SerialNumber.of(SERIAL));
				assertThat(merchant.getBaseUrl()).isEqualTo(URI.create("https://pay.example.com/hk/"));
				assertThat(merchant.getApiV3Key()).isEqualTo(ApiV3Key.of("0123456789abcdef0123456789abcdef"));
				assertThat(merchant.getPublicKey()).isNull();
			});
	}

	@Test
	void leavesTheAddressOfAnotherGenerationToIt() {
		this.contextRunner.withPropertyValues("wechatpay.hk.base-url=https://pay.example.com/hk/",
				"wechatpay.hk.merchants.kowloon.generation=global", "wechatpay.hk.merchants.kowloon.mchid=1900000110",
				"wechatpay.hk.merchants.kowloon.merchant-serial-number=" + SERIAL,
				"wechatpay.hk.merchants.kowloon.private-key=" + Keys.merchant().privateKeyPem(),
				"wechatpay.hk.merchants.kowloon.api-v3-key=0123456789abcdef0123456789abcdef")
			.run((context) -> assertThat(
					context.getBean(WechatPayHkConnectionDetails.class).getMerchants().get("kowloon").getBaseUrl())
				.isEqualTo(ApiGeneration.GLOBAL.defaultBaseUrl()));
	}

	@Test
	void stopsItsThreadsWithTheContext() {
		List<Scheduler> schedulers = new ArrayList<>();
		this.contextRunner
			.run((context) -> schedulers.add(context.getBean("wechatPayHkSigningScheduler", Scheduler.class)));
		assertThat(schedulers).singleElement().matches(Scheduler::isDisposed);
	}

	@Test
	void doesNotPrintSecrets() {
		String password = "correct horse battery staple";
		this.contextRunner
			.withPropertyValues("wechatpay.hk.private-key-password=" + password, "wechatpay.hk.http.proxy.host=proxy",
					"wechatpay.hk.http.proxy.username=me", "wechatpay.hk.http.proxy.password=" + password)
			.run((context) -> assertThat(context.getBean(WechatPayHkProperties.class) + " "
					+ context.getBean(MerchantProperties.class) + context.getBean(MerchantCredential.class))
				.contains("1900000109")
				.doesNotContain(password, "BEGIN"));
	}

	private static MerchantCredential credential() {
		return new MerchantCredential(SerialNumber.of(SERIAL), Signer.rsa(Keys.merchant().pair().getPrivate()));
	}

	private static PlatformKeys platformKeys() {
		return PlatformKeys.publicKey(SerialNumber.of(PUBLIC_KEY_ID), Keys.untrusted().publicKey());
	}

	private static final class SimpleDetails
			implements WechatPayHkConnectionDetails, WechatPayHkConnectionDetails.Merchant {

		@Override
		public Merchant getMerchant() {
			return this;
		}

		@Override
		public MerchantIds getIds() {
			return MerchantIds.direct("1900000110");
		}

		@Override
		public MerchantCredential getCredential() {
			return credential();
		}

		@Override
		public SerialNumber getPublicKeyId() {
			return SerialNumber.of(PUBLIC_KEY_ID);
		}

		@Override
		public PublicKey getPublicKey() {
			return Keys.untrusted().publicKey();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WebClientUser {

		@Bean
		WebClient webClient(WebClient.Builder builder) {
			return builder.build();
		}

		@Bean
		Holder holder(WebClient webClient) {
			return new Holder(webClient);
		}

		record Holder(WebClient webClient) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		private final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		WechatPayHkWebClientCustomizer second() {
			return (builder) -> this.calls.add("second");
		}

		@Bean
		@Order(1)
		WechatPayHkWebClientCustomizer first() {
			return (builder) -> this.calls.add("first");
		}

	}

}
