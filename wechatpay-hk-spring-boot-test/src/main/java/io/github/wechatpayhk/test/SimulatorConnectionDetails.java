package io.github.wechatpayhk.test;

import java.net.URI;
import java.security.PublicKey;
import java.security.cert.X509Certificate;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.trust.ApiV3Key;
import org.jspecify.annotations.Nullable;

/**
 * Adapts a {@link WechatPayHkSimulator} to {@link WechatPayHkConnectionDetails}: its
 * first merchant, and the public key, or the certificates of a platform that has no
 * public key.
 */
final class SimulatorConnectionDetails implements WechatPayHkConnectionDetails, WechatPayHkConnectionDetails.Merchant {

	// The simulator takes any application for the merchant's.
	private static final String APPID = "wx8888888888888888";

	private final WechatPayHkSimulator simulator;

	private final ApiGeneration generation;

	SimulatorConnectionDetails(WechatPayHkSimulator simulator, ApiGeneration generation) {
		this.simulator = simulator;
		this.generation = generation;
	}

	@Override
	public Merchant getMerchant() {
		return this;
	}

	@Override
	public ApiGeneration getGeneration() {
		return this.generation;
	}

	@Override
	public URI getBaseUrl() {
		return (this.generation == ApiGeneration.HK) ? this.simulator.baseUrl() : this.simulator.globalBaseUrl();
	}

	@Override
	public MerchantIds getIds() {
		SimulatedMerchant merchant = this.simulator.merchant();
		return (merchant.mchid() != null) ? new MerchantIds(merchant.mchid(), null, null)
				: new MerchantIds(null, merchant.spMchid(), merchant.subMchid());
	}

	@Override
	public ShopIds getShopIds() {
		MerchantIds ids = getIds();
		return (ids.mchid() != null) ? new ShopIds(ids.mchid(), APPID, null, null, null, null)
				: new ShopIds(null, null, ids.spMchid(), APPID, ids.subMchid(), null);
	}

	@Override
	public MerchantCredential getCredential() {
		return new MerchantCredential(SerialNumber.of(this.simulator.merchant().serialNumber()),
				Signer.rsa(this.simulator.merchant().privateKey()));
	}

	@Override
	public X509Certificate getCertificate() {
		return this.simulator.merchant().certificate();
	}

	@Override
	public @Nullable SerialNumber getPublicKeyId() {
		return hasPublicKey() ? SerialNumber.of(this.simulator.platform().publicKeyId()) : null;
	}

	@Override
	public @Nullable PublicKey getPublicKey() {
		return hasPublicKey() ? this.simulator.platform().publicKey() : null;
	}

	@Override
	public @Nullable ApiV3Key getApiV3Key() {
		return hasPublicKey() ? null : getNotificationKey();
	}

	@Override
	public ApiV3Key getNotificationKey() {
		return ApiV3Key.of(this.simulator.merchant().apiV3Key());
	}

	private boolean hasPublicKey() {
		return this.simulator.platform().mode() != PlatformMode.CERTIFICATES;
	}

}
