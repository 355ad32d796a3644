package io.github.wechatpayhk.simulator;

import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.platform.PlatformSettings;

/**
 * The keys of the golden vectors, so that tests need not generate any.
 */
public final class TestKeys {

	private TestKeys() {
	}

	public static SimulatedMerchant merchant() {
		return SimulatedMerchant.builder()
			.keys(Vectors.text("private.pem"), Vectors.text("cert.pem"))
			.apiV3Key(Vectors.text("apiv3-key.txt"))
			.build();
	}

	public static PlatformSettings platform(PlatformSettings settings) {
		return settings
			.withPublicKey("PUB_KEY_ID_0114232134912410000000000000", Vectors.text("platform-next-private.pem"))
			.withCertificate(Vectors.text("platform-private.pem"), Vectors.text("platform-cert.pem"));
	}

}
