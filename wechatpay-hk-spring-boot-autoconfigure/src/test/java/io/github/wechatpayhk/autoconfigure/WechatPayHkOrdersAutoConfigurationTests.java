package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import javax.crypto.Cipher;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.order.CloseOrderService;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.PlaceOrderService;
import io.github.wechatpayhk.order.PlaceOrderService.PlacedOrder;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.StartPaymentService;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.settlement.SettlementService;
import io.github.wechatpayhk.submerchant.SubMerchantBusiness;
import io.github.wechatpayhk.submerchant.SubMerchantContact;
import io.github.wechatpayhk.submerchant.SubMerchantDetails;
import io.github.wechatpayhk.submerchant.SubMerchantService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The services for orders are there, and each gives way.
 */
class WechatPayHkOrdersAutoConfigurationTests {

	private final ApplicationContextRunner emptyRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
				WebClientAutoConfiguration.class, WechatPayHkAutoConfiguration.class,
				WechatPayHkOrdersAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.emptyRunner.withPropertyValues(
			"wechatpay.hk.mchid=1900000109", "wechatpay.hk.appid=wx8888888888888888",
			"wechatpay.hk.merchant-serial-number=444F4864EA9B34415D3B1C5E6A7B8C9D0E1F2A3B",
			"wechatpay.hk.private-key=" + Keys.merchant().privateKeyPem(),
			"wechatpay.hk.public-key-id=PUB_KEY_ID_0114232134912410000000000000",
			"wechatpay.hk.public-key=" + Keys.untrusted().publicKeyPem());

	@Test
	void configuresEachServiceAndTheClosedLoop() {
		this.contextRunner.run((context) -> assertThat(context).hasNotFailed()
			.hasSingleBean(MicropayService.class)
			.hasSingleBean(QueryOrderService.class)
			.hasSingleBean(CloseOrderService.class)
			.hasSingleBean(PlaceOrderService.class)
			.hasSingleBean(StartPaymentService.class)
			.hasSingleBean(RefundService.class)
			.hasSingleBean(SettlementService.class)
			.hasSingleBean(SubMerchantService.class)
			.hasSingleBean(QuickPay.class));
	}

	@Test
	void startsPaymentsOfTheOrdersThatThePlacingServiceOfTheApplicationPlaces() {
		PlaceOrderService own = (request) -> Mono
			.just(new PlacedOrder(null, "wx201410272009395522657a690389285100", null, Map.of()));
		this.contextRunner.withBean("own", PlaceOrderService.class, () -> own).run((context) -> {
			StartPaymentService service = context.getBean(StartPaymentService.class);
			PlaceOrderRequest request = PlaceOrderRequest.builder(TradeType.APP, "T1", OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.notifyUrl("https://shop.example.com/notifications")
				.build();
			assertThat(service.prepare(request).flatMap(service::app).block(Duration.ofSeconds(60)))
				.satisfies((parameters) -> {
					assertThat(parameters.appid()).isEqualTo("wx8888888888888888");
					assertThat(parameters.sign()).hasSize(344);
				});
		});
	}

	@Test
	void doesNothingWithoutProperties() {
		this.emptyRunner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(QuickPay.class)
			.doesNotHaveBean(WechatPayHkProperties.class));
	}

	@Test
	void takesTheApplicationFromTheProperties() {
		this.contextRunner.run((context) -> assertThat(context.getBean(WechatPayHkClient.class).shopIds())
			.isEqualTo(ShopIds.direct("1900000109", "wx8888888888888888")));
	}

	@Test
	void failsOnAnApplicationOfAnotherForm() {
		this.contextRunner.withPropertyValues("wechatpay.hk.appid=wx 88")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(WechatPayHkConfigurationException.class)
				.hasMessageContaining("appid"));
	}

	@Test
	void failsOnTimesThatDoNotFitTogether() {
		this.contextRunner.withPropertyValues("wechatpay.hk.quick-pay.deadline=30s")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("'deadline' must be later than 'finalNotFound'"));
	}

	@ParameterizedTest
	@CsvSource({ "oaep, OAEPWithSHA-1AndMGF1Padding", "pkcs1, PKCS1Padding" })
	void encryptsContactsOfSubMerchantsInThePaddingOfTheProperties(String property, String padding) {
		this.contextRunner.withPropertyValues("wechatpay.hk.field-encryption=" + property).run((context) -> {
			SubMerchantDetails details = SubMerchantDetails.builder("a", "b")
				.officePhone("1")
				.contact(SubMerchantContact.of("c", "2", "d@e"))
				.businessCategory(1)
				.merchantType("ENTERPRISE", "344")
				.business(SubMerchantBusiness.of("BOTH"))
				.build();

			SubMerchantContact encrypted = context.getBean(SubMerchantService.class)
				.encrypt(details)
				.block(Duration.ofSeconds(60))
				.contact();

			Cipher cipher = Cipher.getInstance("RSA/ECB/" + padding);
			cipher.init(Cipher.DECRYPT_MODE, Keys.untrusted().pair().getPrivate());
			assertThat(cipher.doFinal(Base64.getDecoder().decode(encrypted.email()))).asString().isEqualTo("d@e");
			assertThat(encrypted.encryptedFor()).hasToString("PUB_KEY_ID_0114232134912410000000000000");
		});
	}

	static Stream<Arguments> ownBeans() {
		return Stream
			.of(own(MicropayService.class, () -> (request) -> Mono.empty()),
					own(QueryOrderService.class, () -> (order) -> Mono.empty()),
					own(CloseOrderService.class, () -> (order) -> Mono.empty()),
					own(PlaceOrderService.class, () -> (request) -> Mono.empty()), own(
							QuickPay.class,
							() -> QuickPay
								.builder(new QuickPayServices((request) -> Mono.empty(), (order) -> Mono.empty(),
										(request) -> Mono.empty(), new NoRefunds()))
								.build()),
					own(RefundService.class, NoRefunds::new),
					own(SettlementService.class, () -> (request, offset, limit) -> Mono.empty()),
					own(SubMerchantService.class, NoSubMerchants::new));
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

}
