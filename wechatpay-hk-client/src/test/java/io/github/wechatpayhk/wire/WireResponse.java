package io.github.wechatpayhk.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/**
 * The bytes of a response. No bytes at all close the connection.
 */
public final class WireResponse {

	private static final AtomicLong NONCES = new AtomicLong();

	private static final byte[] EMPTY = {};

	private final byte[] bytes;

	private final boolean isLast;

	private WireResponse(byte[] bytes, boolean isLast) {
		this.bytes = bytes;
		this.isLast = isLast;
	}

	/**
	 * Return a response that is signed right.
	 * @param status its status
	 * @param body its body
	 * @return the response
	 */
	public static WireResponse signed(int status, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return of(status, signature(bytes), bytes);
	}

	/**
	 * Return a response that is signed right and has header names in lower case.
	 * @param status its status
	 * @param body its body
	 * @return the response
	 */
	public static WireResponse signedInLowerCase(int status, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return of(status, lowerCase(signature(bytes)), bytes);
	}

	/**
	 * Return a compressed response, signed over what it is before compression.
	 * @param status its status
	 * @param body its body
	 * @return the response
	 */
	public static WireResponse signedAndCompressed(int status, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return of(status, Stream.concat(signature(bytes).stream(), Stream.of("Content-Encoding: gzip")).toList(),
				gzip(bytes));
	}

	/**
	 * Return a response whose body was changed after it was signed.
	 * @param status its status
	 * @param body its body
	 * @return the response
	 */
	public static WireResponse forged(int status, String body) {
		byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
		return of(status, signature((body + ' ').getBytes(StandardCharsets.UTF_8)), bytes);
	}

	/**
	 * Return a response without a signature.
	 * @param status its status
	 * @param body its body
	 * @param headers further headers
	 * @return the response
	 */
	public static WireResponse unsigned(int status, String body, String... headers) {
		return of(status, List.of(headers), body.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Return a connection that breaks in place of a response.
	 * @return no bytes
	 */
	public static WireResponse none() {
		return new WireResponse(EMPTY, true);
	}

	/**
	 * Return this response with other bytes.
	 * @param change changes the text
	 * @return the changed response
	 */
	public WireResponse with(UnaryOperator<String> change) {
		String text = new String(this.bytes, StandardCharsets.ISO_8859_1);
		return new WireResponse(change.apply(text).getBytes(StandardCharsets.ISO_8859_1), this.isLast);
	}

	/**
	 * Return this response as the last one of its connection.
	 * @return the response, after which the connection is closed
	 */
	public WireResponse thenClose() {
		return new WireResponse(this.bytes, true);
	}

	private static List<String> signature(byte[] body) {
		long timestamp = Instant.now().getEpochSecond();
		String nonce = String.format("%032x", NONCES.incrementAndGet());
		return List.of("Request-ID: 08F59F80E60510C301188EA3A3580C20E3A3B2F8", "Wechatpay-Nonce: " + nonce,
				"Wechatpay-Serial: " + WireKeys.PLATFORM_SERIAL, "Wechatpay-Timestamp: " + timestamp,
				"Wechatpay-Signature: " + WireKeys.sign(timestamp, nonce, body));
	}

	private static List<String> lowerCase(List<String> headers) {
		return headers.stream().map((header) -> {
			int colon = header.indexOf(':');
			return header.substring(0, colon).toLowerCase(Locale.ROOT) + header.substring(colon);
		}).toList();
	}

	private static WireResponse of(int status, List<String> headers, byte[] body) {
		StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(" Whatever\r\n");
		headers.forEach((header) -> head.append(header).append("\r\n"));
		if (status != 204) {
			head.append("Content-Length: ").append(body.length).append("\r\n");
		}
		if (body.length > 0) {
			head.append("Content-Type: application/json\r\n");
		}
		ByteArrayOutputStream response = new ByteArrayOutputStream();
		response.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
		response.writeBytes(body);
		return new WireResponse(response.toByteArray(), false);
	}

	private static byte[] gzip(byte[] bytes) {
		ByteArrayOutputStream compressed = new ByteArrayOutputStream();
		try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
			gzip.write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return compressed.toByteArray();
	}

	/**
	 * Return what is written.
	 * @return the bytes
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	boolean isLast() {
		return this.isLast;
	}

}
