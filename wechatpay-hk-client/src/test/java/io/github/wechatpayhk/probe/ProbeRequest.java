package io.github.wechatpayhk.probe;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire.
 */
public final class ProbeRequest {

	private final List<String> head;

	private final byte[] body;

	private ProbeRequest(List<String> head, byte[] body) {
		this.head = head;
		this.body = body;
	}

	/**
	 * Read one request with a {@code Content-Length}.
	 * @param in where it comes from
	 * @return the request, or {@code null} at the end of the stream
	 * @throws IOException if the connection breaks
	 */
	static @Nullable ProbeRequest read(InputStream in) throws IOException {
		String head = readHead(in);
		if (head.isEmpty()) {
			return null;
		}
		ProbeRequest request = new ProbeRequest(head.lines().toList(), new byte[0]);
		String length = request.header("Content-Length");
		byte[] body = in.readNBytes((length != null) ? Integer.parseInt(length) : 0);
		return new ProbeRequest(request.head, body);
	}

	private static String readHead(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next == -1) {
				if (head.size() > 0) {
					throw new EOFException("The request ends in its head");
				}
				return "";
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	public String requestLine() {
		return this.head.get(0);
	}

	public @Nullable String header(String name) {
		String prefix = name.toLowerCase(Locale.ROOT) + ":";
		return this.head.stream()
			.filter((line) -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
			.map((line) -> line.substring(prefix.length()).strip())
			.findFirst()
			.orElse(null);
	}

	public byte[] body() {
		return this.body;
	}

	@Override
	public String toString() {
		return requestLine();
	}

}
