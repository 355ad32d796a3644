package io.github.wechatpayhk.trust;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.signature.SignedResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a list of encrypted platform certificates. One entry that cannot be opened spoils
 * the whole list: it was not made for this key, or was changed on its way.
 */
final class CertificateList {

	private final ApiV3Key apiV3Key;

	CertificateList(ApiV3Key apiV3Key) {
		this.apiV3Key = apiV3Key;
	}

	CertificateSet read(byte[] body) throws RefusedDownloadException {
		JsonNode root = parse(body);
		JsonNode data = (root != null) ? root.get("data") : null;
		if (data == null || !data.isArray()) {
			throw new RefusedDownloadException("the response is not a list of certificates", null);
		}
		List<X509Certificate> certificates = new ArrayList<>();
		for (JsonNode entry : data) {
			JsonNode encrypted = entry.get("encrypt_certificate");
			// another algorithm is for those who ask for it; its entries do not concern
			// us
			if (encrypted != null && ApiV3Key.ALGORITHM.equals(text(encrypted, "algorithm"))) {
				certificates.add(certificate(encrypted));
			}
		}
		return set(certificates);
	}

	private static CertificateSet set(List<X509Certificate> certificates) throws RefusedDownloadException {
		try {
			return CertificateSet.of(certificates);
		}
		catch (IllegalArgumentException ex) {
			throw new RefusedDownloadException("it holds two certificates with one serial number", ex);
		}
	}

	private X509Certificate certificate(JsonNode encrypted) throws RefusedDownloadException {
		String nonce = text(encrypted, "nonce");
		String ciphertext = text(encrypted, "ciphertext");
		if (nonce == null || ciphertext == null) {
			throw new RefusedDownloadException("an entry has no nonce or no ciphertext", null);
		}
		try {
			return parseCertificate(this.apiV3Key.decrypt(nonce, text(encrypted, "associated_data"), ciphertext));
		}
		catch (CertificateException ex) {
			throw new RefusedDownloadException("an entry holds something other than an RSA certificate", ex);
		}
		catch (GeneralSecurityException ex) {
			throw new RefusedDownloadException("an entry cannot be decrypted; check that 'wechatpay.hk.api-v3-key' is"
					+ " the APIv3 key that is set for this merchant now", ex);
		}
	}

	private static X509Certificate parseCertificate(byte[] pem) throws CertificateException {
		Certificate certificate = CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(pem));
		if (!(certificate instanceof X509Certificate x509) || !(x509.getPublicKey() instanceof RSAPublicKey)) {
			throw new CertificateException("The key is not an RSA key");
		}
		return x509;
	}

	/**
	 * Read a response that is no list. Nothing of it was verified.
	 * @param response the response
	 * @return what it says, cleaned and within bounds
	 */
	static WechatPayHkApiException error(SignedResponse response) {
		JsonNode root = parse(response.body());
		return new WechatPayHkApiException(response.status(), SignatureStatus.ABSENT, response.requestId(),
				(root != null) ? text(root, "code") : null, (root != null) ? text(root, "message") : null, null);
	}

	private static @Nullable JsonNode parse(byte[] body) {
		try {
			return JsonMapper.shared().readTree(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private static @Nullable String text(JsonNode node, String name) {
		JsonNode value = node.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

}
