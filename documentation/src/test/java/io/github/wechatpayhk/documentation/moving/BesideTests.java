package io.github.wechatpayhk.documentation.moving;

import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One application with both clients, and the property that decides which one reverses.
 */
class BesideTests {

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(WechatPayHkAutoConfiguration.class))
		.withUserConfiguration(ReversalsConfiguration.class)
		.withBean(HttpClient.class, this::officialSdk)
		.withPropertyValues("wechatpay.hk.base-url=" + this.simulator.baseUrl(),
				"wechatpay.hk.mchid=" + this.simulator.merchant().mchid(),
				"wechatpay.hk.merchant-serial-number=" + this.simulator.merchant().serialNumber(),
				"wechatpay.hk.private-key=" + this.simulator.merchant().privateKeyPem(),
				"wechatpay.hk.public-key-id=" + this.simulator.platform().publicKeyId(),
				"wechatpay.hk.public-key=" + this.simulator.platform().publicKeyPem());

	@AfterEach
	void stop() {
		this.simulator.close();
	}

	@Test
	void officialSdkReversesFirst() {
		assertReverses(this.application, "wechatpay-java");
	}

	@Test
	void starterReversesOnceTheSwitchIsThrown() {
		assertReverses(this.application.withPropertyValues("shop.reverse-by-starter=true"), "wechatpay-hk-client");
	}

	private void assertReverses(ApplicationContextRunner application, String userAgent) {
		application.run((context) -> {
			context.getBean(Reversals.class).reverse(WechatPayHkSimulator.PAID_ORDER);
			assertThat(this.simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.REVOKED);
			assertThat(this.simulator.requests().last().header("User-Agent")).containsIgnoringCase(userAgent);
		});
	}

	private HttpClient officialSdk() {
		SimulatedMerchant merchant = this.simulator.merchant();
		return new DefaultHttpClientBuilder()
			.config(new RSAPublicKeyConfig.Builder().merchantId(merchant.mchid())
				.merchantSerialNumber(merchant.serialNumber())
				.privateKey(merchant.privateKeyPem())
				.publicKeyId(this.simulator.platform().publicKeyId())
				.publicKey(this.simulator.platform().publicKeyPem())
				.apiV3Key(merchant.apiV3Key())
				.build())
			.build();
	}

}
