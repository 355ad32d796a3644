package io.github.wechatpayhk.documentation.identity;

import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each line of the guide's tables, against the simulator.
 */
class DirectAndInstitutionTests {

	private static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WechatPayHkAutoConfiguration.class))
		.withPropertyValues("wechatpay.hk.base-url=" + this.simulator.baseUrl(),
				"wechatpay.hk.merchant-serial-number=" + this.simulator.merchant().serialNumber(),
				"wechatpay.hk.private-key=" + this.simulator.merchant().privateKeyPem(),
				"wechatpay.hk.public-key-id=" + this.simulator.platform().publicKeyId(),
				"wechatpay.hk.public-key=" + this.simulator.platform().publicKeyPem());

	private final ApplicationContextRunner direct = this.application
		.withPropertyValues("wechatpay.hk.mchid=1900000109");

	private final ApplicationContextRunner institution = this.application
		.withPropertyValues("wechatpay.hk.sp-mchid=1900000100");

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void directMerchantSendsOneNumber() {
		this.direct.run((context) -> {
			service(context).reverse(ORDER).block();
			assertThat(this.simulator.requests().last().target())
				.isEqualTo("/hk/v3/transactions/out-trade-no/" + ORDER + "/reverse");
			assertThat(this.simulator.requests().last().bodyText()).isEqualTo("{\"mchid\":\"1900000109\"}");
			assertThat(this.simulator.requests().last().header("Authorization")).contains("mchid=\"1900000109\"");
		});
	}

	@Test
	void institutionSendsTwoAndSignsAsItself() {
		this.institution.withPropertyValues("wechatpay.hk.sub-mchid=1900000109").run((context) -> {
			service(context).reverse(ORDER).block();
			assertThat(this.simulator.requests().last().bodyText())
				.isEqualTo("{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"}");
			assertThat(this.simulator.requests().last().header("Authorization")).contains("mchid=\"1900000100\"");
		});
	}

	@Test
	void institutionNamesItsSubMerchantWithTheCall() {
		this.institution.run((context) -> {
			new Institution(service(context)).reverse("1900000109", ORDER).block();
			assertThat(this.simulator.requests().last().bodyText())
				.isEqualTo("{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"}");
		});
	}

	@Test
	void otherGenerationHasAnotherPath() {
		this.direct
			.withPropertyValues("wechatpay.hk.generation=global",
					"wechatpay.hk.base-url=" + this.simulator.globalBaseUrl())
			.run((context) -> {
				service(context).reverse(ORDER).block();
				assertThat(this.simulator.requests().last().target())
					.isEqualTo("/v3/global/micropay/transactions/out-trade-no/" + ORDER + "/reverse");
			});
	}

	@Test
	void institutionWithoutSubMerchantSendsNothing() {
		this.institution.run((context) -> fails(service(context), ReverseOrderRequest.outTradeNo(ORDER))
			.hasMessageContaining("'spMchid' is set without 'subMchid'")
			.satisfies((ex) -> assertThat(((WechatPayHkException) ex).outcome()).isEqualTo(Outcome.NOT_SENT)));
	}

	@Test
	void subMerchantAloneReplacesTheInstitutionToo() {
		this.institution
			.run((context) -> fails(service(context), ReverseOrderRequest.outTradeNo(ORDER).withSubMchid("1900000109"))
				.hasMessageContaining("Neither 'mchid' nor 'spMchid' with 'subMchid' is set")
				.satisfies((ex) -> assertThat(((WechatPayHkException) ex).outcome()).isEqualTo(Outcome.NOT_SENT)));
	}

	@Test
	void numberThatTheKeyDoesNotSignForIsRefused() {
		this.direct.run((context) -> {
			ReverseOrderRequest foreign = ReverseOrderRequest.outTradeNo(ORDER)
				.withSpMchid("1900000100")
				.withSubMchid("1900000109");
			refused(service(context), foreign, 403, "NO_AUTH");
		});
	}

	@Test
	void numberThatIsNotTheKeysOwnIsRefused() {
		this.application.withPropertyValues("wechatpay.hk.mchid=1900000777")
			.run((context) -> ends(service(context), ReverseOrderRequest.outTradeNo(ORDER), 401, "SIGN_ERROR",
					Outcome.UNKNOWN));
	}

	@Test
	void pathOfOneGenerationUnderTheOtherIsNotFound() {
		this.direct.run((context) -> fails(service(context),
				ReverseOrderRequest.outTradeNo(ORDER).withBaseUrl(this.simulator.globalBaseUrl()))
			.satisfies((ex) -> {
				assertThat(((WechatPayHkApiException) ex).status()).isEqualTo(404);
				assertThat(((WechatPayHkException) ex).outcome()).isEqualTo(Outcome.REJECTED);
				assertThat(((WechatPayHkApiException) ex).hasCode("ORDER_NOT_EXIST")).isFalse();
			}));
	}

	@Test
	void generationsMixedInTheConfigurationStopTheStart() {
		this.direct
			.withPropertyValues("wechatpay.hk.generation=global",
					"wechatpay.hk.base-url=https://api.mch.weixin.qq.com/hk/")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("It mixes two generations of the API"));
	}

	@Test
	void subMerchantWithoutInstitutionStopsTheStart() {
		this.application.withPropertyValues("wechatpay.hk.sub-mchid=1900000109")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("no institution that signs for it"));
	}

	private static void refused(ReverseOrderService service, ReverseOrderRequest request, int status, String code) {
		ends(service, request, status, code, Outcome.REJECTED);
	}

	private static void ends(ReverseOrderService service, ReverseOrderRequest request, int status, String code,
			Outcome outcome) {
		fails(service, request).satisfies((ex) -> {
			assertThat(((WechatPayHkApiException) ex).status()).isEqualTo(status);
			assertThat(((WechatPayHkApiException) ex).hasCode(code)).isTrue();
			assertThat(((WechatPayHkException) ex).outcome()).isEqualTo(outcome);
		});
	}

	private static AbstractThrowableAssert<?, ? extends Throwable> fails(ReverseOrderService service,
			ReverseOrderRequest request) {
		return assertThat(catchThrowable(() -> service.reverse(request).block()));
	}

	private static ReverseOrderService service(ApplicationContext context) {
		return context.getBean(ReverseOrderService.class);
	}

}
