package io.github.wechatpayhk.simulator.http;

import java.nio.charset.StandardCharsets;

/**
 * One HTTP request exactly as it arrived, before anything was decoded.
 *
 * @since 0.1.0
 */
public final class RawRequest {

	private final String method;

	private final String target;

	private final RawHeaders headers;

	private final byte[] body;

	/**
	 * Create a request.
	 * @param method the method, upper case
	 * @param target the request target as it stands on the request line: path and query,
	 * still percent-encoded
	 * @param headers the header fields
	 * @param body the body's bytes, empty when there is none; not copied
	 */
	public RawRequest(String method, String target, RawHeaders headers, byte[] body) {
		this.method = method;
		this.target = target;
		this.headers = headers;
		this.body = body;
	}

	/**
	 * Return the method, upper case.
	 * @return the method, upper case
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Return the request target as it stands on the request line: path and query, still
	 * percent-encoded.
	 * @return the request target as it stands on the request line: path and query, still
	 * percent-encoded
	 */
	public String target() {
		return this.target;
	}

	/**
	 * Return the header fields.
	 * @return the header fields
	 */
	public RawHeaders headers() {
		return this.headers;
	}

	/**
	 * Return the body's bytes, empty when there is none; not copied.
	 * @return the body's bytes, empty when there is none; not copied
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * Return the target without its query.
	 * @return the raw path
	 */
	public String path() {
		int mark = this.target.indexOf('?');
		return (mark < 0) ? this.target : this.target.substring(0, mark);
	}

	/**
	 * Return the raw query.
	 * @return what follows the question mark, or an empty text
	 */
	public String query() {
		int mark = this.target.indexOf('?');
		return (mark < 0) ? "" : this.target.substring(mark + 1);
	}

	/**
	 * Return the body read as UTF-8.
	 * @return the text of the body
	 */
	public String bodyText() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Shows the request line and the body's length; headers may be credentials.
	 */
	@Override
	public String toString() {
		return this.method + " " + this.target + " (" + this.body.length + " bytes)";
	}

}
