package io.github.wechatpayhk.simulator.journal;

import java.time.Instant;

import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.protocol.Route;
import org.jspecify.annotations.Nullable;

/**
 * One request that the simulator received, with the response it gave.
 *
 * @param at when it arrived, by the simulator's clock
 * @param request the request as it arrived
 * @param route what it asked; {@code null} for an unknown path
 * @param isSignatureVerified whether its {@code Authorization} was right
 * @param signer the number that signed; {@code null} unless verified
 * @param response the response, as it was given to the connection
 * @since 0.1.0
 */
public record RecordedRequest(Instant at, RawRequest request, @Nullable Route route, boolean isSignatureVerified,
		@Nullable String signer, RawResponse response) {

	/**
	 * Return the method.
	 * @return the method, upper case
	 */
	public String method() {
		return this.request.method();
	}

	/**
	 * Return the raw request target.
	 * @return path and query, percent-encoded as they arrived
	 */
	public String target() {
		return this.request.target();
	}

	/**
	 * Return the body's bytes.
	 * @return the bytes, not copied
	 */
	public byte[] body() {
		return this.request.body();
	}

	/**
	 * Return the body read as UTF-8.
	 * @return the text
	 */
	public String bodyText() {
		return this.request.bodyText();
	}

	/**
	 * Return the first value of a header.
	 * @param name its name in any letter case
	 * @return the value, or {@code null}
	 */
	public @Nullable String header(String name) {
		return this.request.headers().first(name);
	}

	/**
	 * Return the status that received a response.
	 * @return the status
	 */
	public int status() {
		return this.response.status();
	}

	/**
	 * Shows the request line and the response's status; headers may be credentials.
	 */
	@Override
	public String toString() {
		return this.request + " -> " + this.response + (this.isSignatureVerified ? "" : ", signature not verified");
	}

}
