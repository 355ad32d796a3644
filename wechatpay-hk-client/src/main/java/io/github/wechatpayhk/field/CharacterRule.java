package io.github.wechatpayhk.field;

import java.util.function.IntPredicate;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * How long a text of a request may be and out of which characters (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#limits-and-formats">protocol</a>).
 * The error names the argument, the rule and where it is broken, never the text itself.
 * Immutable.
 */
final class CharacterRule {

	private final int maximumLength;

	private final String characters;

	private final IntPredicate allowed;

	private CharacterRule(int maximumLength, String characters, IntPredicate allowed) {
		this.maximumLength = maximumLength;
		this.characters = characters;
		this.allowed = allowed;
	}

	/**
	 * Return a rule for numbers.
	 * @param maximumLength the greatest number of digits; the least is one
	 * @return the rule
	 */
	static CharacterRule digits(int maximumLength) {
		return new CharacterRule(maximumLength, "digits 0 to 9", CharacterRule::isDigit);
	}

	/**
	 * Return a rule for what is named by letters and digits of ASCII.
	 * @param maximumLength the greatest number of characters; the least is one
	 * @param others what else is allowed, such as {@code _-}
	 * @return the rule
	 */
	static CharacterRule lettersAndDigits(int maximumLength, String others) {
		return new CharacterRule(maximumLength, "[0-9A-Za-z" + others + ']',
				(character) -> isLetterOrDigit(character) || others.indexOf(character) != -1);
	}

	/**
	 * Return a rule for texts. WeChat Pay stores what UTF-8 writes in one to three bytes:
	 * no emoji, no other supplementary characters.
	 * @param maximumLength the greatest number of characters; the least is one
	 * @return the rule
	 */
	static CharacterRule text(int maximumLength) {
		return new CharacterRule(maximumLength, "characters up to U+FFFF, without surrogates", CharacterRule::isBasic);
	}

	/**
	 * Return a rule for URLs.
	 * @param maximumLength the greatest number of characters; the least is one
	 * @return the rule
	 */
	static CharacterRule printableAscii(int maximumLength) {
		return new CharacterRule(maximumLength, "printable ASCII", (character) -> character > ' ' && character < 0x7F);
	}

	private static boolean isDigit(int character) {
		return character >= '0' && character <= '9';
	}

	private static boolean isLetterOrDigit(int character) {
		return isDigit(character) || (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
	}

	private static boolean isBasic(int character) {
		return character <= 0xFFFF && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
	}

	int maximumLength() {
		return this.maximumLength;
	}

	/**
	 * Check an argument.
	 * @param name the name of the argument
	 * @param value its value
	 * @return the value
	 * @throws WechatPayHkRequestException if the value breaks the rule
	 */
	String require(String name, @Nullable String value) {
		if (value == null || value.isEmpty()) {
			throw violation(name, (value != null) ? "is empty" : "is null");
		}
		for (int index = 0; index < value.length(); index++) {
			if (!this.allowed.test(value.codePointAt(index))) {
				throw violation(name, "has U+%04X at position %d".formatted(value.codePointAt(index), index + 1));
			}
		}
		if (value.length() > this.maximumLength) {
			throw violation(name,
					"has " + value.length() + ", from position " + (this.maximumLength + 1) + " on too many");
		}
		return value;
	}

	/**
	 * Check an argument that may be absent.
	 * @param name the name of the argument
	 * @param value its value
	 * @throws WechatPayHkRequestException if the value is there and breaks the rule
	 */
	void requireOrNull(String name, @Nullable String value) {
		if (value != null) {
			require(name, value);
		}
	}

	private WechatPayHkRequestException violation(String name, String finding) {
		return new WechatPayHkRequestException("'" + name + "' must have 1 to " + this.maximumLength
				+ " characters out of " + this.characters + ", but " + finding);
	}

}
