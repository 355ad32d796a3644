package io.github.wechatpayhk.webclient;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Settings of the connections to WeChat Pay.
 *
 * @param connectTimeout the longest time for TCP connect and TLS handshake, each
 * @param maxConnections how many connections stand at the same time
 * @param maxPendingAcquires how many calls may wait for a connection, -1 for any number
 * @param pendingAcquireTimeout the longest time that a call waits for a connection
 * @param maxIdleTime after which time an idle connection is dropped; WeChat Pay drops it
 * after 8 seconds
 * @param proxy the HTTP proxy to go through, or {@code null} for none
 * @since 0.1.0
 */
public record ConnectionSettings(Duration connectTimeout, int maxConnections, int maxPendingAcquires,
		Duration pendingAcquireTimeout, Duration maxIdleTime, @Nullable HttpProxy proxy) {

	/**
	 * Create the settings.
	 * @param connectTimeout the longest time for TCP connect and TLS handshake, each
	 * @param maxConnections how many connections stand at the same time, at least one
	 * @param maxPendingAcquires how many calls may wait for a connection, -1 for any
	 * number
	 * @param pendingAcquireTimeout the longest time that a call waits for a connection
	 * @param maxIdleTime after which time an idle connection is dropped
	 * @param proxy the HTTP proxy to go through, or {@code null} for none
	 */
	public ConnectionSettings {
		Assert.isTrue(maxConnections > 0, "'maxConnections' must be greater than zero");
		Assert.isTrue(maxPendingAcquires >= -1, "'maxPendingAcquires' must be -1 or greater");
	}

	/**
	 * Return the defaults: 2 seconds to connect, 64 connections, any number of calls
	 * waiting up to 20 seconds, idle connections dropped after 7 seconds, no proxy.
	 * @return the settings
	 */
	public static ConnectionSettings defaults() {
		return new ConnectionSettings(Duration.ofSeconds(2), 64, -1, Duration.ofSeconds(20), Duration.ofSeconds(7),
				null);
	}

	/**
	 * An HTTP proxy.
	 *
	 * @param host its host
	 * @param port its port
	 * @param username the name to log in with, or {@code null} for none
	 * @param password the password to log in with, or {@code null} for none
	 */
	public record HttpProxy(String host, int port, @Nullable String username, @Nullable String password) {

		@Override
		public String toString() {
			return "HttpProxy[" + this.host + ':' + this.port + ']';
		}

	}

}
