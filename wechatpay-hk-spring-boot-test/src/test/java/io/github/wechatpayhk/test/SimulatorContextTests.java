package io.github.wechatpayhk.test;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How a simulator lives and dies with its application context, and what the application
 * can change about it.
 */
class SimulatorContextTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	@Test
	void isSharedWithTheContextAndClosedWithIt() {
		TestContext first = context(FirstTill.class);
		TestContext second = context(SecondTill.class);
		TestContext other = context(GlobalTill.class);
		WechatPayHkSimulator simulator = simulator(first);

		assertThat(simulator(second)).isSameAs(simulator);
		assertThat(simulator(other)).isNotSameAs(simulator);

		first.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		assertThat(simulator.wireMock().isRunning()).isFalse();
		assertThat(simulator(other).wireMock().isRunning()).isTrue();
		assertThat(simulator(second)).isNotSameAs(simulator);
	}

	@Test
	void followsTheGenerationOfTheApplication() {
		assertThat(reverse(GlobalTill.class).target()).startsWith("/v3/global/");
	}

	@Test
	void goesBeforeTheConnectionDetailsOfTheApplication() {
		assertThat(reverse(TillWithDetails.class).target()).startsWith("/hk/v3/");
	}

	@Test
	void takesSettingsFromCustomizers() {
		RecordedRequest request = reverse(InstitutionTill.class);

		assertThat(request.bodyText()).isEqualTo("{\"sp_mchid\":\"1900000777\",\"sub_mchid\":\"1900000778\"}");
		assertThat(simulator(context(InstitutionTill.class)).requests().of(Operation.CERTIFICATES)).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(classes = { FirstTill.class, InstitutionTill.class })
	void bringsTheApplicationThatPaymentsNeed(Class<?> testClass) {
		TestContext context = context(testClass);
		MicropayRequest payment = MicropayRequest.builder("PAYMENT", "120000000000000000", OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();

		StepVerifier.create(context.getApplicationContext().getBean(MicropayService.class).pay(payment))
			.expectNextCount(1)
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(simulator(context).orders().state("PAYMENT")).isEqualTo(TradeState.SUCCESS);
	}

	private static RecordedRequest reverse(Class<?> testClass) {
		TestContext context = context(testClass);
		StepVerifier
			.create(context.getApplicationContext()
				.getBean(ReverseOrderService.class)
				.reverse(WechatPayHkSimulator.PAID_ORDER))
			.expectComplete()
			.verify(LONG_ENOUGH);
		return simulator(context).requests().last();
	}

	private static TestContext context(Class<?> testClass) {
		return new TestContextManager(testClass).getTestContext();
	}

	private static WechatPayHkSimulator simulator(TestContext context) {
		return context.getApplicationContext().getBean(WechatPayHkSimulator.class);
	}

	@SpringBootTest(classes = TestShop.class)
	@AutoConfigureWechatPayHkSimulator
	static class FirstTill {

	}

	@SpringBootTest(classes = TestShop.class)
	@AutoConfigureWechatPayHkSimulator
	static class SecondTill {

	}

	@SpringBootTest(classes = TestShop.class, properties = "wechatpay.hk.generation=global")
	@AutoConfigureWechatPayHkSimulator
	static class GlobalTill {

	}

	@SpringBootTest(classes = { TestShop.class, OwnDetails.class })
	@AutoConfigureWechatPayHkSimulator
	static class TillWithDetails {

	}

	@SpringBootTest(classes = { TestShop.class, InstitutionWithCertificates.class })
	@AutoConfigureWechatPayHkSimulator
	static class InstitutionTill {

	}

	@Configuration(proxyBeanMethods = false)
	static class InstitutionWithCertificates {

		@Bean
		WechatPayHkSimulatorCustomizer institution() {
			return (builder) -> builder
				.merchant(SimulatedMerchant.builder().institution("1900000777", "1900000778").build())
				.mode(PlatformMode.CERTIFICATES);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDetails {

		@Bean
		WechatPayHkConnectionDetails ownDetails() {
			WechatPayHkConnectionDetails.Merchant merchant = new WechatPayHkConnectionDetails.Merchant() {

				@Override
				public URI getBaseUrl() {
					return URI.create("https://till.invalid/hk/");
				}

				@Override
				public MerchantIds getIds() {
					return MerchantIds.direct("1900000999");
				}

				@Override
				public MerchantCredential getCredential() {
					throw new IllegalStateException("The credential of production has no business in a test");
				}

			};
			return () -> merchant;
		}

	}

}
