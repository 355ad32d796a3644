package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import io.netty.channel.ChannelOption;
import reactor.core.publisher.Mono;
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
 * is switched off: it would write each {@code Authorization} to the log. Safe for
 * concurrent use; {@link #close()} drops the pool.
 *
 * @since 0.1.0
 */
public final class WechatPayHkConnector implements ClientHttpConnector, AutoCloseable {

	private final ConnectionProvider connectionProvider;

	private final ReactorClientHttpConnector delegate;

	private WechatPayHkConnector(ConnectionProvider connectionProvider, HttpClient httpClient) {
		this.connectionProvider = connectionProvider;
		this.delegate = new ReactorClientHttpConnector(httpClient);
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
	 * @param customizer adds to the client; redirects and the wiretap stay off whatever
	 * it does
	 * @return the connector
	 */
	public static WechatPayHkConnector create(ConnectionSettings settings, UnaryOperator<HttpClient> customizer) {
		ConnectionProvider pool = ConnectionProvider.builder("wechatpay-hk")
			.maxConnections(settings.maxConnections())
			.pendingAcquireMaxCount(settings.maxPendingAcquires())
			.pendingAcquireTimeout(settings.pendingAcquireTimeout())
			.maxIdleTime(settings.maxIdleTime())
			.build();
		HttpClient client = HttpClient.create(pool)
			.compress(true)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(settings.connectTimeout().toMillis()))
			.secure((ssl) -> ssl.sslContext(reactor.netty.tcp.SslProvider.defaultClientProvider().getSslContext())
				.handshakeTimeout(settings.connectTimeout()));
		ConnectionSettings.HttpProxy proxy = settings.proxy();
		if (proxy != null) {
			client = client.proxy((spec) -> configure(spec, proxy));
		}
		return new WechatPayHkConnector(pool, customizer.apply(client).followRedirect(false).wiretap(false));
	}

	private static void configure(ProxyProvider.TypeSpec spec, ConnectionSettings.HttpProxy proxy) {
		ProxyProvider.Builder builder = spec.type(ProxyProvider.Proxy.HTTP).host(proxy.host()).port(proxy.port());
		String password = proxy.password();
		if (proxy.username() != null && password != null) {
			builder.username(proxy.username()).password((username) -> password);
		}
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return this.delegate.connect(method, uri, requestCallback);
	}

	/**
	 * Drop the pool of connections, without waiting for it.
	 */
	@Override
	public void close() {
		this.connectionProvider.dispose();
	}

}
