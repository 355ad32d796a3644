package io.github.wechatpayhk.signature;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

import reactor.core.publisher.Mono;

/**
 * Signs with a {@link PrivateKey} on the thread that subscribes.
 */
final class RsaSigner implements Signer {

	static final String ALGORITHM = "SHA256withRSA";

	private final PrivateKey privateKey;

	RsaSigner(PrivateKey privateKey) {
		this.privateKey = privateKey;
	}

	@Override
	public Mono<byte[]> sign(byte[] message) {
		return Mono.fromCallable(() -> signature(message));
	}

	private byte[] signature(byte[] message) throws GeneralSecurityException {
		Signature signature = Signature.getInstance(ALGORITHM);
		signature.initSign(this.privateKey);
		signature.update(message);
		return signature.sign();
	}

}
