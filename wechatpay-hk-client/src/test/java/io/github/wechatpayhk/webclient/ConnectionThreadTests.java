package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.local.LocalChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.netty.Connection;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A task runs on the thread of the connection, so that nothing comes between a response
 * and the next exchange.
 */
class ConnectionThreadTests {

	private final ConnectionThread thread = new ConnectionThread();

	private final DefaultEventLoop eventLoop = new DefaultEventLoop();

	@AfterEach
	void stop() {
		this.eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS);
	}

	@Test
	void runsAtOnceWithoutConnection() {
		assertThat(runningThread()).isCompletedWithValue(Thread.currentThread());
	}

	@Test
	void runsOnTheThreadOfTheConnection() {
		this.thread.enter(requestOn(this.eventLoop));

		assertThat(runningThread()).succeedsWithin(SignedClients.LONG_ENOUGH)
			.satisfies((running) -> assertThat(this.eventLoop.inEventLoop(running)).isTrue());
	}

	@Test
	void runsAtOnceOnTheThreadOfTheConnection() {
		this.thread.enter(requestOn(this.eventLoop));

		assertThat(this.eventLoop.submit(() -> runningThread().isDone()).awaitUninterruptibly().getNow()).isTrue();
	}

	@Test
	void runsAtOnceWhenTheThreadHasEnded() {
		this.thread.enter(requestOn(this.eventLoop));
		this.eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();

		assertThat(runningThread()).isCompletedWithValue(Thread.currentThread());
	}

	private CompletableFuture<Thread> runningThread() {
		CompletableFuture<Thread> running = new CompletableFuture<>();
		this.thread.execute(() -> running.complete(Thread.currentThread()));
		return running;
	}

	private static ClientHttpRequest requestOn(DefaultEventLoop eventLoop) {
		LocalChannel channel = new LocalChannel();
		eventLoop.register(channel).awaitUninterruptibly();
		ClientRequest rendered = ClientRequest.create(HttpMethod.POST, URI.create("https://api.mch.weixin.qq.com/"))
			.build();
		return new ClientHttpRequestDecorator(new RenderedRequest(rendered, 0)) {

			@Override
			@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
			public <T> T getNativeRequest() {
				return (T) Connection.from(channel);
			}

		};
	}

}
