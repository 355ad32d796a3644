package io.github.wechatpayhk.signature;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A response as it was received: what its verification needs to see.
 *
 * @since 0.1.0
 */
public final class SignedResponse {

	private static final int LONGEST_REQUEST_ID = 128;

	private final String method;

	private final String path;

	private final int status;

	private final Function<String, List<String>> headers;

	private final byte[] body;

	private final @Nullable String requestSerialNumber;

	/**
	 * Create the response to a request.
	 * @param method the HTTP method of the request, in upper case
	 * @param path the raw path of the request
	 * @param status the HTTP status of the response
	 * @param headers gives all values of a header, its name in any letter case; empty if
	 * it is absent
	 * @param body the raw bytes of the response after transport decompression, empty
	 * without a body; not to be changed afterwards
	 */
	public SignedResponse(String method, String path, int status, Function<String, List<String>> headers, byte[] body) {
		this(method, path, status, headers, body, null);
	}

	private SignedResponse(String method, String path, int status, Function<String, List<String>> headers, byte[] body,
			@Nullable String requestSerialNumber) {
		this.method = method;
		this.path = path;
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.requestSerialNumber = requestSerialNumber;
	}

	/**
	 * Name the key that signed the request.
	 * @param requestSerialNumber the serial number of the merchant's API certificate, or
	 * {@code null} if it is not known
	 * @return a copy
	 */
	public SignedResponse withRequestSerialNumber(@Nullable String requestSerialNumber) {
		return new SignedResponse(this.method, this.path, this.status, this.headers, this.body, requestSerialNumber);
	}

	/**
	 * Return which key signed the request.
	 * @return the serial number of the merchant's API certificate, or {@code null} if it
	 * is not known
	 */
	public @Nullable String requestSerialNumber() {
		return this.requestSerialNumber;
	}

	/**
	 * Return the HTTP method of the request.
	 * @return the method in upper case
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return the raw path of the request.
	 * @return the path
	 */
	public String path() {
		return this.path;
	}

	/**
	 * Return the HTTP status of the response.
	 * @return the status, 100 to 599
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the headers of the response.
	 * @return gives all values of a header, its name in any letter case
	 */
	public Function<String, List<String>> headers() {
		return this.headers;
	}

	/**
	 * Return the raw bytes of the response.
	 * @return the bytes, not to be changed
	 */
	public byte[] body() {
		return this.body;
	}

	boolean isSuccess() {
		return this.status >= 200 && this.status < 300;
	}

	/**
	 * Return the {@code Request-ID} header, made fit for a log line.
	 * @return the id, or {@code null} without one
	 */
	public @Nullable String requestId() {
		return printable("Request-ID");
	}

	/**
	 * Return the {@code Wechatpay-Serial} header, made fit for a log line.
	 * @return the serial number, or {@code null} without one
	 */
	public @Nullable String serialNumber() {
		return printable(ResponseSignature.SERIAL);
	}

	/**
	 * Return when WeChat Pay signed the response, by its own clock. To be trusted only
	 * once the signature, which covers it, is verified.
	 * @return the moment, with a precision of seconds, or {@code null} without a readable
	 * {@code Wechatpay-Timestamp} header
	 */
	public @Nullable Instant writtenAt() {
		return ResponseSignature.writtenAt(this);
	}

	private @Nullable String printable(String headerName) {
		List<String> values = this.headers.apply(headerName);
		if (values.isEmpty()) {
			return null;
		}
		String value = values.get(0);
		return value.substring(0, Math.min(value.length(), LONGEST_REQUEST_ID)).replaceAll("[^\\x21-\\x7E]", "?");
	}

	@Override
	public String toString() {
		return "SignedResponse[" + this.method + ' ' + this.path + ' ' + this.status + ']';
	}

}
