package io.github.wechatpayhk.autoconfigure;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;

import io.github.wechatpayhk.signature.SerialNumber;
import org.jspecify.annotations.Nullable;

/**
 * Whom one merchant trusts.
 *
 * @param publicKeyId id of the WeChat Pay public key
 * @param publicKey the WeChat Pay public key
 * @param certificates platform certificates
 * @param apiV3Key decrypts downloaded certificates
 */
record MerchantTrust(@Nullable SerialNumber publicKeyId, @Nullable PublicKey publicKey,
		List<X509Certificate> certificates, @Nullable String apiV3Key) {

	boolean isEmpty() {
		return this.publicKey == null && this.certificates.isEmpty() && this.apiV3Key == null;
	}

	@Override
	public String toString() {
		return "MerchantTrust[publicKeyId=" + this.publicKeyId + ", certificates="
				+ this.certificates.stream().map(SerialNumber::of).toList() + ']';
	}

}
