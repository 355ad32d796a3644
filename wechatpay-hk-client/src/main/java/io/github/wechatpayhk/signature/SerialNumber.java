package io.github.wechatpayhk.signature;

import java.security.cert.X509Certificate;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Names a key: the serial number of a certificate in hexadecimal digits, or the id of a
 * WeChat Pay public key such as {@code PUB_KEY_ID_0114232134912410000000000000}.
 * <p>
 * Serial numbers are equal if their values are, whatever the letter case and the number
 * of leading zeros; ids are equal to the letter (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#platform-certificates">protocol</a>).
 * Immutable.
 *
 * @since 0.1.0
 */
public final class SerialNumber {

	private static final int MAXIMUM_LENGTH = 128;

	private final String text;

	private final String comparable;

	private SerialNumber(String text) {
		this.text = text;
		this.comparable = isHexadecimal(text) ? withoutLeadingZeros(text).toLowerCase(Locale.ROOT) : text;
	}

	/**
	 * Return the serial number written in a text.
	 * @param text hexadecimal digits or a public-key id, 1 to 128 characters out of
	 * {@code [0-9A-Za-z_-]}
	 * @return the serial number
	 * @throws IllegalArgumentException if the text has another form
	 */
	public static SerialNumber of(String text) {
		if (text.isEmpty() || text.length() > MAXIMUM_LENGTH || !isIdentifier(text)) {
			throw new IllegalArgumentException("A serial number has 1 to 128 characters out of [0-9A-Za-z_-]");
		}
		return new SerialNumber(text);
	}

	/**
	 * Return the serial number of a certificate.
	 * @param certificate the certificate
	 * @return its serial number, written in upper case with an even number of digits
	 */
	public static SerialNumber of(X509Certificate certificate) {
		String digits = certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
		return new SerialNumber((digits.length() % 2 != 0) ? "0" + digits : digits);
	}

	private static boolean isIdentifier(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isAllowed(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isAllowed(char character) {
		return (character >= '0' && character <= '9') || (character >= 'A' && character <= 'Z')
				|| (character >= 'a' && character <= 'z') || character == '_' || character == '-';
	}

	private static boolean isHexadecimal(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (!((character >= '0' && character <= '9') || (character >= 'A' && character <= 'F')
					|| (character >= 'a' && character <= 'f'))) {
				return false;
			}
		}
		return true;
	}

	private static String withoutLeadingZeros(String digits) {
		int start = 0;
		while (start < digits.length() - 1 && digits.charAt(start) == '0') {
			start++;
		}
		return digits.substring(start);
	}

	/**
	 * Tell whether this is the serial number of a certificate rather than the id of a
	 * public key.
	 * @return whether it consists of hexadecimal digits
	 */
	public boolean isHexadecimal() {
		return isHexadecimal(this.text);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof SerialNumber that && this.comparable.equals(that.comparable);
	}

	@Override
	public int hashCode() {
		return this.comparable.hashCode();
	}

	/**
	 * Return the serial number as it was written.
	 * @return the text, fit for a header
	 */
	@Override
	public String toString() {
		return this.text;
	}

}
