package io.github.wechatpayhk.signature;

import java.security.SecureRandom;
import java.util.function.Supplier;

/**
 * Draws nonces of 32 characters out of {@code [0-9A-Za-z]}, about 190 bits. May block:
 * not for event loops. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class RandomNonces implements Supplier<String> {

	private static final int LENGTH = 32;

	private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private final SecureRandom random = new SecureRandom();

	@Override
	public String get() {
		StringBuilder nonce = new StringBuilder(LENGTH);
		for (int i = 0; i < LENGTH; i++) {
			nonce.append(ALPHABET.charAt(this.random.nextInt(ALPHABET.length())));
		}
		return nonce.toString();
	}

}
