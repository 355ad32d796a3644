package io.github.wechatpayhk.autoconfigure.properties;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

import io.github.wechatpayhk.resilience.RateLimitSettings;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the limits that the client keeps by itself. What is not set
 * has the value of {@link RateLimitSettings#defaults()}.
 *
 * @param enabled Whether calls wait for the limits of WeChat Pay
 * @param limits Requests per second and merchant number by operation, where they differ
 * from the documented ones
 * @param margin Time by which a second is stretched, because requests do not all travel
 * equally fast
 * @since 0.1.0
 */
public record RateLimitProperties(@DefaultValue("true") boolean enabled,
		@DefaultValue Map<WechatPayHkOperation, Integer> limits, @Nullable Duration margin) {

	/**
	 * Return the settings, with the defaults of the client for what is not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public RateLimitSettings settings() {
		RateLimitSettings defaults = RateLimitSettings.defaults();
		Map<WechatPayHkOperation, Integer> all = new EnumMap<>(WechatPayHkOperation.class);
		all.putAll(defaults.limits());
		all.putAll(this.limits);
		try {
			return new RateLimitSettings(all, Objects.requireNonNullElse(this.margin, defaults.margin()));
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException.of("rate-limit", toString(), String.valueOf(ex.getMessage()),
					"Set each of the 'limits' to 1 or more, and 'margin' to zero or more.");
		}
	}

}
