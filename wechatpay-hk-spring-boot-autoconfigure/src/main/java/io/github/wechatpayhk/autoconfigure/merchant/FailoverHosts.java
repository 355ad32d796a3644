package io.github.wechatpayhk.autoconfigure.merchant;

import java.net.URI;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.autoconfigure.properties.FailoverProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.resilience.FailoverSettings;
import org.jspecify.annotations.Nullable;

/**
 * The hosts to fall back on, checked against the generation of the default merchant.
 *
 * @since 0.1.0
 */
public final class FailoverHosts {

	private FailoverHosts() {
	}

	/**
	 * Return the hosts to fall back on.
	 * @param properties the other hosts
	 * @param baseUrl the preferred host
	 * @param generation the generation whose paths are called there
	 * @return the settings, or {@code null} if there is no other host
	 */
	public static @Nullable FailoverSettings of(FailoverProperties properties, URI baseUrl, ApiGeneration generation) {
		if (properties.baseUrls().isEmpty()) {
			return null;
		}
		for (URI url : properties.baseUrls()) {
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
				.of(Stream.concat(Stream.of(baseUrl), properties.baseUrls().stream()).toArray(URI[]::new));
			return new FailoverSettings(defaults.baseUrls(),
					Objects.requireNonNullElse(properties.maxServerErrors(), defaults.maxServerErrors()),
					Objects.requireNonNullElse(properties.coolDown(), defaults.coolDown()));
		}
		catch (IllegalArgumentException | WechatPayHkRequestException ex) {
			throw WechatPayHkConfigurationException.of("failover", properties.toString(),
					String.valueOf(ex.getMessage()),
					"Begin each of the 'base-urls' with 'https://', and set 'max-server-errors' to 1 or more and "
							+ "'cool-down' to more than zero.");
		}
	}

}
