package io.github.wechatpayhk.autoconfigure.merchant;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.ApiV3Key;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import org.jspecify.annotations.Nullable;

/**
 * Whom one merchant trusts.
 *
 * @param publicKeyId id of the WeChat Pay public key
 * @param publicKey the WeChat Pay public key
 * @param certificates platform certificates
 * @param apiV3Key decrypts downloaded certificates
 * @since 0.1.0
 */
public record MerchantTrust(@Nullable SerialNumber publicKeyId, @Nullable PublicKey publicKey,
		List<X509Certificate> certificates, @Nullable ApiV3Key apiV3Key) {

	/**
	 * Return whom a merchant trusts.
	 * @param merchant the connection details of the merchant
	 * @return whom it trusts
	 */
	public static MerchantTrust of(WechatPayHkConnectionDetails.Merchant merchant) {
		return new MerchantTrust(merchant.getPublicKeyId(), merchant.getPublicKey(), merchant.getPlatformCertificates(),
				merchant.getApiV3Key());
	}

	/**
	 * Look for a key in the order of the cost: the public key, given certificates,
	 * downloaded ones.
	 * @param settings when certificates are downloaded
	 * @param clock the time
	 * @return the trust
	 */
	public PlatformTrust platformTrust(RefreshSettings settings, InstantSource clock) {
		List<PlatformTrust> sources = new ArrayList<>();
		if (this.publicKeyId != null && this.publicKey != null) {
			sources.add(PlatformTrust.of(PlatformKeys.publicKey(this.publicKeyId, this.publicKey)));
		}
		if (!this.certificates.isEmpty()) {
			sources.add(PlatformTrust.of(PlatformKeys.certificates(this.certificates, clock)));
		}
		if (this.apiV3Key != null) {
			sources.add(PlatformTrust.certificates(this.apiV3Key, settings));
		}
		return sources.stream()
			.reduce(PlatformTrust::or)
			.orElseThrow(() -> new IllegalStateException("The connection details name nothing to trust"));
	}

	/**
	 * Describe the keys in the order in which they are looked for, for a log.
	 * @return the text
	 */
	public String describe() {
		List<String> sources = new ArrayList<>();
		if (this.publicKeyId != null) {
			sources.add("public key " + this.publicKeyId);
		}
		if (!this.certificates.isEmpty()) {
			sources.add("configured certificates");
		}
		if (this.apiV3Key != null) {
			sources.add("downloaded certificates");
		}
		return String.join(" and ", sources);
	}

	boolean isEmpty() {
		return this.publicKey == null && this.certificates.isEmpty() && this.apiV3Key == null;
	}

	@Override
	public String toString() {
		return "MerchantTrust[publicKeyId=" + this.publicKeyId + ", certificates="
				+ this.certificates.stream().map(SerialNumber::of).toList() + ']';
	}

}
