package io.github.wechatpayhk.autoconfigure.properties;

import java.time.Duration;
import java.util.Objects;

import io.github.wechatpayhk.resilience.RetrySettings;
import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of retries. What is not set has the value of
 * {@link RetrySettings#defaults()}.
 *
 * @param maxAttempts Largest number of attempts. Retries are off if 1
 * @param backoff Wait before the second attempt, doubled before each further one
 * @param jitter Part of itself by which a wait varies, 0 to 1
 * @since 0.1.0
 */
public record RetryProperties(@Nullable Integer maxAttempts, @Nullable Duration backoff, @Nullable Double jitter) {

	/**
	 * Return the settings, with the defaults of the client for what is not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public RetrySettings settings() {
		RetrySettings defaults = RetrySettings.defaults();
		try {
			return new RetrySettings(Objects.requireNonNullElse(this.maxAttempts, defaults.maxAttempts()),
					Objects.requireNonNullElse(this.backoff, defaults.backoff()),
					Objects.requireNonNullElse(this.jitter, defaults.jitter()));
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException.of("retry", toString(), String.valueOf(ex.getMessage()),
					"Set 'max-attempts' to 1 or more, 'backoff' to zero or more, and 'jitter' to 0 to 1.");
		}
	}

}
