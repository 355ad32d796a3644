package io.github.wechatpayhk.signature;

import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * An answer as it was received: what its verification needs to see.
 *
 * @param method the HTTP method of the request, in upper case
 * @param path the raw path of the request
 * @param status the HTTP status of the answer
 * @param headers gives all values of a header, its name in any letter case; empty if it
 * is absent
 * @param body the raw bytes of the answer after transport decompression, empty without a
 * body
 * @since 0.1.0
 */
public record SignedResponse(String method, String path, int status, Function<String, List<String>> headers,
		byte[] body) {

	private static final int LONGEST_REQUEST_ID = 128;

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

	@Nullable String printable(String headerName) {
		List<String> values = this.headers.apply(headerName);
		if (values.isEmpty()) {
			return null;
		}
		String value = values.get(0).replaceAll("[^\\x21-\\x7E]", "?");
		return value.substring(0, Math.min(value.length(), LONGEST_REQUEST_ID));
	}

	@Override
	public String toString() {
		return "SignedResponse[" + this.method + ' ' + this.path + ' ' + this.status + ']';
	}

}
