package io.github.wechatpayhk.documentation.testing;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.trust.PlatformKeys;

/**
 * A client without Spring Boot that talks to a simulator.
 */
final class SimulatedClient {

	private SimulatedClient() {
	}

	static WechatPayHkClientBuilder of(WechatPayHkSimulator simulator) {
		MerchantCredential credential = new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
				Signer.rsa(simulator.merchant().privateKey()));
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
				simulator.platform().publicKey());
		return WechatPayHkClient.builder(MerchantIds.direct("1900000109"), credential, keys)
			.appid("wx8888888888888888")
			.baseUrl(simulator.baseUrl());
	}

}
