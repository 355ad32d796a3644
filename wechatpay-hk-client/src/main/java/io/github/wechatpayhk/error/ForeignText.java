package io.github.wechatpayhk.error;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Text that the other side chose, made fit for messages and logs: it must neither break a
 * line nor carry an echo of our signature.
 */
final class ForeignText {

	private static final String UNPRINTABLE = "[\\p{Cc}\\p{Cf}\\p{Cn}\\p{Co}\\p{Cs}\\p{Zl}\\p{Zp}]";

	private static final Pattern NO_TEXT = Pattern.compile(UNPRINTABLE);

	private static final Pattern NO_LINES = Pattern.compile("(?!\n)" + UNPRINTABLE);

	private static final String BASE64 = "[0-9A-Za-z+/=_-]";

	private static final Pattern SECRET_LIKE = Pattern.compile(BASE64 + "{65,}");

	private static final Pattern CUT_SECRET = Pattern.compile("(?<!" + BASE64 + ")" + BASE64 + "++\\z");

	private ForeignText() {
	}

	/**
	 * Clean a text of any length. It is cut twice: before it is cleaned, as a text of a
	 * megabyte would keep an event loop busy, and generously, as cleaning shortens it;
	 * and to its final length.
	 */
	static @Nullable String clean(@Nullable String text, int longest) {
		return (text != null) ? clean(text, longest, NO_TEXT) : null;
	}

	/**
	 * Clean a text whose line feeds matter: they are shown as {@code \n}.
	 */
	static @Nullable String cleanLines(@Nullable String text, int longest) {
		return (text != null) ? clean(text, longest, NO_LINES).replace("\n", "\\n") : null;
	}

	private static String clean(String text, int longest, Pattern unprintable) {
		int bound = 4 * longest;
		String clean = (text.length() <= bound) ? text
				: CUT_SECRET.matcher(text.substring(0, bound)).replaceFirst("***");
		clean = SECRET_LIKE.matcher(unprintable.matcher(clean).replaceAll(" ")).replaceAll("***");
		return (clean.codePointCount(0, clean.length()) > longest)
				? clean.substring(0, clean.offsetByCodePoints(0, longest)) : clean;
	}

}
