package io.github.wechatpayhk.benchmarks.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * Signs empty responses, each with a nonce of its own: a client accepts a nonce once.
 * Safe for concurrent use.
 */
final class PlatformSigner {

	private final AtomicLong nonces = new AtomicLong();

	private final PrivateKey privateKey;

	private final @Nullable Provider provider = fastProvider();

	PlatformSigner(PrivateKey privateKey) {
		this.privateKey = privateKey;
	}

	private static @Nullable Provider fastProvider() {
		AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
		return (corretto.getLoadingError() == null) ? corretto : null;
	}

	SignedResponse next() {
		String timestamp = Long.toString(Instant.now().getEpochSecond());
		String nonce = String.format("%032x", this.nonces.incrementAndGet());
		return new SignedResponse(timestamp, nonce, sign(timestamp + '\n' + nonce + "\n\n"));
	}

	private String sign(String message) {
		try {
			Signature signature = (this.provider != null) ? Signature.getInstance("SHA256withRSA", this.provider)
					: Signature.getInstance("SHA256withRSA");
			signature.initSign(this.privateKey);
			signature.update(message.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What a response proves itself with.
	 *
	 * @param timestamp seconds
	 * @param nonce the nonce
	 * @param signature the signature in Base64
	 */
	record SignedResponse(String timestamp, String nonce, String signature) {

		/**
		 * Return a response whose signature is well formed and wrong.
		 * @return the forgery
		 */
		SignedResponse forged() {
			char other = (this.signature.charAt(0) != 'A') ? 'A' : 'B';
			return new SignedResponse(this.timestamp, this.nonce, other + this.signature.substring(1));
		}

	}

}
