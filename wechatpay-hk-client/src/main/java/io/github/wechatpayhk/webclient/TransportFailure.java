package io.github.wechatpayhk.webclient;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.webclient.BoundedNameResolution.NameResolutionTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.proxy.ProxyConnectException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Names what the network, the pool or a codec failed with.
 */
final class TransportFailure {

	/**
	 * What Netty says of a proxy: protocol, authentication, addresses, and the status or
	 * another reason.
	 */
	private static final Pattern PROXY_MESSAGE = Pattern
		.compile("\\w+, \\w+, /?(\\S+) => \\S+, (?:status: (\\d{3}).*|(timeout|disconnected))");

	private TransportFailure() {
	}

	/**
	 * Name a failure.
	 * @param cause anything that an exchange failed with
	 * @param host the host that was called
	 * @param limits the bounds of the exchange
	 * @param isSent whether the request may have been received
	 * @param isConnectionKnown whether the exchange saw its connection: other connectors
	 * than Reactor Netty take the request before they connect
	 * @return the exception, with its outcome
	 */
	static WechatPayHkException toException(Throwable cause, String host, ExchangeLimits limits, boolean isSent,
			boolean isConnectionKnown) {
		if (cause instanceof WechatPayHkException known) {
			return known;
		}
		if (cause instanceof WebClientRequestException && cause.getCause() != null) {
			return toException(cause.getCause(), host, limits, isSent, isConnectionKnown);
		}
		if (!isSent && isLocal(cause)) {
			return WechatPayHkTransportException.local("No connection to '" + host + "': " + obstacle(cause), cause);
		}
		if (!isSent || (!isConnectionKnown && isFailureToConnect(cause))) {
			return new WechatPayHkTransportException(Outcome.NOT_SENT,
					"No connection to '" + host + "': " + obstacle(cause), cause);
		}
		return new WechatPayHkTransportException(Outcome.UNKNOWN, problem(cause, limits), cause);
	}

	private static boolean isFailureToConnect(Throwable cause) {
		return cause instanceof ConnectException || cause instanceof UnknownHostException
				|| cause instanceof UnresolvedAddressException;
	}

	/**
	 * The network fails with an {@link IOException}. Anything else is the pool, or what
	 * writes the request.
	 */
	private static boolean isLocal(Throwable cause) {
		return find(cause, IOException.class) == null && !isFailureToConnect(cause);
	}

	private static String obstacle(Throwable cause) {
		ProxyConnectException proxy = find(cause, ProxyConnectException.class);
		if (proxy != null) {
			return proxyObstacle(String.valueOf(proxy.getMessage()));
		}
		if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
			return "this host is not known";
		}
		if (cause instanceof ConnectTimeoutException) {
			return (cause instanceof NameResolutionTimeoutException) ? "the name resolution timed out" : "it timed out";
		}
		if (cause instanceof ConnectException) {
			return "it was refused";
		}
		if (cause instanceof TimeoutException) {
			return "none of the pool became free in time";
		}
		return (find(cause, SSLException.class) != null) ? "the TLS handshake failed, see the cause" : "see the cause";
	}

	private static String proxyObstacle(String message) {
		Matcher matcher = PROXY_MESSAGE.matcher(message);
		if (!matcher.matches()) {
			return "the proxy failed, see the cause";
		}
		String status = matcher.group(2);
		return "the proxy " + matcher.group(1) + " "
				+ ((status != null) ? "refused it with status " + status : "did not open it: " + matcher.group(3));
	}

	private static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> type) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return type.cast(cause);
			}
		}
		return null;
	}

	private static String problem(Throwable cause, ExchangeLimits limits) {
		if (cause instanceof TimeoutException) {
			return "No complete response within " + limits.responseTimeout();
		}
		if (cause instanceof DataBufferLimitException) {
			return "The response is longer than " + limits.maxResponseSize() + " bytes";
		}
		return "The connection broke before the response was complete";
	}

}
