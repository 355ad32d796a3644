package io.github.wechatpayhk.benchmarks.gateway;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import org.jspecify.annotations.Nullable;

/**
 * Signs empty answers: anew each time, or once per second for all answers of that second,
 * so that the server's arithmetic does not stand in the figures of the clients. Safe for
 * concurrent use.
 */
final class AnswerSigner {

	private static final String NONCE = "c5ac7061fccab6bf3e254dcf98995b8c";

	private final PrivateKey privateKey;

	private final boolean everyAnswer;

	private final @Nullable Provider provider = fastProvider();

	private volatile SignedAnswer latest = new SignedAnswer("0", NONCE, "");

	AnswerSigner(PrivateKey privateKey, boolean everyAnswer) {
		this.privateKey = privateKey;
		this.everyAnswer = everyAnswer;
	}

	private static @Nullable Provider fastProvider() {
		AmazonCorrettoCryptoProvider corretto = AmazonCorrettoCryptoProvider.INSTANCE;
		return (corretto.getLoadingError() == null) ? corretto : null;
	}

	SignedAnswer next() {
		String timestamp = Long.toString(Instant.now().getEpochSecond());
		SignedAnswer answer = this.latest;
		if (this.everyAnswer || !answer.timestamp().equals(timestamp)) {
			answer = new SignedAnswer(timestamp, NONCE, sign(timestamp + '\n' + NONCE + "\n\n"));
			this.latest = answer;
		}
		return answer;
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
	 * What an answer proves itself with.
	 *
	 * @param timestamp seconds
	 * @param nonce the nonce
	 * @param signature the signature in Base64
	 */
	record SignedAnswer(String timestamp, String nonce, String signature) {

		/**
		 * Return an answer whose signature is well formed and wrong.
		 * @return the forgery
		 */
		SignedAnswer forged() {
			char other = (this.signature.charAt(0) != 'A') ? 'A' : 'B';
			return new SignedAnswer(this.timestamp, this.nonce, other + this.signature.substring(1));
		}

	}

}
