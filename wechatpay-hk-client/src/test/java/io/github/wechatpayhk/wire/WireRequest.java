package io.github.wechatpayhk.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A request as it was on the wire, read without the help of any HTTP library.
 */
public final class WireRequest {

	private final String requestLine;

	private final List<String> headers;

	private final byte[] body;

	private WireRequest(String requestLine, List<String> headers, byte[] body) {
		this.requestLine = requestLine;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Read a request.
	 * @param in the bytes of a connection
	 * @return the request, or {@code null} at the end of the connection
	 * @throws IOException if it cannot be read
	 */
	public static @Nullable WireRequest read(InputStream in) throws IOException {
		String requestLine = line(in);
		if (requestLine == null) {
			return null;
		}
		List<String> headers = new ArrayList<>();
		for (String line = requiredLine(in); !line.isEmpty(); line = requiredLine(in)) {
			headers.add(line);
		}
		WireRequest head = new WireRequest(requestLine, headers, new byte[0]);
		return new WireRequest(requestLine, headers, head.body(in));
	}

	private byte[] body(InputStream in) throws IOException {
		if (header("Transfer-Encoding") != null) {
			ByteArrayOutputStream body = new ByteArrayOutputStream();
			for (int size = chunkSize(in); size > 0; size = chunkSize(in)) {
				body.writeBytes(in.readNBytes(size));
				requiredLine(in);
			}
			requiredLine(in);
			return body.toByteArray();
		}
		String length = header("Content-Length");
		return (length != null) ? in.readNBytes(Integer.parseInt(length)) : new byte[0];
	}

	private static int chunkSize(InputStream in) throws IOException {
		return Integer.parseInt(requiredLine(in), 16);
	}

	private static String requiredLine(InputStream in) throws IOException {
		String line = line(in);
		if (line == null) {
			throw new EOFException();
		}
		return line;
	}

	private static @Nullable String line(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int value = in.read(); value != '\n'; value = in.read()) {
			if (value == -1) {
				return null;
			}
			if (value != '\r') {
				line.write(value);
			}
		}
		return line.toString(StandardCharsets.UTF_8);
	}

	/**
	 * Return the method.
	 * @return the first word of the request line
	 */
	public String method() {
		return this.requestLine.substring(0, this.requestLine.indexOf(' '));
	}

	/**
	 * Return the raw target.
	 * @return the second word of the request line
	 */
	public String target() {
		return this.requestLine.substring(this.requestLine.indexOf(' ') + 1, this.requestLine.lastIndexOf(' '));
	}

	/**
	 * Return all values of a header.
	 * @param name its name in any letter case
	 * @return the values in their order
	 */
	public List<String> headers(String name) {
		String start = name.toLowerCase(Locale.ROOT) + ':';
		return this.headers.stream()
			.filter((header) -> header.toLowerCase(Locale.ROOT).startsWith(start))
			.map((header) -> header.substring(start.length()).strip())
			.toList();
	}

	/**
	 * Return the only value of a header.
	 * @param name its name in any letter case
	 * @return the value, or {@code null} without one
	 */
	public @Nullable String header(String name) {
		List<String> values = headers(name);
		if (values.size() > 1) {
			throw new IllegalStateException("Header '" + name + "' is there " + values.size() + " times");
		}
		return values.isEmpty() ? null : values.get(0);
	}

	/**
	 * Return a field of the {@code Authorization} header.
	 * @param name its name
	 * @return the value
	 */
	public String authorization(String name) {
		String authorization = header("Authorization");
		Matcher matcher = Pattern.compile("[ ,]" + name + "=\"([^\"]*)\"").matcher(String.valueOf(authorization));
		if (!matcher.find()) {
			throw new IllegalStateException("'Authorization' has no field '" + name + "'");
		}
		return matcher.group(1);
	}

	/**
	 * Return the nonce.
	 * @return the field of the {@code Authorization} header
	 */
	public String nonce() {
		return authorization("nonce_str");
	}

	/**
	 * Return the body.
	 * @return the bytes after removal of any chunking
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * Return the body as text.
	 * @return the text
	 */
	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.requestLine;
	}

}
