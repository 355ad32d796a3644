package io.github.wechatpayhk.webclient;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.webclient.BoundedNameResolution.NameResolutionTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.Connection;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * How far one exchange has come: what an error means depends on whether a connection ever
 * stood.
 */
final class ExchangeProgress {

	private static final Log logger = LogFactory.getLog(SignedExchangeFilterFunction.class);

	/**
	 * What Netty says of a proxy: protocol, authentication, addresses, and the status or
	 * another reason.
	 */
	private static final Pattern PROXY_MESSAGE = Pattern
		.compile("\\w+, \\w+, /?(\\S+) => \\S+, (?:status: (\\d{3}).*|(timeout|disconnected))");

	private final ClientRequest request;

	private final ExchangeLimits limits;

	private final @Nullable ExchangeWatch watch;

	private final Sinks.Empty<Void> connected = Sinks.empty();

	private final SignatureListener listener;

	private volatile boolean sent;

	private volatile @Nullable EventLoop eventLoop;

	private volatile @Nullable ConnectionGuard guard;

	private volatile @Nullable ProxyHandler proxy;

	ExchangeProgress(ClientRequest request, ExchangeLimits limits, @Nullable ExchangeWatch watch,
			SignatureListener listener) {
		this.request = request;
		this.limits = limits;
		this.watch = watch;
		this.listener = listener;
	}

	/**
	 * The connection stands and the request is being written: from here on it may take
	 * effect.
	 * @param request the request of the connection
	 * @return whether it may be written: not when the exchange was stopped meanwhile
	 */
	boolean connected(ClientHttpRequest request) {
		if (this.watch != null && !this.watch.send()) {
			return false;
		}
		if (request.getNativeRequest() instanceof Connection connection) {
			this.eventLoop = connection.channel().eventLoop();
			this.guard = ConnectionGuard.of(connection.channel(), this.listener);
			this.proxy = connection.channel().pipeline().get(ProxyHandler.class);
		}
		this.sent = true;
		this.connected.tryEmitEmpty();
		return true;
	}

	void responded(SignedResponse response) {
		if (this.watch != null) {
			this.watch.written(response.writtenAt());
			this.watch.responded(response.requestId());
		}
	}

	/**
	 * The signature of the response was checked: if it is right, the connection can be
	 * used again.
	 * @param status the result
	 */
	void checked(SignatureStatus status) {
		ConnectionGuard present = this.guard;
		if (present != null && status == SignatureStatus.VERIFIED) {
			present.verified();
		}
	}

	<T> Mono<T> bounded(Mono<T> exchange) {
		return exchange.timeout(this.connected.asMono().then(Mono.defer(this::responseTimeout)));
	}

	/**
	 * Timed by the thread that runs already: another one would wake up for each exchange.
	 */
	private Mono<Long> responseTimeout() {
		Duration timeout = this.limits.responseTimeout();
		EventLoop timer = this.eventLoop;
		return (timer == null) ? Mono.delay(timeout) : Mono.create((sink) -> {
			Future<?> elapsed = timer.schedule((Runnable) sink::success, timeout.toNanos(), TimeUnit.NANOSECONDS);
			sink.onDispose(() -> elapsed.cancel(false));
		});
	}

	/**
	 * Nobody waits for the response any more. The observer makes one record of the whole
	 * call.
	 */
	void cancelled() {
		if (this.watch == null && isSent() && logger.isInfoEnabled()) {
			logger.info("Cancelled after it was sent, outcome UNKNOWN: " + this.request.method() + ' '
					+ this.request.url().getRawPath());
		}
	}

	/**
	 * Name what went wrong.
	 * @param cause anything that the exchange failed with
	 * @return the only kind of error that leaves the filter
	 */
	WechatPayHkException toException(Throwable cause) {
		if (cause instanceof WechatPayHkException known) {
			return known;
		}
		if (cause instanceof WebClientRequestException && cause.getCause() != null) {
			return toException(cause.getCause());
		}
		if (!isSent() && isLocal(cause)) {
			return WechatPayHkTransportException
				.local("No connection to '" + this.request.url().getHost() + "': " + obstacle(cause), cause);
		}
		// other connectors than Reactor Netty take the request before they connect
		if (!isSent() || (this.eventLoop == null && isFailureToConnect(cause))) {
			return new WechatPayHkTransportException(Outcome.NOT_SENT,
					"No connection to '" + this.request.url().getHost() + "': " + obstacle(cause), cause);
		}
		return new WechatPayHkTransportException(Outcome.UNKNOWN, problem(cause), cause);
	}

	/**
	 * What is written for a proxy that has not opened the connection yet is kept back.
	 */
	private boolean isSent() {
		ProxyHandler present = this.proxy;
		return this.sent && (present == null || present.isConnected());
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

	private String problem(Throwable cause) {
		if (cause instanceof TimeoutException) {
			return "No complete response within " + this.limits.responseTimeout();
		}
		if (cause instanceof DataBufferLimitException) {
			return "The response is longer than " + this.limits.maxResponseSize() + " bytes";
		}
		return "The connection broke before the response was complete";
	}

}
