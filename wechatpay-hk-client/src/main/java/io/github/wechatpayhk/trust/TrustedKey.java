package io.github.wechatpayhk.trust;

import java.time.Instant;

import io.github.wechatpayhk.signature.SerialNumber;
import org.jspecify.annotations.Nullable;

/**
 * A key of WeChat Pay as health checks and metrics see it.
 *
 * @param serialNumber its serial number or id
 * @param believedFrom from when on it is believed, or {@code null} if it always was
 * @param believedUntil until when it is believed, or {@code null} if it does not expire
 * @param listed whether WeChat Pay listed it in the last download; always so for keys
 * that were configured
 * @since 0.1.0
 */
public record TrustedKey(SerialNumber serialNumber, @Nullable Instant believedFrom, @Nullable Instant believedUntil,
		boolean listed) {

	/**
	 * Tell whether the key is believed at a time.
	 * @param time the time
	 * @return whether an answer that it signed is believed
	 */
	public boolean isBelieved(Instant time) {
		return (this.believedFrom == null || !time.isBefore(this.believedFrom))
				&& (this.believedUntil == null || !time.isAfter(this.believedUntil));
	}

}
