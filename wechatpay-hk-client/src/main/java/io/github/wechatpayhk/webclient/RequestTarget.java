package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Where a request goes, and the text by which its request line names it.
 *
 * @param url the absolute URL, in ASCII and without a fragment
 */
record RequestTarget(URI url) {

	private static final String BYTE = "(25[0-5]|2[0-4]\\d|1?\\d?\\d)";

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|127(\\." + BYTE + "){3}|\\[(::1|0:0:0:0:0:0:0:1)]", Pattern.CASE_INSENSITIVE);

	/**
	 * Check a URL.
	 * @param url the URL of a request
	 * @return the target
	 * @throws WechatPayHkRequestException if the URL is not absolute, holds credentials,
	 * or names plain http to another machine
	 */
	static RequestTarget of(URI url) {
		if (url.getHost() == null || url.getScheme() == null) {
			throw new WechatPayHkRequestException("The request needs an absolute URL with a host");
		}
		if (url.getRawUserInfo() != null) {
			throw new WechatPayHkRequestException("The URL must not hold user information");
		}
		if (!isSafe(url.getScheme(), url.getHost())) {
			throw new WechatPayHkRequestException("The URL must begin with 'https://', but has the scheme '"
					+ url.getScheme() + "'; 'http://' is for loopback addresses only");
		}
		return new RequestTarget(ascii(url));
	}

	private static boolean isSafe(String scheme, String host) {
		return scheme.equalsIgnoreCase("https")
				|| (scheme.equalsIgnoreCase("http") && LOOPBACK.matcher(host).matches());
	}

	/**
	 * Without fragment and without a question mark that no query follows: some connectors
	 * send the latter, some do not.
	 */
	private static URI ascii(URI url) {
		String text = url.toASCIIString();
		int fragment = text.indexOf('#');
		int end = (fragment != -1) ? fragment : text.length();
		boolean hasEmptyQuery = url.getRawQuery() != null && url.getRawQuery().isEmpty();
		String target = text.substring(0, hasEmptyQuery ? end - 1 : end);
		return target.equals(url.toString()) ? url : URI.create(target);
	}

	/**
	 * Return what stands in the request line and in the signed message.
	 * @return raw path, at least {@code /}, and the raw query if there is one
	 */
	String requestLine() {
		String path = this.url.getRawPath();
		@Nullable String query = this.url.getRawQuery();
		return ((path == null || path.isEmpty()) ? "/" : path) + ((query != null) ? "?" + query : "");
	}

}
