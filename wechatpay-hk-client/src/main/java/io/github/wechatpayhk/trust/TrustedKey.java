package io.github.wechatpayhk.trust;

import java.time.Instant;

import io.github.wechatpayhk.signature.SerialNumber;
import org.jspecify.annotations.Nullable;

/**
 * A key of WeChat Pay as health checks and metrics see it.
 *
 * @param serialNumber its serial number or id
 * @param trustedFrom from when on it is trusted, or {@code null} if it always was
 * @param trustedUntil until when it is trusted, or {@code null} if it does not expire
 * @param listed whether WeChat Pay listed it in the last download; always so for keys
 * that were configured
 * @since 0.1.0
 */
public record TrustedKey(SerialNumber serialNumber, @Nullable Instant trustedFrom, @Nullable Instant trustedUntil,
		boolean listed) {

	/**
	 * Tell whether the key is trusted at a time.
	 * @param time the time
	 * @return whether a response that it signed is trusted
	 */
	public boolean isTrusted(Instant time) {
		return (this.trustedFrom == null || !time.isBefore(this.trustedFrom))
				&& (this.trustedUntil == null || !time.isAfter(this.trustedUntil));
	}

}
