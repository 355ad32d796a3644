package io.github.wechatpayhk.autoconfigure.properties;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties of the health indicator.
 *
 * @param maxClockSkew Difference between the local clock and that of WeChat Pay from
 * which on the health is DOWN. From 5 minutes on no response is accepted
 * @param maxTrustAge Age of downloaded platform certificates from which on the health is
 * DOWN while their downloads fail
 * @param maxReversalAge Age of the oldest durable reversal, or of the oldest notification
 * in the inbox, without an end from which on the health is DOWN
 * @since 0.1.0
 */
public record HealthProperties(@DefaultValue("2m") Duration maxClockSkew, @DefaultValue("12h") Duration maxTrustAge,
		@DefaultValue("1h") Duration maxReversalAge) {
}
