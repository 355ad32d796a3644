package io.github.wechatpayhk.simulator.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The bytes that a signature covers: the given parts, each ended by one line feed.
 */
final class CanonicalText {

	private CanonicalText() {
	}

	static byte[] ofRequest(String method, String target, String timestamp, String nonce, byte[] body) {
		return lines(List.of(method, target, timestamp, nonce), body);
	}

	static byte[] ofResponse(String timestamp, String nonce, byte[] body) {
		return lines(List.of(timestamp, nonce), body);
	}

	private static byte[] lines(List<String> lines, byte[] body) {
		ByteArrayOutputStream text = new ByteArrayOutputStream(256 + body.length);
		for (String line : lines) {
			text.writeBytes(line.getBytes(StandardCharsets.UTF_8));
			text.write('\n');
		}
		text.writeBytes(body);
		text.write('\n');
		return text.toByteArray();
	}

}
