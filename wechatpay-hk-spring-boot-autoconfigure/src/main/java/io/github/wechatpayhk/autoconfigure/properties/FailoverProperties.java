package io.github.wechatpayhk.autoconfigure.properties;

import java.net.URI;
import java.time.Duration;
import java.util.List;

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
}
