package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.signature.SignatureListener;
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
 * An exchange is cancelled on the thread of its connection, so that nothing comes between
 * a response and the next exchange.
 */
class ExchangeProgressTests {

	private static final ClientRequest REQUEST = ClientRequest
		.create(HttpMethod.POST, URI.create("https://api.mch.weixin.qq.com/"))
		.build();

	private final ExchangeProgress progress = new ExchangeProgress(REQUEST, ExchangeLimits.defaults(), null,
			SignatureListener.none());

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
		this.progress.connected(requestOn(this.eventLoop));

		assertThat(runningThread()).succeedsWithin(SignedClients.LONG_ENOUGH)
			.satisfies((running) -> assertThat(this.eventLoop.inEventLoop(running)).isTrue());
	}

	@Test
	void runsAtOnceOnTheThreadOfTheConnection() {
		this.progress.connected(requestOn(this.eventLoop));

		assertThat(this.eventLoop.submit(() -> runningThread().isDone()).awaitUninterruptibly().getNow()).isTrue();
	}

	@Test
	void runsAtOnceWhenTheThreadHasEnded() {
		this.progress.connected(requestOn(this.eventLoop));
		this.eventLoop.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly();

		assertThat(runningThread()).isCompletedWithValue(Thread.currentThread());
	}

	private CompletableFuture<Thread> runningThread() {
		CompletableFuture<Thread> running = new CompletableFuture<>();
		this.progress.onConnectionThread(() -> running.complete(Thread.currentThread()));
		return running;
	}

	private static ClientHttpRequest requestOn(DefaultEventLoop eventLoop) {
		LocalChannel channel = new LocalChannel();
		eventLoop.register(channel).awaitUninterruptibly();
		return new ClientHttpRequestDecorator(new RenderedRequest(REQUEST, 0)) {

			@Override
			@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
			public <T> T getNativeRequest() {
				return (T) Connection.from(channel);
			}

		};
	}

}
