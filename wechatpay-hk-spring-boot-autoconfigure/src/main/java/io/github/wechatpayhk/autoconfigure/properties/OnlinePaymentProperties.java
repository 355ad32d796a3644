package io.github.wechatpayhk.autoconfigure.properties;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import org.jspecify.annotations.Nullable;

/**
 * Configuration properties of online payments that reach one terminal state. What is not
 * set has the value of {@link OnlinePaymentSettings#defaults()}.
 *
 * @param queryPauses Pauses between the queries of an open payment. The last one is
 * repeated until the order expires
 * @param expiry How long an order that names no 'time_expire' can be paid. It is closed
 * not earlier than 5 minutes after it was sent
 * @param refundPauses Pauses between the queries of a refund that WeChat Pay has
 * accepted. The last one is repeated
 * @since 0.1.0
 */
public record OnlinePaymentProperties(@Nullable List<Duration> queryPauses, @Nullable Duration expiry,
		@Nullable List<Duration> refundPauses) {

	/**
	 * Return the settings, with the defaults of the durable module for what is not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public OnlinePaymentSettings settings() {
		OnlinePaymentSettings defaults = OnlinePaymentSettings.defaults();
		try {
			return new OnlinePaymentSettings(Objects.requireNonNullElse(this.queryPauses, defaults.queryPauses()),
					Objects.requireNonNullElse(this.expiry, defaults.expiry()),
					Objects.requireNonNullElse(this.refundPauses, defaults.refundPauses()));
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException.of("online-payment", null, String.valueOf(ex.getMessage()),
					"Change the properties below 'wechatpay.hk.online-payment', or leave them out.", ex);
		}
	}

}
