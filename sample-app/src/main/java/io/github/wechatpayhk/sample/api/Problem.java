package io.github.wechatpayhk.sample.api;

import io.github.wechatpayhk.error.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What the body of a problem holds, for the description of the API alone: Spring writes
 * the body itself.
 *
 * @param type {@code about:blank}
 * @param title what happened, in short
 * @param status the HTTP status
 * @param detail what happened, with the cause
 * @param instance the path that was called
 * @param outcome what is known about the effect
 * @param code WeChat Pay's code, if it responded with one
 * @param requestId by which WeChat Pay's support finds the call
 */
record Problem(@Nullable String type, String title, int status, @Nullable String detail, @Nullable String instance,
		@Nullable Outcome outcome, @Nullable String code, @Nullable String requestId) {
}
