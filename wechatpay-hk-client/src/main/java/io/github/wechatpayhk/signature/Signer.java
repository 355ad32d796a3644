package io.github.wechatpayhk.signature;

import java.security.PrivateKey;

import reactor.core.publisher.Mono;

/**
 * Signs with the merchant's private key, wherever that key lives. Asynchronous, so that a
 * key which never leaves its vault can be used: the request does not occupy a connection
 * while it is being signed.
 * <p>
 * Implementations must be safe for concurrent use. {@link #sign} is called on a thread
 * that may block.
 * <p>
 * Signers that are equal sign with the same key. A merchant that is loaded again keeps
 * its client only if its signer is equal to the former one, so a {@code MerchantSource}
 * returns one instance for one key, or instances that implement {@code equals}.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface Signer {

	/**
	 * Sign a message with {@code SHA256withRSA}, PKCS#1 v1.5 (<a href=
	 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#request-signing">protocol</a>).
	 * @param message the bytes to sign, not to be changed
	 * @return the raw signature, 256 bytes for a key of 2048 bits; an error of any type
	 * means that the request is not sent
	 */
	Mono<byte[]> sign(byte[] message);

	/**
	 * Return a signer that works with a key in memory, or with any key that the security
	 * providers of the JDK accept. It computes with {@link SignatureProvider#auto()}, and
	 * is equal to any other one for the same key.
	 * @param privateKey the merchant's RSA key
	 * @return the signer
	 */
	static Signer rsa(PrivateKey privateKey) {
		return rsa(privateKey, SignatureProvider.auto());
	}

	/**
	 * Return a signer that works with a key in memory, or with any key that the provider
	 * accepts.
	 * @param privateKey the merchant's RSA key
	 * @param provider computes the signatures
	 * @return the signer
	 * @throws IllegalArgumentException if the provider was asked for by name and does not
	 * accept the key
	 */
	static Signer rsa(PrivateKey privateKey, SignatureProvider provider) {
		return new RsaSigner(privateKey, provider);
	}

}
