package io.github.wechatpayhk.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.resilience.FailoverSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of other hosts to fall back on. What is not set has the value
 * of {@link FailoverSettings#of}.
 *
 * @param baseUrls Base URLs that are called, in this order, when 'base-url' does not
 * work. Merchants with a 'base-url' or a 'generation' of their own stay there
 * @param maxServerErrors Number of responses with 5xx in a row after which a host is left
 * @param coolDown Time after which a host that was left is tried again
 * @since 0.1.0
 */
public record FailoverProperties(@DefaultValue List<URI> baseUrls, @Nullable Integer maxServerErrors,
		@Nullable Duration coolDown) {

	/**
	 * Return the hosts to fall back on.
	 * @param baseUrl the preferred host
	 * @param generation the generation whose paths are called there
	 * @return the settings, or {@code null} if there is no other host
	 */
	@Nullable FailoverSettings settings(URI baseUrl, ApiGeneration generation) {
		if (this.baseUrls.isEmpty()) {
			return null;
		}
		for (URI url : this.baseUrls) {
			if (url.getRawPath() != null && MerchantAddressReader.isMixed(generation, url)) {
				throw WechatPayHkConfigurationException.of("failover.base-urls",
						MerchantAddressReader.withoutUser(url.toString()),
						"It mixes two generations of the API: 'generation' is " + generation,
						"Set it to other entries to the same generation, such as '" + generation.defaultBaseUrl()
								+ "'.");
			}
		}
		try {
			FailoverSettings defaults = FailoverSettings
				.of(Stream.concat(Stream.of(baseUrl), this.baseUrls.stream()).toArray(URI[]::new));
			return new FailoverSettings(defaults.baseUrls(),
					Objects.requireNonNullElse(this.maxServerErrors, defaults.maxServerErrors()),
					Objects.requireNonNullElse(this.coolDown, defaults.coolDown()));
		}
		catch (IllegalArgumentException | WechatPayHkRequestException ex) {
			throw WechatPayHkConfigurationException.of("failover", toString(), String.valueOf(ex.getMessage()),
					"Begin each of the 'base-urls' with 'https://', and set 'max-server-errors' to 1 or more and "
							+ "'cool-down' to more than zero.");
		}
	}

}
