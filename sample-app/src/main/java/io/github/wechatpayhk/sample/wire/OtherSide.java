package io.github.wechatpayhk.sample.wire;

import org.jspecify.annotations.Nullable;

/**
 * What the other side saw of an exchange. Only a simulator can tell.
 */
@FunctionalInterface
public interface OtherSide {

	/**
	 * Find a request on the other side.
	 * @param nonce the nonce under its signature
	 * @return the request with its response, or {@code null} if it never arrived
	 */
	@Nullable Seen find(String nonce);

	/**
	 * A request as it arrived and the response as it left, to the byte but for secrets.
	 *
	 * @param request request line, headers and body
	 * @param isSignatureVerified whether the request was signed right
	 * @param response status line, headers and body, and how it left
	 */
	record Seen(String request, boolean isSignatureVerified, String response) {
	}

}
