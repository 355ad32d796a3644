package io.github.wechatpayhk.webclient;

import java.net.URI;

import io.github.wechatpayhk.error.WechatPayHkRequestException;

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
	 * @throws WechatPayHkRequestException if it cannot be called safely, or holds a query
	 * or a fragment
	 */
	public static BaseUrl of(URI url) {
		URI checked = RequestTarget.of(url).url();
		if (url.getRawQuery() != null || url.getRawFragment() != null) {
			throw new WechatPayHkRequestException("The base URL must not have a query or a fragment");
		}
		String text = checked.toString();
		return new BaseUrl(text.endsWith("/") ? checked : URI.create(text + '/'));
	}

}
