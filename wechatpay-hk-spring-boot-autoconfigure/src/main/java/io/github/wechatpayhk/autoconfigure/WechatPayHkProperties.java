package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;
import java.util.Map;

import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the starter, beside those of the
 * {@linkplain MerchantProperties merchant}.
 *
 * @param enabled whether the client is configured
 * @param connectTimeout longest time for TCP connect and TLS handshake, each
 * @param responseTimeout longest time from the moment a connection stands to the last
 * byte of the answer
 * @param maxResponseSize largest body of an answer after decompression
 * @param http connections to WeChat Pay
 * @param merchants further merchants by name, each with the same keys as the default one.
 * Generation and base URL are those of the default one unless set
 * @since 0.1.0
 */
@ConfigurationProperties("wechatpay.hk")
public record WechatPayHkProperties(@DefaultValue("true") boolean enabled, @DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("8s") Duration responseTimeout, @DefaultValue("1MB") DataSize maxResponseSize,
		@DefaultValue Http http, @DefaultValue Map<String, MerchantProperties> merchants) {

	ConnectionSettings connectionSettings() {
		ConnectionSettings.HttpProxy proxy = (this.http.proxy != null) ? this.http.proxy.settings() : null;
		return new ConnectionSettings(positive("connect-timeout", this.connectTimeout),
				positive("http.max-connections", this.http.maxConnections), this.http.maxPendingAcquires,
				positive("http.pending-acquire-timeout", this.http.pendingAcquireTimeout),
				positive("http.max-idle-time", this.http.maxIdleTime), proxy);
	}

	ExchangeLimits exchangeLimits() {
		long size = this.maxResponseSize.toBytes();
		return new ExchangeLimits(positive("response-timeout", this.responseTimeout),
				ExchangeLimits.defaults().maxRequestSize(),
				positive("max-response-size", (int) Math.min(size, Integer.MAX_VALUE)));
	}

	private static Duration positive(String name, Duration value) {
		positive(name, value.isNegative() ? -1 : (int) Math.min(value.toMillis(), Integer.MAX_VALUE));
		return value;
	}

	private static int positive(String name, int value) {
		if (value <= 0) {
			throw WechatPayHkConfigurationException.of(name, String.valueOf(value), "It is not greater than zero",
					"Set it to a value greater than zero, or leave it out.");
		}
		return value;
	}

	/**
	 * Properties of the connections to WeChat Pay.
	 *
	 * @param maxConnections how many connections stand at the same time
	 * @param maxPendingAcquires how many calls may wait for a connection. Any number if
	 * -1
	 * @param pendingAcquireTimeout longest time that a call waits for a connection
	 * @param maxIdleTime time after which an idle connection is dropped. WeChat Pay drops
	 * it after 8 seconds
	 * @param sslBundle name of an SSL bundle whose trust store replaces that of the JDK,
	 * for networks in which a proxy opens TLS
	 * @param proxy HTTP proxy to go through
	 */
	public record Http(@DefaultValue("64") int maxConnections, @DefaultValue("-1") int maxPendingAcquires,
			@DefaultValue("20s") Duration pendingAcquireTimeout, @DefaultValue("7s") Duration maxIdleTime,
			@Nullable String sslBundle, @Nullable Proxy proxy) {
	}

	/**
	 * Properties of an HTTP proxy.
	 *
	 * @param host host of the proxy
	 * @param port port of the proxy
	 * @param username name to log in with
	 * @param password password to log in with
	 */
	public record Proxy(@Nullable String host, @DefaultValue("8080") int port, @Nullable String username,
			@Nullable String password) {

		ConnectionSettings.HttpProxy settings() {
			if (this.host == null || this.host.isBlank()) {
				throw WechatPayHkConfigurationException.of("http.proxy.host", null, "The proxy has no host",
						"Set it to the host name of the proxy, or remove the other properties of the proxy.");
			}
			return new ConnectionSettings.HttpProxy(this.host, this.port, this.username, this.password);
		}

		@Override
		public String toString() {
			return "Proxy[host=" + this.host + ", port=" + this.port + ']';
		}

	}

}
