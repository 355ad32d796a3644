package io.github.wechatpayhk.error;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How one attempt of a call failed.
 *
 * @param time when the attempt began, waiting for the rate limit included
 * @param outcome what is known about the effect of this attempt alone
 * @param status the HTTP status of the response, or {@code null} if there was none
 * @param signatureStatus what the signature of the response was worth
 * @param requestId the {@code Request-ID} of the response, or {@code null} if there was
 * none
 * @since 0.1.0
 */
public record Attempt(Instant time, Outcome outcome, @Nullable Integer status, SignatureStatus signatureStatus,
		@Nullable String requestId) {

	/**
	 * Note how an attempt failed.
	 * @param time when the attempt began
	 * @param failure what it ended with
	 * @return the attempt
	 */
	public static Attempt failed(Instant time, WechatPayHkException failure) {
		return new Attempt(time, failure.outcome(), status(failure), failure.signatureStatus(), failure.requestId());
	}

	private static @Nullable Integer status(WechatPayHkException failure) {
		if (failure instanceof WechatPayHkApiException response) {
			return response.status();
		}
		if (failure instanceof WechatPayHkSignatureException response) {
			return response.status();
		}
		return null;
	}

}
