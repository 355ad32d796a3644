package io.github.wechatpayhk.key;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes a text apart into the DER bytes that it holds: PEM blocks with whatever stands
 * between them, with line ends of any system or written as {@code \n} with any number of
 * backslashes, Base64 without any label, or Base64 of all that.
 */
final class PemText {

	private static final String BEGIN = "-----BEGIN ";

	private static final String END = "-----END ";

	private static final String DASHES = "-----";

	private static final Pattern WRITTEN_CARRIAGE_RETURN = Pattern.compile("\\\\+r");

	private static final Pattern WRITTEN_LINE_FEED = Pattern.compile("\\\\+n");

	/**
	 * White space, and the byte order mark that some editors write first.
	 */
	private static final Pattern BLANK = Pattern.compile("[\\s\\uFEFF]+");

	private PemText() {
	}

	static List<byte[]> blocks(String text) {
		String normalized = WRITTEN_LINE_FEED.matcher(WRITTEN_CARRIAGE_RETURN.matcher(text).replaceAll(""))
			.replaceAll("\n");
		if (normalized.isBlank()) {
			throw new UnusableKeyException("It is empty");
		}
		if (normalized.contains(BEGIN)) {
			return labelled(normalized);
		}
		byte[] decoded = base64(normalized);
		String inner = new String(decoded, StandardCharsets.ISO_8859_1);
		return inner.contains(BEGIN) ? labelled(inner) : List.of(decoded);
	}

	private static List<byte[]> labelled(String text) {
		List<byte[]> blocks = new ArrayList<>();
		int begin = text.indexOf(BEGIN);
		while (begin != -1) {
			int labelEnd = text.indexOf(DASHES, begin + BEGIN.length());
			int end = (labelEnd != -1) ? text.indexOf(END, labelEnd + DASHES.length()) : -1;
			if (end == -1) {
				throw new UnusableKeyException("It begins with a BEGIN line, but the END line is missing");
			}
			blocks.add(block(text.substring(begin + BEGIN.length(), labelEnd),
					text.substring(labelEnd + DASHES.length(), end)));
			begin = text.indexOf(BEGIN, end);
		}
		return blocks;
	}

	private static byte[] block(String label, String content) {
		if (label.startsWith("OPENSSH")) {
			throw new UnusableKeyException("It holds a key in the form of OpenSSH");
		}
		if (content.contains("Proc-Type:")) {
			throw new UnusableKeyException("It holds a private key encrypted in the old form of OpenSSL; "
					+ "'openssl pkcs8 -topk8 -v2 aes-256-cbc' turns it into one that can be read");
		}
		return base64(content);
	}

	private static byte[] base64(String content) {
		try {
			return Base64.getDecoder().decode(BLANK.matcher(content).replaceAll(""));
		}
		catch (IllegalArgumentException ex) {
			// The cause would quote a character of what may be a secret
			throw new UnusableKeyException("It is neither PEM nor Base64");
		}
	}

}
