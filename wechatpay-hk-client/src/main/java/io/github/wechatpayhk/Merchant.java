package io.github.wechatpayhk;

import java.net.URI;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.webclient.CallOptions;
import org.jspecify.annotations.Nullable;

/**
 * One merchant out of many: who it is, how it signs and whom it trusts. Immutable.
 *
 * @param ids the numbers that go into the body of each call, unless the call names its
 * own
 * @param credential signs the requests
 * @param trust says which keys verify the responses
 * @param generation the generation of the API
 * @param baseUrl scheme, host and prefix, or {@code null} for those of the generation
 * @param certificatesPath where the platform certificates are listed, or {@code null} for
 * the path of the generation
 * @param shopIds the numbers with their application ids, which orders and refunds need
 * @param apiV3Key decrypts the merchant's notifications, or {@code null} if none are read
 * @since 0.1.0
 */
public record Merchant(MerchantIds ids, MerchantCredential credential, PlatformTrust trust, ApiGeneration generation,
		@Nullable URI baseUrl, @Nullable String certificatesPath, ShopIds shopIds, @Nullable ApiV3Key apiV3Key) {

	/**
	 * Describe a merchant.
	 * @param ids the numbers that go into the body of each call
	 * @param credential signs the requests
	 * @param trust says which keys verify the responses
	 * @param generation the generation of the API
	 * @param baseUrl scheme, host and prefix, or {@code null}
	 * @param certificatesPath where the platform certificates are listed, or {@code null}
	 * @param shopIds the numbers with their application ids
	 * @param apiV3Key decrypts the merchant's notifications, or {@code null}
	 * @throws WechatPayHkRequestException if the base URL cannot be called safely
	 */
	public Merchant {
		baseUrl = (baseUrl != null) ? CallOptions.requireBaseUrl(baseUrl) : null;
	}

	/**
	 * Return a merchant of the generation {@link ApiGeneration#HK} at its usual place.
	 * @param ids the numbers that go into the body of each call
	 * @param credential signs the requests
	 * @param trust says which keys verify the responses
	 * @return the merchant
	 */
	public static Merchant of(MerchantIds ids, MerchantCredential credential, PlatformTrust trust) {
		return new Merchant(ids, credential, trust, ApiGeneration.HK, null, null, ShopIds.of(ids), null);
	}

	/**
	 * Return a copy with another generation.
	 * @param generation the generation of the API
	 * @return the copy
	 */
	public Merchant withGeneration(ApiGeneration generation) {
		return new Merchant(this.ids, this.credential, this.trust, generation, this.baseUrl, this.certificatesPath,
				this.shopIds, this.apiV3Key);
	}

	/**
	 * Return a copy that calls another place.
	 * @param baseUrl an https URL, or an http one with a loopback address
	 * @return the copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public Merchant withBaseUrl(URI baseUrl) {
		return new Merchant(this.ids, this.credential, this.trust, this.generation, baseUrl, this.certificatesPath,
				this.shopIds, this.apiV3Key);
	}

	/**
	 * Return a copy whose platform certificates are listed elsewhere.
	 * @param certificatesPath as for
	 * {@link WechatPayHkClientBuilder#certificatesPath(String)}
	 * @return the copy
	 */
	public Merchant withCertificatesPath(String certificatesPath) {
		return new Merchant(this.ids, this.credential, this.trust, this.generation, this.baseUrl, certificatesPath,
				this.shopIds, this.apiV3Key);
	}

	/**
	 * Return a copy that can place orders and refund them.
	 * @param shopIds the numbers of the merchant with their application ids
	 * @return the copy
	 */
	public Merchant withShopIds(ShopIds shopIds) {
		return new Merchant(this.ids, this.credential, this.trust, this.generation, this.baseUrl, this.certificatesPath,
				shopIds, this.apiV3Key);
	}

	/**
	 * Return a copy whose notifications can be read.
	 * @param apiV3Key the key that they are encrypted with, also in public-key mode
	 * @return the copy
	 */
	public Merchant withApiV3Key(ApiV3Key apiV3Key) {
		return new Merchant(this.ids, this.credential, this.trust, this.generation, this.baseUrl, this.certificatesPath,
				this.shopIds, apiV3Key);
	}

	/**
	 * Return a copy that trusts other keys.
	 * @param trust says which keys verify the responses
	 * @return the copy
	 */
	public Merchant withTrust(PlatformTrust trust) {
		return new Merchant(this.ids, this.credential, trust, this.generation, this.baseUrl, this.certificatesPath,
				this.shopIds, this.apiV3Key);
	}

	URI effectiveBaseUrl() {
		return (this.baseUrl != null) ? this.baseUrl : this.generation.defaultBaseUrl();
	}

	URI certificatesUrl(URI host) {
		return host.resolve((this.certificatesPath != null) ? this.certificatesPath : this.generation.certificates());
	}

}
