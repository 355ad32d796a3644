package io.github.wechatpayhk.autoconfigure.properties;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import io.github.wechatpayhk.durable.DurableReversalSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of reversals that survive a crash.
 *
 * @param enabled Whether reversals can be scheduled
 * @param autoStart Whether this node executes scheduled reversals. If not, it only stores
 * them for other nodes
 * @param store Where scheduled reversals are kept
 * @param embedded Embedded database
 * @param schema Who creates the tables in the application's database
 * @param confirmReversals Whether a verified query confirms each 204 before a reversal
 * counts as done
 * @param firstPause Pause after the first attempt that did not settle a scheduled
 * reversal, doubled with each one
 * @param longestPause Longest such pause
 * @param attentionAfter How much waiting it takes until it is escalated to an operator.
 * WeChat Pay reverses within 7 days of the payment. Notifications are escalated after one
 * day at the latest
 * @param retention How long scheduled reversals and notifications are kept after their
 * end
 * @param threads How many attempts are made at the same time on one node. Half as many
 * threads process notifications beside them
 * @param pollingInterval How often the database is asked for what is due. New scheduled
 * reversals of the same node begin at once
 * @param heartbeatInterval How often a node says that it lives. What a dead node had
 * begun is taken over after at most six of these times
 * @param shutdownTimeout How long a stopping node waits for calls under way
 * @since 0.1.0
 */
public record DurableReversalProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStart,
		@DefaultValue("auto") Store store, @DefaultValue Embedded embedded, @DefaultValue("auto") Schema schema,
		@Nullable Boolean confirmReversals, @Nullable Duration firstPause, @Nullable Duration longestPause,
		@Nullable Duration attentionAfter, @Nullable Duration retention, @Nullable Integer threads,
		@Nullable Duration pollingInterval, @Nullable Duration heartbeatInterval, @Nullable Duration shutdownTimeout) {

	/**
	 * Return the settings, with the defaults of the client for what is not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public DurableReversalSettings settings() {
		DurableReversalSettings defaults = DurableReversalSettings.defaults();
		try {
			return new DurableReversalSettings(Objects.requireNonNullElse(this.firstPause, defaults.firstPause()),
					Objects.requireNonNullElse(this.longestPause, defaults.longestPause()),
					Objects.requireNonNullElse(this.attentionAfter, defaults.attentionAfter()),
					Objects.requireNonNullElse(this.retention, defaults.retention()),
					Objects.requireNonNullElse(this.threads, defaults.threads()),
					Objects.requireNonNullElse(this.pollingInterval, defaults.pollingInterval()),
					Objects.requireNonNullElse(this.heartbeatInterval, defaults.heartbeatInterval()),
					Objects.requireNonNullElse(this.shutdownTimeout, defaults.shutdownTimeout()));
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException.of("durable-reversal", null, String.valueOf(ex.getMessage()),
					"Change the properties below 'wechatpay.hk.durable-reversal' so that they fit together, or leave "
							+ "them out.",
					ex);
		}
	}

	/**
	 * Where scheduled reversals are kept.
	 */
	public enum Store {

		/**
		 * In the application's database if it has one, else in an embedded one. A
		 * database that is in memory alone is refused.
		 */
		AUTO,

		/**
		 * In the application's database.
		 */
		APPLICATION,

		/**
		 * In an embedded database, for one node alone.
		 */
		EMBEDDED

	}

	/**
	 * Who creates the tables in the application's database.
	 */
	public enum Schema {

		/**
		 * Flyway or Liquibase if the application has a bean of it, else nobody.
		 */
		AUTO,

		/**
		 * Flyway, with a history table of its own.
		 */
		FLYWAY,

		/**
		 * Liquibase, with a change log table of its own.
		 */
		LIQUIBASE,

		/**
		 * Nobody: an operator runs the script.
		 */
		NONE

	}

	/**
	 * Properties of the embedded database.
	 *
	 * @param file File of the database, without the suffix '.mv.db'. It must be on a disk
	 * that outlives the process
	 */
	public record Embedded(@DefaultValue("wechatpay-hk-reversals") Path file) {
	}

}
