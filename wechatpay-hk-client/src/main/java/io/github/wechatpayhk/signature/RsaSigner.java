package io.github.wechatpayhk.signature;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;

import reactor.core.publisher.Mono;

/**
 * Signs with a {@link PrivateKey} on the thread that subscribes.
 */
final class RsaSigner implements Signer {

	private final PrivateKey privateKey;

	private final SignatureProvider provider;

	RsaSigner(PrivateKey privateKey, SignatureProvider provider) {
		try {
			this.provider = provider.accepting(privateKey);
			this.privateKey = this.provider.translate(privateKey);
		}
		catch (InvalidKeyException ex) {
			throw new IllegalArgumentException("The signature provider '" + provider + "' does not take the key", ex);
		}
	}

	@Override
	public Mono<byte[]> sign(byte[] message) {
		return Mono.fromCallable(() -> signature(message));
	}

	private byte[] signature(byte[] message) throws GeneralSecurityException {
		Signature signature = this.provider.signature();
		signature.initSign(this.privateKey);
		signature.update(message);
		return signature.sign();
	}

}
