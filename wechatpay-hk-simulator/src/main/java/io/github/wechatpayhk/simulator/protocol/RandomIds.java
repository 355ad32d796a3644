package io.github.wechatpayhk.simulator.protocol;

import java.util.Random;

/**
 * Draws request ids and nonces from one seed. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RandomIds {

	private final Random random;

	/**
	 * Create a source of ids.
	 * @param random the source of chance
	 */
	public RandomIds(Random random) {
		this.random = random;
	}

	/**
	 * Draw a request id.
	 * @return 40 upper-case hexadecimal digits
	 */
	public String requestId() {
		return digits(40, "0123456789ABCDEF");
	}

	/**
	 * Draw the nonce of a signature.
	 * @return 32 lower-case hexadecimal digits
	 */
	public String nonce() {
		return digits(32, "0123456789abcdef");
	}

	/**
	 * Draw the nonce of an encryption.
	 * @return 12 lower-case hexadecimal digits
	 */
	public String aeadNonce() {
		return digits(12, "0123456789abcdef");
	}

	private String digits(int length, String alphabet) {
		StringBuilder text = new StringBuilder(length);
		for (int i = 0; i < length; i++) {
			text.append(alphabet.charAt(this.random.nextInt(alphabet.length())));
		}
		return text.toString();
	}

}
