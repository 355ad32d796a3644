package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;

import io.github.wechatpayhk.quickpay.QuickPayTimes;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the payment flow around in-store payments. All times count
 * from the moment before a payment is posted.
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
@ConfigurationProperties("wechatpay.hk.quick-pay")
public record QuickPayProperties(@DefaultValue("5s") Duration firstQuery, @DefaultValue("5s") Duration queryInterval,
		@DefaultValue("45s") Duration polling, @DefaultValue("15s") Duration earliestReverse,
		@DefaultValue("60s") Duration finalNotFound, @DefaultValue("1s") Duration firstPause,
		@DefaultValue("30s") Duration longestPause, @DefaultValue("5m") Duration deadline) {

	QuickPayTimes times() {
		try {
			return new QuickPayTimes(this.firstQuery, this.queryInterval, this.polling, this.earliestReverse,
					this.finalNotFound, this.firstPause, this.longestPause, this.deadline);
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException.of("quick-pay", null, String.valueOf(ex.getMessage()),
					"Change the times below 'wechatpay.hk.quick-pay' so that they fit together, or leave them out.",
					ex);
		}
	}

}
