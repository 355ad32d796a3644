package io.github.wechatpayhk.resilience;

import java.net.URI;
import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.webclient.CallOptions;

import org.springframework.util.Assert;

/**
 * Where calls go, and when they go elsewhere.
 *
 * @param baseUrls the base URLs of one generation of the API, the preferred one first
 * @param maxServerErrors after how many responses with 5xx in a row a host is left
 * @param coolDown after which time a host that was left is tried again
 * @since 0.1.0
 */
public record FailoverSettings(List<URI> baseUrls, int maxServerErrors, Duration coolDown) {

	/**
	 * Create the settings.
	 * @param baseUrls the base URLs, at least one
	 * @param maxServerErrors after how many responses with 5xx in a row a host is left,
	 * at least 1
	 * @param coolDown after which time a host that was left is tried again, greater than
	 * zero
	 * @throws WechatPayHkRequestException if a base URL cannot be called safely
	 */
	public FailoverSettings {
		Assert.notEmpty(baseUrls, "'baseUrls' must not be empty");
		Assert.isTrue(maxServerErrors >= 1, "'maxServerErrors' must be at least 1");
		Assert.isTrue(!coolDown.isNegative() && !coolDown.isZero(), "'coolDown' must be greater than zero");
		baseUrls = baseUrls.stream().map(CallOptions::requireBaseUrl).toList();
	}

	/**
	 * Fall back from host to host by the defaults: a host is left after one failure to
	 * connect or 3 responds with 5xx in a row, and tried again after 30 seconds.
	 * @param baseUrls the base URLs, the preferred one first
	 * @return the settings
	 */
	public static FailoverSettings of(URI... baseUrls) {
		return new FailoverSettings(List.of(baseUrls), 3, Duration.ofSeconds(30));
	}

}
