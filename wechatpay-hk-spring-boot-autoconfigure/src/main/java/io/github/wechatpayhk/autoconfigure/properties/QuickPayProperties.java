package io.github.wechatpayhk.autoconfigure.properties;

import java.time.Duration;
import java.util.Objects;

import io.github.wechatpayhk.quickpay.QuickPayTimes;
import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of the payment flow around in-store payments. All times count
 * from the moment before a payment is posted. What is not set has the value of
 * {@link QuickPayTimes#defaults()}.
 *
 * @param firstQuery Time after which the order is queried first
 * @param queryInterval Time between queries while the payer acts. WeChat Pay asks for 3
 * to 5 seconds
 * @param polling Time that the payer may take
 * @param earliestReverse Time before which nothing is reversed
 * @param finalNotFound Time after the last possible moment of sending from which on a
 * missing order is final
 * @param firstPause Pause after the first failure, doubled with each one
 * @param longestPause Longest such pause
 * @param deadline Time after which the loop ends, whatever is known
 * @since 0.1.0
 */
public record QuickPayProperties(@Nullable Duration firstQuery, @Nullable Duration queryInterval,
		@Nullable Duration polling, @Nullable Duration earliestReverse, @Nullable Duration finalNotFound,
		@Nullable Duration firstPause, @Nullable Duration longestPause, @Nullable Duration deadline) {

	/**
	 * Return the times of the payment flow, with the defaults of the client for what is
	 * not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public QuickPayTimes times() {
		QuickPayTimes defaults = QuickPayTimes.defaults();
		try {
			return new QuickPayTimes(Objects.requireNonNullElse(this.firstQuery, defaults.firstQuery()),
					Objects.requireNonNullElse(this.queryInterval, defaults.queryInterval()),
					Objects.requireNonNullElse(this.polling, defaults.polling()),
					Objects.requireNonNullElse(this.earliestReverse, defaults.earliestReverse()),
					Objects.requireNonNullElse(this.finalNotFound, defaults.finalNotFound()),
					Objects.requireNonNullElse(this.firstPause, defaults.firstPause()),
					Objects.requireNonNullElse(this.longestPause, defaults.longestPause()),
					Objects.requireNonNullElse(this.deadline, defaults.deadline()));
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException.of("quick-pay", null, String.valueOf(ex.getMessage()),
					"Change the times below 'wechatpay.hk.quick-pay' so that they fit together, or leave them out.",
					ex);
		}
	}

}
