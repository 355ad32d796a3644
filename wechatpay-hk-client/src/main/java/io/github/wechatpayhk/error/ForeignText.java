package io.github.wechatpayhk.error;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Text that the other side chose, made fit for messages and logs: it must neither break a
 * line nor carry an echo of our signature.
 */
final class ForeignText {

	private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]");

	private static final Pattern SECRET_LIKE = Pattern.compile("[0-9A-Za-z+/=_-]{65,}");

	private ForeignText() {
	}

	static @Nullable String clean(@Nullable String text, int longest) {
		if (text == null) {
			return null;
		}
		String clean = SECRET_LIKE.matcher(UNPRINTABLE.matcher(text).replaceAll(" ")).replaceAll("***");
		return (clean.codePointCount(0, clean.length()) > longest)
				? clean.substring(0, clean.offsetByCodePoints(0, longest)) : clean;
	}

}
