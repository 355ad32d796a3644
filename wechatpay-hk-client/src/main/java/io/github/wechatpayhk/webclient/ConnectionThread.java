package io.github.wechatpayhk.webclient;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;

/**
 * The one thread that moves the bytes of an exchange, once it has its connection. A
 * caller that cancels the exchange from another thread could do so while that thread
 * hands the connection to the next exchange, which would then lose it in the middle of a
 * request.
 */
final class ConnectionThread implements Executor {

	private volatile @Nullable EventLoop eventLoop;

	/**
	 * The exchange has its connection.
	 * @param request the request that is about to be written to it
	 */
	void enter(ClientHttpRequest request) {
		this.eventLoop = of(request);
	}

	/**
	 * Find the thread that writes a request.
	 * @param request the request
	 * @return the thread, or {@code null} if the request travels by other means than
	 * Reactor Netty
	 */
	static @Nullable EventLoop of(ClientHttpRequest request) {
		return (request.getNativeRequest() instanceof Connection connection) ? connection.channel().eventLoop() : null;
	}

	/**
	 * Run a task on the thread, or at once while there is none.
	 * @param task the task
	 */
	@Override
	public void execute(Runnable task) {
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

}
