package io.github.wechatpayhk.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.resilience.FailoverSettings;
import io.github.wechatpayhk.resilience.RateLimitSettings;
import io.github.wechatpayhk.resilience.RetrySettings;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of what stands around one attempt.
 *
 * @param deadline Longest time of a call, all attempts and waits included
 * @param confirmReversals Whether a verified query confirms each 204 before a call that
 * reverses an order completes. A request may say otherwise for itself
 * @param retry Retries
 * @param rateLimit Limits that the client keeps by itself
 * @param failover Other hosts to fall back on
 * @since 0.1.0
 */
@ConfigurationProperties("wechatpay.hk")
public record ResilienceProperties(@DefaultValue("20s") Duration deadline,
		@DefaultValue("false") boolean confirmReversals, @DefaultValue Retry retry, @DefaultValue RateLimiter rateLimit,
		@DefaultValue Failover failover) {

	Duration checkedDeadline() {
		if (this.deadline.isNegative() || this.deadline.isZero()) {
			throw WechatPayHkConfigurationException.of("deadline", this.deadline.toString(),
					"It is not greater than zero", "Set it to a time greater than zero, or leave it out.");
		}
		return this.deadline;
	}

	RetrySettings retrySettings() {
		return checked("retry", this.retry,
				"Set 'max-attempts' to 1 or more, 'backoff' to zero or more, and 'jitter' to 0 to 1.",
				() -> new RetrySettings(this.retry.maxAttempts, this.retry.backoff, this.retry.jitter));
	}

	RateLimitSettings rateLimitSettings() {
		Map<WechatPayHkOperation, Integer> limits = new EnumMap<>(WechatPayHkOperation.class);
		limits.putAll(RateLimitSettings.defaults().limits());
		limits.putAll(this.rateLimit.limits);
		return checked("rate-limit", this.rateLimit,
				"Set each of the 'limits' to 1 or more, and 'margin' to zero or more.",
				() -> new RateLimitSettings(limits, this.rateLimit.margin));
	}

	/**
	 * Return the hosts to fall back on.
	 * @param baseUrl the preferred host
	 * @param generation the generation whose paths are called there
	 * @return the settings, or {@code null} if there is no other host
	 */
	@Nullable FailoverSettings failoverSettings(URI baseUrl, ApiGeneration generation) {
		if (this.failover.baseUrls.isEmpty()) {
			return null;
		}
		for (URI url : this.failover.baseUrls) {
			if (url.getRawPath() != null && MerchantAddressReader.isMixed(generation, url)) {
				throw WechatPayHkConfigurationException.of("failover.base-urls",
						MerchantAddressReader.withoutUser(url.toString()),
						"It mixes two generations of the API: 'generation' is " + generation,
						"Set it to other entries to the same generation, such as '" + generation.defaultBaseUrl()
								+ "'.");
			}
		}
		List<URI> baseUrls = new ArrayList<>(this.failover.baseUrls);
		baseUrls.add(0, baseUrl);
		return checked("failover", this.failover,
				"Begin each of the 'base-urls' with 'https://', and set 'max-server-errors' to 1 or more and "
						+ "'cool-down' to more than zero.",
				() -> new FailoverSettings(baseUrls, this.failover.maxServerErrors, this.failover.coolDown));
	}

	private static <T> T checked(String name, Object value, String action, Supplier<T> settings) {
		try {
			return settings.get();
		}
		catch (IllegalArgumentException | WechatPayHkRequestException ex) {
			throw WechatPayHkConfigurationException.of(name, value.toString(), String.valueOf(ex.getMessage()), action);
		}
	}

	/**
	 * Properties of retries.
	 *
	 * @param maxAttempts Largest number of attempts. Retries are off if 1
	 * @param backoff Wait before the second attempt, doubled before each further one
	 * @param jitter Part of itself by which a wait varies, 0 to 1
	 */
	public record Retry(@DefaultValue("3") int maxAttempts, @DefaultValue("200ms") Duration backoff,
			@DefaultValue("0.5") double jitter) {
	}

	/**
	 * Properties of the limits that the client keeps by itself.
	 *
	 * @param enabled Whether calls wait for the limits of WeChat Pay
	 * @param limits Requests per second and merchant number by operation, where they
	 * differ from the documented ones
	 * @param margin Time by which a second is stretched, because requests do not all
	 * travel equally fast
	 */
	public record RateLimiter(@DefaultValue("true") boolean enabled,
			@DefaultValue Map<WechatPayHkOperation, Integer> limits, @DefaultValue("100ms") Duration margin) {
	}

	/**
	 * Properties of other hosts to fall back on.
	 *
	 * @param baseUrls Base URLs that are called, in this order, when 'base-url' does not
	 * work. Merchants with a 'base-url' or a 'generation' of their own stay there
	 * @param maxServerErrors Number of responses with 5xx in a row after which a host is
	 * left
	 * @param coolDown Time after which a host that was left is tried again
	 */
	public record Failover(@DefaultValue List<URI> baseUrls, @DefaultValue("3") int maxServerErrors,
			@DefaultValue("30s") Duration coolDown) {
	}

}
