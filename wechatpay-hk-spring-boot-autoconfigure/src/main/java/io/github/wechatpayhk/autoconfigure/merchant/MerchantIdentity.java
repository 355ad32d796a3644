package io.github.wechatpayhk.autoconfigure.merchant;

import java.security.Key;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;

import io.github.wechatpayhk.merchant.MerchantCredential;
import org.jspecify.annotations.Nullable;

/**
 * What signs the requests of one merchant, and which key that is.
 *
 * @param credential signs
 * @param key the key behind it, or {@code null} if only its signer knows
 * @param certificate the merchant's API certificate, or {@code null} if only its serial
 * number is known
 */
record MerchantIdentity(MerchantCredential credential, @Nullable Key key, @Nullable X509Certificate certificate) {

	boolean isKeyOf(Key publicKey) {
		return this.key instanceof RSAKey ours && publicKey instanceof RSAKey theirs
				&& ours.getModulus().equals(theirs.getModulus());
	}

	@Override
	public String toString() {
		return "MerchantIdentity[" + this.credential + ']';
	}

}
