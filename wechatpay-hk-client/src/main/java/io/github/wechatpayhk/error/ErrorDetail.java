package io.github.wechatpayhk.error;

import org.jspecify.annotations.Nullable;

/**
 * The {@code detail} that WeChat Pay adds to a {@code PARAM_ERROR} (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#errors">protocol</a>),
 * and to a {@code SIGN_ERROR} for a signature that does not match.
 *
 * @param field a JSON pointer for a field of the body, a plain name for a part of the
 * path or query
 * @param issue what is wrong, as human-readable text
 * @param location {@code body}, {@code query}, {@code url} or {@code authorization}
 * @param signInformation what WeChat Pay verified a signature against, or {@code null}
 * @since 0.1.0
 */
public record ErrorDetail(@Nullable String field, @Nullable String issue, @Nullable String location,
		@Nullable SignInformation signInformation) {

	private static final int LONGEST = 256;

	/**
	 * Create the detail. Each text is cut at 256 characters.
	 * @param field a JSON pointer for a field of the body, a plain name for a part of the
	 * path or query
	 * @param issue what is wrong, as human-readable text
	 * @param location {@code body}, {@code query}, {@code url} or {@code authorization}
	 * @param signInformation what WeChat Pay verified a signature against
	 */
	public ErrorDetail {
		field = ForeignText.clean(field, LONGEST);
		issue = ForeignText.clean(issue, LONGEST);
		location = ForeignText.clean(location, LONGEST);
	}

	/**
	 * Create a detail that is not about a signature. Each text is cut at 256 characters.
	 * @param field a JSON pointer for a field of the body, a plain name for a part of the
	 * path or query
	 * @param issue what is wrong, as human-readable text
	 * @param location {@code body}, {@code query} or {@code url}
	 */
	public ErrorDetail(@Nullable String field, @Nullable String issue, @Nullable String location) {
		this(field, issue, location, null);
	}

}
