package io.github.wechatpayhk.autoconfigure;

import java.security.Key;
import java.security.interfaces.RSAKey;

import io.github.wechatpayhk.merchant.MerchantCredential;
import org.jspecify.annotations.Nullable;

/**
 * What signs the requests of one merchant, and which key that is.
 *
 * @param credential signs
 * @param key the key behind it, or {@code null} if only its signer knows
 */
record MerchantIdentity(MerchantCredential credential, @Nullable Key key) {

	boolean isKeyOf(Key publicKey) {
		return this.key instanceof RSAKey ours && publicKey instanceof RSAKey theirs
				&& ours.getModulus().equals(theirs.getModulus());
	}

	@Override
	public String toString() {
		return "MerchantIdentity[" + this.credential + ']';
	}

}
