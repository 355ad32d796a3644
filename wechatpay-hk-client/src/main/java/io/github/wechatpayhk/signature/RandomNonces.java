package io.github.wechatpayhk.signature;

import java.nio.charset.StandardCharsets;
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

	/**
	 * Each byte gives a character with 62 chances in 64, so that one draw is nearly
	 * always enough.
	 */
	private static final int DRAW = 40;

	private static final int SIX_BITS = 0x3F;

	private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

	private final SecureRandom random = new SecureRandom();

	@Override
	public String get() {
		byte[] nonce = new byte[LENGTH];
		byte[] draw = new byte[DRAW];
		int length = 0;
		while (length < LENGTH) {
			this.random.nextBytes(draw);
			for (int i = 0; i < draw.length && length < LENGTH; i++) {
				int index = draw[i] & SIX_BITS;
				if (index < ALPHABET.length()) {
					nonce[length++] = (byte) ALPHABET.charAt(index);
				}
			}
		}
		return new String(nonce, StandardCharsets.US_ASCII);
	}

}
