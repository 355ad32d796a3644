package io.github.wechatpayhk.simulator.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Signs and verifies with SHA256withRSA.
 */
final class Rsa {

	private static final String ALGORITHM = "SHA256withRSA";

	private Rsa() {
	}

	static String sign(PrivateKey key, byte[] text) {
		try {
			Signature signature = Signature.getInstance(ALGORITHM);
			signature.initSign(key);
			signature.update(text);
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The platform's key cannot sign", ex);
		}
	}

	static boolean isSignedBy(PublicKey key, byte[] text, byte[] signed) {
		try {
			Signature signature = Signature.getInstance(ALGORITHM);
			signature.initVerify(key);
			signature.update(text);
			return signature.verify(signed);
		}
		catch (GeneralSecurityException ex) {
			return false;
		}
	}

}
