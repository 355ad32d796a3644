package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.InvalidUrlException;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * What one call alone does otherwise than the configured calls. Immutable.
 *
 * @param baseUrl where the call goes: scheme, host and prefix, such as
 * {@code https://api.mch.weixin.qq.com/hk/}, or {@code null} for where the configured
 * calls go. No failover replaces it
 * @param deadline how long the call may take, all its attempts and waits included, or
 * {@code null} for the configured time. It holds for services that make several attempts;
 * a single attempt is bounded by its own timeouts
 * @since 0.1.0
 */
public record CallOptions(@Nullable URI baseUrl, @Nullable Duration deadline) {

	private static final CallOptions NONE = new CallOptions(null, null);

	/**
	 * Create the options.
	 * @param baseUrl where the call goes; plain http for loopback addresses only
	 * @param deadline how long the call may take, greater than zero
	 * @throws WechatPayHkRequestException if the base URL cannot be called safely, or the
	 * deadline is zero or negative
	 */
	public CallOptions {
		baseUrl = (baseUrl != null) ? requireBaseUrl(baseUrl) : null;
		if (deadline != null && (deadline.isZero() || deadline.isNegative())) {
			throw new WechatPayHkRequestException("'deadline' must be greater than zero");
		}
	}

	/**
	 * Return the options of a call that is made as configured.
	 * @return no options
	 */
	public static CallOptions none() {
		return NONE;
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl the base URL
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public CallOptions withBaseUrl(URI baseUrl) {
		return new CallOptions(baseUrl, this.deadline);
	}

	/**
	 * Bound the time of the call.
	 * @param deadline the time from the subscription on
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public CallOptions withDeadline(Duration deadline) {
		return new CallOptions(this.baseUrl, deadline);
	}

	/**
	 * Return the URI template of a path of the API.
	 * @param path the path, relative to the base URL
	 * @return the template, relative to the base URL of the client unless this call has
	 * one of its own
	 */
	public String template(String path) {
		return (this.baseUrl != null) ? unescaped(this.baseUrl) + path : path;
	}

	/**
	 * Check a base URL, and add the slash at its end if it is missing.
	 * @param url an absolute URL, https or, for loopback addresses only, http
	 * @return scheme, host and prefix, ending in a slash
	 * @throws WechatPayHkRequestException if it cannot be called safely, holds a query or
	 * a fragment, or has escapes that a URI template cannot keep
	 */
	public static URI requireBaseUrl(URI url) {
		URI checked = RequestTarget.of(url).url();
		if (url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new WechatPayHkRequestException("The base URL must not have a query or a fragment");
		}
		String text = checked.toString();
		String template = unescaped(checked);
		String escaped = escape(template);
		if (!escaped.equalsIgnoreCase(text) || template.indexOf('{') != -1 || template.indexOf('}') != -1) {
			throw new WechatPayHkRequestException("The path of the base URL must have escapes in UTF-8, and only for"
					+ " characters that need one other than '%', '{' and '}'");
		}
		return text.endsWith("/") ? checked : URI.create(text + '/');
	}

	/**
	 * Escape as expanding a template does; empty for what is no template.
	 */
	private static String escape(String template) {
		try {
			return UriComponentsBuilder.fromUriString(template).encode().build().toUriString();
		}
		catch (InvalidUrlException ex) {
			return "";
		}
	}

	/**
	 * Expanding a template adds the escapes.
	 */
	private static String unescaped(URI url) {
		return UriUtils.decode(url.toString(), StandardCharsets.UTF_8);
	}

}
