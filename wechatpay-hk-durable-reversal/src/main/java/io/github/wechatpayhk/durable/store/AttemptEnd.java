package io.github.wechatpayhk.durable.store;

import org.jspecify.annotations.Nullable;

/**
 * What a call led to, as the audit trail notes it.
 *
 * @param result how it ended
 * @param status the HTTP status of its response
 * @param code the error code of its response
 * @param requestId the {@code Request-ID} of its response
 * @param reason what was learned, in words
 * @since 0.1.0
 */
public record AttemptEnd(Enum<?> result, @Nullable Integer status, @Nullable String code, @Nullable String requestId,
		String reason) {

}
