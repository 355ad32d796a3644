package io.github.wechatpayhk.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;

import org.jspecify.annotations.Nullable;

/**
 * Verifies with public keys. It keeps the latest one ready for use: nearly all responses
 * are signed by the same key. Safe for concurrent use.
 */
final class RsaVerification {

	private final SignatureProvider provider;

	private volatile @Nullable PreparedKey latest;

	RsaVerification(SignatureProvider provider) {
		this.provider = provider;
	}

	boolean verify(byte[] message, byte[] signature, PublicKey key) throws GeneralSecurityException {
		return prepare(key).signatures().compute(message, (verification) -> verification.verify(signature));
	}

	private PreparedKey prepare(PublicKey key) throws InvalidKeyException {
		PreparedKey prepared = this.latest;
		if (prepared == null || !prepared.original().equals(key)) {
			SignatureProvider accepting = this.provider.accepting(key);
			PublicKey translated = accepting.translate(key);
			prepared = new PreparedKey(key, new PreparedSignatures(() -> accepting.verifying(translated)));
			this.latest = prepared;
		}
		return prepared;
	}

	private record PreparedKey(PublicKey original, PreparedSignatures signatures) {

	}

}
