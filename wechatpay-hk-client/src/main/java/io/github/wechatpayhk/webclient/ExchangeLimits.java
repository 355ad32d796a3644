package io.github.wechatpayhk.webclient;

import java.time.Duration;

/**
 * How much a signed exchange may take.
 *
 * @param responseTimeout the longest time from the moment a connection stands to the last
 * byte of the response
 * @param maxRequestSize the largest body of a request, in bytes
 * @param maxResponseSize the largest body of a response after decompression, in bytes
 * @since 0.1.0
 */
public record ExchangeLimits(Duration responseTimeout, int maxRequestSize, int maxResponseSize) {

	private static final int ONE_MEBIBYTE = 1024 * 1024;

	/**
	 * Return the defaults: 8 seconds, 1 MiB either way.
	 * @return the limits
	 */
	public static ExchangeLimits defaults() {
		return new ExchangeLimits(Duration.ofSeconds(8), ONE_MEBIBYTE, ONE_MEBIBYTE);
	}

}
