package io.github.wechatpayhk.autoconfigure.properties;

import java.util.List;

import io.github.wechatpayhk.ApiGeneration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of one merchant: directly below {@code wechatpay.hk} for the
 * one that nearly everybody has, below {@code wechatpay.hk.merchants.<name>} for more.
 *
 * @param generation Generation of the API, which decides on its paths. HK unless set
 * @param baseUrl Scheme, host and prefix of the API. Those of the generation unless set
 * @param mchid Number of a merchant that has its own contract with WeChat Pay
 * @param spMchid Number of an institution. Its key signs
 * @param subMchid Number of the institution's sub-merchant, for calls that name none
 * @param appid Application of the merchant, for orders and refunds
 * @param spAppid Application of the institution, for orders and refunds
 * @param subAppid Application of the sub-merchant, if it has one of its own
 * @param merchantSerialNumber Serial number of the merchant's API certificate, in
 * hexadecimal digits. Not needed where the certificate itself is given
 * @param certificate Merchant's API certificate, as PEM text or location of a resource
 * @param privateKey Merchant's private key, as PEM text or location of a resource
 * @param privateKeyPassword Password of an encrypted private key
 * @param keyStore Location of a PKCS#12 key store with the merchant's private key and API
 * certificate
 * @param keyStorePassword Password of the key store. The merchant's number unless set
 * @param sslBundle Name of an SSL bundle with the merchant's private key and API
 * certificate
 * @param publicKey WeChat Pay public key, as PEM text or location of a resource
 * @param publicKeyId Id of the WeChat Pay public key
 * @param platformCertificates Platform certificates to trust, each as PEM text or
 * location of a resource
 * @param certificatesPath Path of the list of platform certificates, relative to the base
 * URL. That of the generation unless set
 * @param apiV3Key APIv3 key of the merchant, 32 bytes. Platform certificates are
 * decrypted with it
 * @since 0.1.0
 */
@ConfigurationProperties("wechatpay.hk")
public record MerchantProperties(@Nullable ApiGeneration generation, @Nullable String baseUrl, @Nullable String mchid,
		@Nullable String spMchid, @Nullable String subMchid, @Nullable String appid, @Nullable String spAppid,
		@Nullable String subAppid, @Nullable String merchantSerialNumber, @Nullable String certificate,
		@Nullable String privateKey, @Nullable String privateKeyPassword, @Nullable String keyStore,
		@Nullable String keyStorePassword, @Nullable String sslBundle, @Nullable String publicKey,
		@Nullable String publicKeyId, @DefaultValue List<String> platformCertificates,
		@Nullable String certificatesPath, @Nullable String apiV3Key) {

	/**
	 * Fill in where the API is. Another generation has other addresses.
	 * @param other the default merchant
	 * @return the completed properties
	 */
	public MerchantProperties orAddressOf(MerchantProperties other) {
		boolean isOther = this.generation != null && this.generation != other.generation;
		String address = (this.baseUrl != null || isOther) ? this.baseUrl : other.baseUrl;
		String path = (this.certificatesPath != null || isOther) ? this.certificatesPath : other.certificatesPath;
		return new MerchantProperties((this.generation != null) ? this.generation : other.generation, address,
				this.mchid, this.spMchid, this.subMchid, this.appid, this.spAppid, this.subAppid,
				this.merchantSerialNumber, this.certificate, this.privateKey, this.privateKeyPassword, this.keyStore,
				this.keyStorePassword, this.sslBundle, this.publicKey, this.publicKeyId, this.platformCertificates,
				path, this.apiV3Key);
	}

	@Override
	public String toString() {
		return "MerchantProperties[mchid=" + this.mchid + ", spMchid=" + this.spMchid + ", subMchid=" + this.subMchid
				+ ']';
	}

}
