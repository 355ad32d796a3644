package io.github.wechatpayhk.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.Signature;
import java.util.Base64;

import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.certificate.RsaKeys;
import io.github.wechatpayhk.trust.PlatformKeys;

/**
 * The keys of both sides, generated once per run, and what the other side computes with
 * them: written here a second time, so that the client is not its own judge.
 */
public final class WireKeys {

	/**
	 * The number that signs.
	 */
	public static final String MCHID = "1900000109";

	/**
	 * The serial number of the merchant's certificate.
	 */
	public static final String MERCHANT_SERIAL = "444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4";

	/**
	 * The id of WeChat Pay's public key.
	 */
	public static final String PLATFORM_SERIAL = "PUB_KEY_ID_0119000001092024112000219600000001";

	private static final KeyPair MERCHANT = RsaKeys.generate(new SecureRandom());

	private static final KeyPair PLATFORM = RsaKeys.generate(new SecureRandom());

	private WireKeys() {
	}

	/**
	 * Return what the client signs with.
	 * @return the credential
	 */
	public static MerchantCredential credential() {
		return new MerchantCredential(SerialNumber.of(MERCHANT_SERIAL), Signer.rsa(MERCHANT.getPrivate()));
	}

	/**
	 * Return the merchant's keys.
	 * @return the pair
	 */
	public static KeyPair merchant() {
		return MERCHANT;
	}

	/**
	 * Return WeChat Pay's keys.
	 * @return the pair
	 */
	public static KeyPair platform() {
		return PLATFORM;
	}

	/**
	 * Return what the client trusts.
	 * @return the keys
	 */
	public static PlatformKeys platformKeys() {
		return PlatformKeys.publicKey(SerialNumber.of(PLATFORM_SERIAL), PLATFORM.getPublic());
	}

	/**
	 * Return whether a request carries the merchant's signature over what was on the
	 * wire.
	 * @param request the request
	 * @param signedBody the part of its body that is signed
	 * @return whether the signature is right
	 */
	public static boolean verifies(WireRequest request, byte[] signedBody) {
		String head = request.method() + "\n" + request.target() + "\n" + request.authorization("timestamp") + "\n"
				+ request.nonce() + "\n";
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initVerify(MERCHANT.getPublic());
			signature.update(head.getBytes(StandardCharsets.UTF_8));
			signature.update(signedBody);
			signature.update((byte) '\n');
			return signature.verify(Base64.getDecoder().decode(request.authorization("signature")));
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

	/**
	 * Return WeChat Pay's signature of a response.
	 * @param timestamp the seconds
	 * @param nonce the nonce
	 * @param body the body before compression
	 * @return the Base64 text
	 */
	public static String sign(long timestamp, String nonce, byte[] body) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(PLATFORM.getPrivate());
			signature.update((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
			signature.update(body);
			signature.update((byte) '\n');
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
