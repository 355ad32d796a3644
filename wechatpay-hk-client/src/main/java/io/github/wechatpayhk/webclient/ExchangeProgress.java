package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignedResponse;
import io.netty.channel.EventLoop;
import io.netty.handler.proxy.ProxyHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * How far one exchange has come, and on which connection: what an error means depends on
 * whether a connection ever stood.
 */
final class ExchangeProgress {

	private static final Log logger = LogFactory.getLog(SignedExchangeFilterFunction.class);

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
		Connection connection = (request.getNativeRequest() instanceof Connection present) ? present : null;
		this.eventLoop = (connection != null) ? connection.channel().eventLoop() : null;
		if (this.watch != null && !this.watch.send()) {
			return false;
		}
		if (connection != null) {
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

	/**
	 * Send the signed request. A caller that cancels the exchange on another thread than
	 * that of the connection could do so while that thread hands the connection to the
	 * next exchange, which would then lose it in the middle of a request.
	 * @param next sends it
	 * @param signed the request
	 * @return the response, whose body is yet to be read
	 */
	Mono<ClientResponse> send(ExchangeFunction next, ClientRequest signed) {
		return next.exchange(signed).cancelOn(Schedulers.fromExecutor(this::onConnectionThread));
	}

	/**
	 * Run a task on the one thread that moves the bytes of the connection, or at once
	 * while there is none.
	 * @param task the task
	 */
	void onConnectionThread(Runnable task) {
		EventLoop thread = this.eventLoop;
		if (thread == null || thread.inEventLoop()) {
			task.run();
			return;
		}
		try {
			thread.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// the thread has ended, and nobody gets its connections any more
			task.run();
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
		return TransportFailure.toException(cause, this.request.url().getHost(), this.limits, isSent(),
				this.eventLoop != null);
	}

	/**
	 * What is written for a proxy that has not opened the connection yet is kept back.
	 */
	private boolean isSent() {
		ProxyHandler present = this.proxy;
		return this.sent && (present == null || present.isConnected());
	}

}
