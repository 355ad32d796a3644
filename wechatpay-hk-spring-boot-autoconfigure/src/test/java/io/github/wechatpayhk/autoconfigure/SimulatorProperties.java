package io.github.wechatpayhk.autoconfigure;

import java.util.stream.Stream;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

/**
 * The properties by which an application is a direct merchant of a simulator.
 */
final class SimulatorProperties {

	private SimulatorProperties() {
	}

	static String[] of(WechatPayHkSimulator simulator) {
		return Stream
			.concat(Stream.of("wechatpay.hk.base-url=" + simulator.baseUrl()), merchant("wechatpay.hk.", simulator))
			.toArray(String[]::new);
	}

	/**
	 * Return the properties of a further merchant.
	 */
	static String[] of(String merchant, WechatPayHkSimulator simulator) {
		return merchant("wechatpay.hk.merchants." + merchant + ".", simulator).toArray(String[]::new);
	}

	private static Stream<String> merchant(String prefix, WechatPayHkSimulator simulator) {
		return Stream.of(prefix + "mchid=" + simulator.merchant().mchid(),
				prefix + "merchant-serial-number=" + simulator.merchant().serialNumber(),
				prefix + "private-key=" + simulator.merchant().privateKeyPem(),
				prefix + "public-key-id=" + simulator.platform().publicKeyId(),
				prefix + "public-key=" + simulator.platform().publicKeyPem());
	}

}
