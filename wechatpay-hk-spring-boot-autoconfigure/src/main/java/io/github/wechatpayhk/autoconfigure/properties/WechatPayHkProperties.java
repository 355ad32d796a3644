package io.github.wechatpayhk.autoconfigure.properties;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.submerchant.FieldEncryption;
import io.github.wechatpayhk.trust.PlatformTrust.RefreshSettings;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Configuration properties of the starter: all below {@code wechatpay.hk}, except those
 * of the default {@linkplain MerchantProperties merchant}, which stand at its top. What
 * is not set has the value of the client's own defaults.
 *
 * @param enabled Whether the client is configured
 * @param strict Whether merchant numbers must have 8 to 10 digits, as those that WeChat
 * Pay gives. If not, 1 to 32 digits are accepted
 * @param connectTimeout Longest time for TCP connect and TLS handshake, each
 * @param responseTimeout Longest time from the moment a connection stands to the last
 * byte of the response
 * @param maxResponseSize Largest body of a response after decompression
 * @param trustUnsignedRefusals Refusals without a signature that count as refused:
 * 'codes-only' for those in WeChat Pay's form with a code that is produced only before
 * execution, 'none', or 'all'. All others leave the outcome unknown
 * @param fieldEncryption Padding of the encrypted contacts of sub-merchants: 'oaep' or
 * 'pkcs1'
 * @param deadline Longest time of a call, all attempts and waits included
 * @param confirmReversals Whether a verified query confirms each 204 before a call that
 * reverses an order completes. A request may say otherwise for itself
 * @param http Connections to WeChat Pay
 * @param trust Downloaded platform certificates
 * @param signature Computation of signatures
 * @param retry Retries within one call
 * @param rateLimit Rate limits of the calls
 * @param failover Other hosts for calls when the first one fails
 * @param quickPay Times of a Quick Pay payment flow
 * @param notifications Endpoint that receives notifications
 * @param durableReversal Scheduled reversals that survive a crash
 * @param onlinePayment Online payments that reach one terminal state
 * @param reconciliation Comparison of statements with what is stored
 * @param health When the health is DOWN
 * @param merchants Further merchants by name, each with the same keys as the default one.
 * Generation and base URL are those of the default one unless set
 * @since 0.1.0
 */
@ConfigurationProperties("wechatpay.hk")
public record WechatPayHkProperties(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean strict,
		@Nullable Duration connectTimeout, @Nullable Duration responseTimeout, @Nullable DataSize maxResponseSize,
		@Nullable UnsignedRefusals trustUnsignedRefusals, @Nullable FieldEncryption fieldEncryption,
		@Nullable Duration deadline, @Nullable Boolean confirmReversals, @DefaultValue Http http,
		@DefaultValue Trust trust, @DefaultValue Signature signature,
		@DefaultValue @NestedConfigurationProperty RetryProperties retry,
		@DefaultValue @NestedConfigurationProperty RateLimitProperties rateLimit,
		@DefaultValue @NestedConfigurationProperty FailoverProperties failover,
		@DefaultValue @NestedConfigurationProperty QuickPayProperties quickPay,
		@DefaultValue @NestedConfigurationProperty NotificationProperties notifications,
		@DefaultValue @NestedConfigurationProperty DurableReversalProperties durableReversal,
		@DefaultValue @NestedConfigurationProperty OnlinePaymentProperties onlinePayment,
		@DefaultValue @NestedConfigurationProperty ReconciliationProperties reconciliation,
		@DefaultValue @NestedConfigurationProperty HealthProperties health,
		@DefaultValue Map<String, MerchantProperties> merchants) {

	/**
	 * Return the settings of the connections, with the defaults of the client for what is
	 * not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public ConnectionSettings connectionSettings() {
		ConnectionSettings defaults = ConnectionSettings.defaults();
		ConnectionSettings.HttpProxy proxy = (this.http.proxy != null) ? this.http.proxy.settings() : null;
		return new ConnectionSettings(positive("connect-timeout", this.connectTimeout, defaults.connectTimeout()),
				positive("http.max-connections",
						Objects.requireNonNullElse(this.http.maxConnections, defaults.maxConnections())),
				Objects.requireNonNullElse(this.http.maxPendingAcquires, defaults.maxPendingAcquires()),
				positive("http.pending-acquire-timeout", this.http.pendingAcquireTimeout,
						defaults.pendingAcquireTimeout()),
				positive("http.max-idle-time", this.http.maxIdleTime, defaults.maxIdleTime()), proxy);
	}

	/**
	 * Return how much an exchange may take, with the defaults of the client for what is
	 * not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public ExchangeLimits exchangeLimits() {
		ExchangeLimits defaults = ExchangeLimits.defaults();
		long size = (this.maxResponseSize != null) ? this.maxResponseSize.toBytes() : defaults.maxResponseSize();
		return new ExchangeLimits(positive("response-timeout", this.responseTimeout, defaults.responseTimeout()),
				defaults.maxRequestSize(), positive("max-response-size", (int) Math.min(size, Integer.MAX_VALUE)));
	}

	/**
	 * Return the deadline of a call, if it is not that of the client.
	 * @return the deadline, or {@code null} for that of the client
	 */
	public @Nullable Duration checkedDeadline() {
		return (this.deadline != null) ? positive("deadline", this.deadline) : null;
	}

	private static Duration positive(String name, @Nullable Duration value, Duration defaultValue) {
		return (value != null) ? positive(name, value) : defaultValue;
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
	 * Return when platform certificates are downloaded, with the defaults of the client
	 * for what is not set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public RefreshSettings refreshSettings() {
		RefreshSettings defaults = RefreshSettings.defaults();
		if (this.trust.grace != null && this.trust.grace.isNegative()) {
			throw WechatPayHkConfigurationException.of("trust.grace", this.trust.grace.toString(), "It is negative",
					"Set it to zero or more, or leave it out.");
		}
		return new RefreshSettings(positive("trust.refresh-interval", this.trust.refreshInterval, defaults.interval()),
				positive("trust.min-refresh-interval", this.trust.minRefreshInterval, defaults.minInterval()),
				Objects.requireNonNullElse(this.trust.grace, defaults.grace()),
				positive("trust.download-timeout", this.trust.downloadTimeout, defaults.timeout()));
	}

	/**
	 * Return who computes signatures, with the defaults of the client for what is not
	 * set.
	 * @return the settings
	 * @throws WechatPayHkConfigurationException if the properties do not fit
	 */
	public SignatureProvider signatureProvider() {
		String name = this.signature.provider;
		if (name == null) {
			return SignatureProvider.auto();
		}
		try {
			return SignatureProvider.named(name);
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException
				.of("signature.provider", name, String.valueOf(ex.getMessage()),
						"Set it to 'auto', 'default', 'corretto' or 'conscrypt', or to the "
								+ "name of a security provider that is installed, and add the library that it needs.",
						ex);
		}
	}

	/**
	 * Properties of platform certificates that download themselves.
	 *
	 * @param warmUp Whether the start waits until they are downloaded. A failure is
	 * logged and does not stop the start
	 * @param refreshInterval Age from which on they are refreshed when they are used
	 * @param minRefreshInterval Shortest time between two refreshes for unknown serial
	 * numbers
	 * @param grace Time for which a certificate is trusted after it is no longer listed
	 * @param downloadTimeout Longest time that one download may take
	 */
	public record Trust(@DefaultValue("false") boolean warmUp, @Nullable Duration refreshInterval,
			@Nullable Duration minRefreshInterval, @Nullable Duration grace, @Nullable Duration downloadTimeout) {
	}

	/**
	 * Properties of the computation of signatures.
	 *
	 * @param provider Who computes them: 'auto' for the fastest that is there, 'default'
	 * for the JDK, 'corretto', 'conscrypt', or the name of another provider
	 */
	public record Signature(@Nullable String provider) {
	}

	/**
	 * Properties of the connections to WeChat Pay.
	 *
	 * @param maxConnections How many connections stand at the same time
	 * @param maxPendingAcquires How many calls may wait for a connection. Any number if
	 * -1
	 * @param pendingAcquireTimeout Longest time that a call waits for a connection
	 * @param maxIdleTime Time after which an idle connection is dropped. WeChat Pay drops
	 * it after 8 seconds
	 * @param warmUp Whether the first call is prepared in the background once the
	 * application is ready: loads the classes of Netty, TLS and signatures, and downloads
	 * platform certificates where they are used. Connects nowhere else
	 * @param sslBundle Name of an SSL bundle whose trust store replaces that of the JDK,
	 * for networks in which a proxy opens TLS
	 * @param proxy HTTP proxy to go through
	 */
	public record Http(@Nullable Integer maxConnections, @Nullable Integer maxPendingAcquires,
			@Nullable Duration pendingAcquireTimeout, @Nullable Duration maxIdleTime,
			@DefaultValue("true") boolean warmUp, @Nullable String sslBundle, @Nullable Proxy proxy) {
	}

	/**
	 * Properties of an HTTP proxy.
	 *
	 * @param host Host of the proxy
	 * @param port Port of the proxy
	 * @param username Name to log in with
	 * @param password Password to log in with
	 */
	public record Proxy(@Nullable String host, @DefaultValue("8080") int port, @Nullable String username,
			@Nullable String password) {

		ConnectionSettings.HttpProxy settings() {
			if (this.host == null) {
				throw WechatPayHkConfigurationException.of("http.proxy.host", null, "The proxy has no host",
						"Set it to the host name of the proxy, or remove the other properties of the proxy.");
			}
			if (this.host.matches(".*[/@\\s].*|[^:]*:[^:]*")) {
				throw WechatPayHkConfigurationException.of("http.proxy.host",
						this.host.contains("@") ? "(a URL with user information)" : this.host,
						"It is more than a host name",
						"Set it to the host name or address of the proxy alone, without 'http://', and 'port', "
								+ "'username' and 'password' beside it to the rest.");
			}
			return new ConnectionSettings.HttpProxy(this.host, this.port, this.username, this.password);
		}

		@Override
		public String toString() {
			return "Proxy[host=" + this.host + ", port=" + this.port + ']';
		}

	}

}
