package io.github.wechatpayhk.trust;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.github.wechatpayhk.signature.SignedResponse;

/**
 * WeChat Pay's side of the certificates: lists them encrypted, and signs with any of
 * them.
 */
public final class TestPlatform {

	public static final String API_V3_KEY = "TestVectorApiV3Key00112233445566";

	private final InstantSource clock;

	private final Map<String, KeyPair> keyPairs = new HashMap<>();

	private volatile List<X509Certificate> listed = List.of();

	private volatile String signing = "";

	private volatile String apiV3Key = API_V3_KEY;

	public TestPlatform(InstantSource clock) {
		this.clock = clock;
	}

	/**
	 * List certificates from now on, and sign with the key of the last one.
	 */
	public TestPlatform list(X509Certificate... certificates) {
		this.listed = List.of(certificates);
		this.signing = serial(certificates[certificates.length - 1]);
		return this;
	}

	public TestPlatform encryptWith(String apiV3Key) {
		this.apiV3Key = apiV3Key;
		return this;
	}

	public X509Certificate issue(String serialNumber, Instant notBefore, Instant notAfter) {
		KeyPair keyPair = this.keyPairs.computeIfAbsent(
				new BigInteger(serialNumber, 16).toString(16).toUpperCase(Locale.ROOT),
				(key) -> TestCertificates.rsa());
		return TestCertificates.create(keyPair, keyPair, serialNumber, notBefore, notAfter);
	}

	private static String serial(X509Certificate certificate) {
		return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
	}

	public String listBody() {
		return this.listed.stream().map(this::entry).collect(Collectors.joining(",", "{\"data\":[", "]}"));
	}

	public String entry(X509Certificate certificate) {
		String nonce = "abcdefghijkl";
		return "{\"serial_no\":\"" + serial(certificate)
				+ "\",\"encrypt_certificate\":{\"algorithm\":\"AEAD_AES_256_GCM\",\"nonce\":\"" + nonce
				+ "\",\"associated_data\":\"certificate\",\"ciphertext\":\""
				+ encrypt(nonce, pem(certificate), this.apiV3Key) + "\"}}";
	}

	private static byte[] pem(X509Certificate certificate) {
		try {
			return ("-----BEGIN CERTIFICATE-----\n" + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
					+ "\n-----END CERTIFICATE-----\n")
				.getBytes(StandardCharsets.US_ASCII);
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static String encrypt(String nonce, byte[] plaintext, String apiV3Key) {
		try {
			Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
			cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(apiV3Key.getBytes(StandardCharsets.UTF_8), "AES"),
					new GCMParameterSpec(128, nonce.getBytes(StandardCharsets.UTF_8)));
			cipher.updateAAD("certificate".getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(cipher.doFinal(plaintext));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sign any body with the key that signs now.
	 */
	public Map<String, String> sign(byte[] body) {
		String timestamp = Long.toString(this.clock.instant().getEpochSecond());
		String nonce = "c5ac7061fccab6bf3e254dcf98995b8c";
		KeyPair keyPair = this.keyPairs.get(this.signing);
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(keyPair.getPrivate());
			signature.update((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
			signature.update(body);
			signature.update((byte) '\n');
			Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
			headers.put("Request-ID", "08F59F80E60510C301188EA3A3580C20E3A3B2F8");
			headers.put("Wechatpay-Timestamp", timestamp);
			headers.put("Wechatpay-Nonce", nonce);
			headers.put("Wechatpay-Serial", this.signing);
			headers.put("Wechatpay-Signature", Base64.getEncoder().encodeToString(signature.sign()));
			return headers;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public SignedResponse listResponse() {
		byte[] body = listBody().getBytes(StandardCharsets.UTF_8);
		return response(200, sign(body), body);
	}

	public static SignedResponse response(int status, Map<String, String> headers, byte[] body) {
		Map<String, String> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		copy.putAll(headers);
		return new SignedResponse("GET", "/hk/v3/certificates", status, (name) -> {
			List<String> values = new ArrayList<>();
			if (copy.containsKey(name)) {
				values.add(copy.get(name));
			}
			return values;
		}, body);
	}

}
