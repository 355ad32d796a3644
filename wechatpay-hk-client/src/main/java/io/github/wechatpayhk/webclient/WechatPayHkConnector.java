package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContentDecompressor;
import io.netty.handler.codec.http.HttpVersion;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.transport.ProxyProvider;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;

/**
 * Connections to WeChat Pay on Reactor Netty, with a pool of their own. It never follows
 * a redirect, and drops idle connections before WeChat Pay does. Reactor Netty's wiretap
 * is switched off: it would write each {@code Authorization} to the log. What is
 * expensive to create, as the TLS context, is created for the first call. Safe for
 * concurrent use; {@link #close()} drops all connections.
 * <p>
 * It is no {@link ClientHttpConnector} itself: a bean of this type is no candidate where
 * the application, or Spring Boot on its behalf, injects one.
 *
 * @since 0.1.0
 */
public final class WechatPayHkConnector implements AutoCloseable {

	private final ConnectionProvider calls;

	private final ConnectionProvider newConnections;

	private final ConnectionProvider downloads;

	private final Lazy<ClientHttpConnector> callConnector;

	private final Lazy<ClientHttpConnector> newConnectionConnector;

	private final Lazy<ClientHttpConnector> downloadConnector;

	private WechatPayHkConnector(ConnectionSettings settings, UnaryOperator<HttpClient> customizer) {
		this.calls = pool("wechatpay-hk", settings).build();
		this.newConnections = pool("wechatpay-hk-new", settings).evictionPredicate((connection, use) -> true).build();
		this.downloads = pool("wechatpay-hk-certificates", settings).build();
		this.callConnector = new Lazy<>(() -> connector(this.calls, settings, customizer));
		this.newConnectionConnector = new Lazy<>(() -> connector(this.newConnections, settings, customizer));
		this.downloadConnector = new Lazy<>(() -> connector(this.downloads, settings, customizer));
	}

	/**
	 * Create a connector.
	 * @param settings its settings
	 * @return the connector
	 */
	public static WechatPayHkConnector create(ConnectionSettings settings) {
		return create(settings, UnaryOperator.identity());
	}

	/**
	 * Create a connector from a customized client, for instance with TLS trust of its
	 * own.
	 * @param settings its settings
	 * @param customizer adds to the client, when it is first needed; redirects and the
	 * wiretap stay off whatever it does
	 * @return the connector
	 */
	public static WechatPayHkConnector create(ConnectionSettings settings, UnaryOperator<HttpClient> customizer) {
		return new WechatPayHkConnector(settings, customizer);
	}

	/**
	 * Make what the first call would else wait for: loads the classes of Netty and TLS,
	 * and starts the event loops. Connects nowhere.
	 * @return completes when calls can be made without delay, or fails with what the
	 * first call would fail with
	 */
	public Mono<Void> warmUp() {
		return this.callConnector.get()
			.publishOn(Schedulers.boundedElastic())
			.doOnNext((connector) -> exchangeInMemory())
			.then();
	}

	/**
	 * Write a request and read a response without a connection: loads the buffers and the
	 * codec of HTTP.
	 */
	private static void exchangeInMemory() {
		EmbeddedChannel channel = new EmbeddedChannel(new HttpClientCodec(), new HttpContentDecompressor(0));
		ByteBuf body = channel.alloc().buffer().writeBytes(new byte[] { '{', '}' });
		channel.writeOutbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1,
				io.netty.handler.codec.http.HttpMethod.POST, "/", body));
		channel.writeInbound(Unpooled.copiedBuffer("HTTP/1.1 204 No Content\r\n\r\n", StandardCharsets.US_ASCII));
		channel.finishAndReleaseAll();
	}

	private static ConnectionProvider.Builder pool(String name, ConnectionSettings settings) {
		return ConnectionProvider.builder(name)
			.maxConnections(settings.maxConnections())
			.pendingAcquireMaxCount(settings.maxPendingAcquires())
			.pendingAcquireTimeout(settings.pendingAcquireTimeout())
			.maxIdleTime(settings.maxIdleTime());
	}

	private static ClientHttpConnector connector(ConnectionProvider pool, ConnectionSettings settings,
			UnaryOperator<HttpClient> customizer) {
		HttpClient client = HttpClient.create(pool)
			.compress(true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connectTimeout().toMillis()))
			.secure((ssl) -> ssl.sslContext(reactor.netty.tcp.SslProvider.defaultClientProvider().getSslContext())
				.handshakeTimeout(settings.connectTimeout()));
		ConnectionSettings.HttpProxy proxy = settings.proxy();
		if (proxy != null) {
			client = client.proxy((spec) -> configure(spec, proxy, settings.connectTimeout()));
		}
		// a request is written once: the next attempt is signed anew
		client = customizer.apply(client).disableRetry(true).followRedirect(false).wiretap(false);
		client = client
			.resolver(BoundedNameResolution.of(client.configuration().resolver(), settings.connectTimeout()));
		// here it may block; the thread of the first exchange may not
		client.warmup().block();
		return new ReactorClientHttpConnector(client);
	}

	private static void configure(ProxyProvider.TypeSpec spec, ConnectionSettings.HttpProxy proxy, Duration timeout) {
		ProxyProvider.Builder builder = spec.type(ProxyProvider.Proxy.HTTP)
			.host(proxy.host())
			.port(proxy.port())
			.connectTimeoutMillis(timeout.toMillis());
		String password = proxy.password();
		if (proxy.username() != null && password != null) {
			builder.username(proxy.username()).password((username) -> password);
		}
	}

	/**
	 * Return the connector for calls, for a {@code WebClient} that is built by hand.
	 * @return the connector
	 */
	public ClientHttpConnector forCalls() {
		return new ForCalls();
	}

	/**
	 * Return a connector whose connections are its own. When the certificates change, all
	 * calls wait for their download: it must not wait in line behind those calls.
	 */
	private ClientHttpConnector forDownloads() {
		return (method, uri, requestCallback) -> connect(this.downloadConnector, method, uri, requestCallback);
	}

	/**
	 * Return the connector that downloads beside calls.
	 * @param connector the connector for calls
	 * @return one with connections apart from theirs, or the same where it has none
	 */
	static ClientHttpConnector forDownloads(ClientHttpConnector connector) {
		return (connector instanceof ForCalls own) ? own.forDownloads() : connector;
	}

	private static Mono<ClientHttpResponse> connect(Lazy<ClientHttpConnector> lazy, HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return lazy.get().flatMap((connector) -> connector.connect(method, uri, requestCallback));
	}

	/**
	 * Drop all connections, without waiting for it.
	 */
	@Override
	public void close() {
		this.calls.dispose();
		this.newConnections.dispose();
		this.downloads.dispose();
	}

	private final class ForCalls implements ClientHttpConnector {

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
			return Mono
				.deferContextual((context) -> WechatPayHkConnector.connect(ExchangeWatch.needsNewConnection(context)
						? WechatPayHkConnector.this.newConnectionConnector : WechatPayHkConnector.this.callConnector,
						method, uri, requestCallback));
		}

		private ClientHttpConnector forDownloads() {
			return WechatPayHkConnector.this.forDownloads();
		}

	}

}
