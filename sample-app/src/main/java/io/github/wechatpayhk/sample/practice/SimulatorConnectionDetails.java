package io.github.wechatpayhk.sample.practice;

import java.net.URI;
import java.security.PublicKey;

import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.trust.ApiV3Key;

/**
 * Points the starter at a simulator, as its direct merchant.
 */
final class SimulatorConnectionDetails implements WechatPayHkConnectionDetails, WechatPayHkConnectionDetails.Merchant {

	private static final String APPID = "wx8888888888888888";

	private final WechatPayHkSimulator simulator;

	SimulatorConnectionDetails(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	@Override
	public Merchant getMerchant() {
		return this;
	}

	@Override
	public URI getBaseUrl() {
		return this.simulator.baseUrl();
	}

	@Override
	public MerchantIds getIds() {
		return new MerchantIds(this.simulator.merchant().mchid(), null, null);
	}

	@Override
	public ShopIds getShopIds() {
		return new ShopIds(this.simulator.merchant().mchid(), APPID, null, null, null, null);
	}

	@Override
	public MerchantCredential getCredential() {
		return new MerchantCredential(SerialNumber.of(this.simulator.merchant().serialNumber()),
				Signer.rsa(this.simulator.merchant().privateKey()));
	}

	@Override
	public SerialNumber getPublicKeyId() {
		return SerialNumber.of(this.simulator.platform().publicKeyId());
	}

	@Override
	public ApiV3Key getNotificationKey() {
		return ApiV3Key.of(this.simulator.merchant().apiV3Key());
	}

	@Override
	public PublicKey getPublicKey() {
		return this.simulator.platform().publicKey();
	}

}
