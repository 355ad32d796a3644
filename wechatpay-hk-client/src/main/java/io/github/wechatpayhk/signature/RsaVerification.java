package io.github.wechatpayhk.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;

import org.jspecify.annotations.Nullable;

/**
 * Verifies with public keys. It keeps the latest one in the provider's own form: nearly
 * all answers are signed by the same key. Safe for concurrent use.
 */
final class RsaVerification {

	private final SignatureProvider provider;

	private volatile @Nullable PreparedKey latest;

	RsaVerification(SignatureProvider provider) {
		this.provider = provider;
	}

	boolean verify(byte[] message, byte[] signature, PublicKey key) throws GeneralSecurityException {
		PreparedKey prepared = prepare(key);
		Signature verification = prepared.provider().signature();
		verification.initVerify(prepared.key());
		verification.update(message);
		return verification.verify(signature);
	}

	private PreparedKey prepare(PublicKey key) throws InvalidKeyException {
		PreparedKey prepared = this.latest;
		if (prepared == null || prepared.original() != key) {
			SignatureProvider accepting = this.provider.accepting(key);
			prepared = new PreparedKey(key, accepting.translate(key), accepting);
			this.latest = prepared;
		}
		return prepared;
	}

	private record PreparedKey(PublicKey original, PublicKey key, SignatureProvider provider) {

	}

}
