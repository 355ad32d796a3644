package io.github.wechatpayhk.simulator.http;

import java.nio.charset.StandardCharsets;

/**
 * One HTTP response as it shall reach the caller, and how it shall travel.
 *
 * @since 0.1.0
 */
public final class RawResponse {

	private final int status;

	private final RawHeaders headers;

	private final byte[] body;

	private final Transmission transmission;

	/**
	 * Create a response.
	 * @param status the status code
	 * @param headers the header fields
	 * @param body the body's bytes, empty when there is none; not copied
	 * @param transmission how the response travels
	 */
	public RawResponse(int status, RawHeaders headers, byte[] body, Transmission transmission) {
		this.status = status;
		this.headers = headers;
		this.body = body;
		this.transmission = transmission;
	}

	/**
	 * Return the status code.
	 * @return the status code
	 */
	public int status() {
		return this.status;
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
	 * Return how the response travels.
	 * @return how the response travels
	 */
	public Transmission transmission() {
		return this.transmission;
	}

	/**
	 * Return the body read as UTF-8.
	 * @return the text of the body
	 */
	public String bodyText() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * Shows the status, the body's length and the way of travel.
	 */
	@Override
	public String toString() {
		return this.status + " (" + this.body.length + " bytes, " + this.transmission + ")";
	}

}
