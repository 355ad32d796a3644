package io.github.wechatpayhk.merchant;

import java.util.function.IntPredicate;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * How long a text of a request may be and out of which characters (protocol, "Limits and
 * formats"). The error names the argument, the rule and where it is broken, never the
 * text itself.
 *
 * @param maximumLength the greatest number of characters; the least is one
 * @param description the characters, as words for the error
 * @param allowed tells whether a code point is among them
 * @since 0.1.0
 */
public record CharacterRule(int maximumLength, String description, IntPredicate allowed) {

	/**
	 * Check an argument.
	 * @param name the name of the argument
	 * @param value its value
	 * @return the value
	 * @throws WechatPayHkRequestException if the value breaks the rule
	 */
	public String require(String name, @Nullable String value) {
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
	public void requireOrNull(String name, @Nullable String value) {
		if (value != null) {
			require(name, value);
		}
	}

	private WechatPayHkRequestException violation(String name, String finding) {
		return new WechatPayHkRequestException("'" + name + "' must have 1 to " + this.maximumLength
				+ " characters out of " + this.description + ", but " + finding);
	}

}
