package io.github.wechatpayhk.documentation.publickey;

import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What the guide says fails, and how that reads.
 */
class WrongTrustTests {

	private static final String OTHER_ID = "PUB_KEY_ID_0114232134912410000000000001";

	@Test
	void publicKeyAloneWhileCertificatesSign() {
		WechatPayHkException ex = reverse(PlatformMode.CERTIFICATES, "public-key", "id");

		assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(((WechatPayHkSignatureException) ex).reason())
			.isEqualTo(WechatPayHkSignatureException.Reason.UNKNOWN_SERIAL);
	}

	@Test
	void certificatesAloneWhileThePublicKeySigns() {
		WechatPayHkException ex = reverse(PlatformMode.PUBLIC_KEY, "api-v3-key", "");

		assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
		assertThat(ex).hasStackTraceContaining("WeChat Pay has none for this merchant")
			.hasStackTraceContaining("set 'wechatpay.hk.public-key-id' and 'wechatpay.hk.public-key'");
	}

	@Test
	void idOfAnotherKey() {
		WechatPayHkException ex = reverse(PlatformMode.PUBLIC_KEY, "public-key", "other-id");

		assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(((WechatPayHkSignatureException) ex).reason())
			.isEqualTo(WechatPayHkSignatureException.Reason.UNKNOWN_SERIAL);
	}

	@Test
	void keyOfAnotherId() {
		WechatPayHkException ex = reverse(PlatformMode.PUBLIC_KEY, "other-public-key", "id");

		assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN);
		assertThat(((WechatPayHkSignatureException) ex).reason())
			.isEqualTo(WechatPayHkSignatureException.Reason.MISMATCH);
	}

	@Test
	void wrongApiV3Key() {
		WechatPayHkException ex = reverse(PlatformMode.CERTIFICATES, "other-api-v3-key", "");

		assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT);
		assertThat(ex).hasStackTraceContaining("There is no usable platform certificate to verify the response with");
	}

	private static WechatPayHkException reverse(PlatformMode mode, String trust, String id) {
		WechatPayHkException[] failure = new WechatPayHkException[1];
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().mode(mode).start();
				WechatPayHkSimulator untrusted = WechatPayHkSimulator.builder().start()) {
			String[] properties = switch (trust) {
				case "public-key" -> new String[] { "public-key=" + simulator.platform().publicKeyPem(),
						"public-key-id=" + ("id".equals(id) ? simulator.platform().publicKeyId() : OTHER_ID) };
				case "other-public-key" -> new String[] { "public-key=" + untrusted.platform().publicKeyPem(),
						"public-key-id=" + simulator.platform().publicKeyId() };
				case "api-v3-key" -> new String[] { "api-v3-key=" + simulator.merchant().apiV3Key() };
				default -> new String[] { "api-v3-key=0123456789abcdef0123456789abcdef" };
			};
			for (int i = 0; i < properties.length; i++) {
				properties[i] = "wechatpay.hk." + properties[i];
			}
			new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(WechatPayHkAutoConfiguration.class))
				.withPropertyValues("wechatpay.hk.base-url=" + simulator.baseUrl(),
						"wechatpay.hk.mchid=" + simulator.merchant().mchid(),
						"wechatpay.hk.merchant-serial-number=" + simulator.merchant().serialNumber(),
						"wechatpay.hk.private-key=" + simulator.merchant().privateKeyPem())
				.withPropertyValues(properties)
				.run((context) -> failure[0] = catchThrowableOfType(WechatPayHkException.class,
						() -> context.getBean(ReverseOrderService.class)
							.reverse(WechatPayHkSimulator.PAID_ORDER)
							.block()));
		}
		return failure[0];
	}

}
