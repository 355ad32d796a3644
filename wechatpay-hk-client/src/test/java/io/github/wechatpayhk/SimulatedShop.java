package io.github.wechatpayhk;

import java.time.InstantSource;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.trust.PlatformKeys;

/**
 * A shop at the simulator, in either mode and either generation of the API.
 */
public enum SimulatedShop {

	DIRECT_HK(false, ApiGeneration.HK),

	DIRECT_GLOBAL(false, ApiGeneration.GLOBAL),

	INSTITUTION_HK(true, ApiGeneration.HK),

	INSTITUTION_GLOBAL(true, ApiGeneration.GLOBAL);

	private static final String APPID = "wx8888888888888888";

	private final boolean institution;

	private final ApiGeneration generation;

	SimulatedShop(boolean institution, ApiGeneration generation) {
		this.institution = institution;
		this.generation = generation;
	}

	public ShopIds ids() {
		return this.institution ? ShopIds.institution("1900000100", APPID, "1900000109", null)
				: ShopIds.direct("1900000109", APPID);
	}

	public WechatPayHkClient client(WechatPayHkSimulator simulator) {
		return client(simulator, (builder) -> builder);
	}

	public WechatPayHkClient client(WechatPayHkSimulator simulator,
			UnaryOperator<WechatPayHkClientBuilder> customizer) {
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
				Signer.rsa(simulator.merchant().privateKey()));
		InstantSource clock = simulator.clock();
		WechatPayHkClientBuilder builder = WechatPayHkClient.builder(merchantIds(), credential, keys(simulator))
			.generation(this.generation)
			.baseUrl((this.generation == ApiGeneration.HK) ? simulator.baseUrl() : simulator.globalBaseUrl())
			.clock(clock);
		return customizer.apply(this.institution ? builder.spAppid(APPID) : builder.appid(APPID)).build();
	}

	private MerchantIds merchantIds() {
		return ids().merchantIds();
	}

	private static PlatformKeys keys(WechatPayHkSimulator simulator) {
		return PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
				simulator.platform().publicKey());
	}

}
