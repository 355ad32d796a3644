package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.nio.charset.StandardCharsets;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.InvalidUrlException;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/**
 * Scheme, host and prefix of the API, ending in a slash.
 *
 * @param value the URL
 * @since 0.1.0
 */
public record BaseUrl(URI value) {

	/**
	 * Check a base URL, and add the slash at its end if it is missing.
	 * @param url an absolute URL, https or, for loopback addresses only, http
	 * @return the base URL
	 * @throws WechatPayHkRequestException if it cannot be called safely, holds a query or
	 * a fragment, or has escapes that a URI template cannot keep
	 */
	public static BaseUrl of(URI url) {
		URI checked = RequestTarget.of(url).url();
		if (url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new WechatPayHkRequestException("The base URL must not have a query or a fragment");
		}
		String text = checked.toString();
		String template = template(checked);
		String escaped = escape(template);
		if (!escaped.equalsIgnoreCase(text) || template.indexOf('{') != -1 || template.indexOf('}') != -1) {
			throw new WechatPayHkRequestException("The path of the base URL must have escapes in UTF-8, and only for"
					+ " characters that need one other than '%', '{' and '}'");
		}
		return new BaseUrl(text.endsWith("/") ? checked : URI.create(text + '/'));
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
	 * Return what a URI template begins with to call a base URL.
	 * @param baseUrl a base URL that was checked, or {@code null} for the one of the
	 * client
	 * @return a text without escapes, as expanding the template adds them
	 */
	public static String prefix(@Nullable URI baseUrl) {
		return (baseUrl != null) ? template(baseUrl) : "";
	}

	private static String template(URI url) {
		return UriUtils.decode(url.toString(), StandardCharsets.UTF_8);
	}

}
