package io.github.wechatpayhk.signature;

import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Signs with a {@link PrivateKey} on the thread that subscribes.
 */
final class RsaSigner implements Signer {

	private final PrivateKey privateKey;

	private final PreparedSignatures signatures;

	RsaSigner(PrivateKey privateKey, SignatureProvider provider) {
		this.privateKey = privateKey;
		try {
			SignatureProvider accepting = provider.accepting(privateKey);
			PrivateKey key = accepting.translate(privateKey);
			this.signatures = new PreparedSignatures(() -> accepting.signing(key));
		}
		catch (InvalidKeyException ex) {
			throw new IllegalArgumentException("The signature provider '" + provider + "' does not take the key", ex);
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof RsaSigner signer && this.privateKey.equals(signer.privateKey);
	}

	@Override
	public int hashCode() {
		return this.privateKey.hashCode();
	}

	@Override
	public Mono<byte[]> sign(byte[] message) {
		return Mono.fromCallable(() -> this.signatures.compute(message, Signature::sign));
	}

}
