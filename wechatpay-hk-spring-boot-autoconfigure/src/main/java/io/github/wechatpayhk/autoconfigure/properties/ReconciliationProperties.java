package io.github.wechatpayhk.autoconfigure.properties;

import java.util.Objects;

import io.github.wechatpayhk.durable.ReconciliationSettings;
import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of the comparison of statements with scheduled reversals,
 * payments and refunds. What is not set has the value of
 * {@link ReconciliationSettings#defaults()}.
 *
 * @param daily Whether the statement of the day before is compared each day at 10:30
 * Beijing time, on one node
 * @param complete Whether all payments of the merchants are stored by this application.
 * If not, a payment or a refund in a statement that is unknown here is no difference
 * @since 0.1.0
 */
public record ReconciliationProperties(@Nullable Boolean daily, @Nullable Boolean complete) {

	/**
	 * Return the settings, with the defaults of the durable module for what is not set.
	 * @return the settings
	 */
	public ReconciliationSettings settings() {
		ReconciliationSettings defaults = ReconciliationSettings.defaults();
		return new ReconciliationSettings(Objects.requireNonNullElse(this.daily, defaults.daily()),
				Objects.requireNonNullElse(this.complete, defaults.complete()));
	}

}
