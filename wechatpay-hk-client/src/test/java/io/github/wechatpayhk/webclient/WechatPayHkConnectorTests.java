package io.github.wechatpayhk.webclient;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.webclient.ConnectionSettings.HttpProxy;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireRequest;
import io.netty.handler.codec.quic.Quic;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.tcp.SslProvider;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

class WechatPayHkConnectorTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private final AtomicInteger made = new AtomicInteger();

	private HttpClient count(HttpClient client) {
		this.made.incrementAndGet();
		return client;
	}

	private HttpClient failOnce(HttpClient client) {
		if (this.made.getAndIncrement() == 0) {
			throw new IllegalStateException("no TLS today");
		}
		return client;
	}

	private static ConnectionSettings through(HttpProxy proxy) {
		ConnectionSettings defaults = ConnectionSettings.defaults();
		return new ConnectionSettings(defaults.connectTimeout(), defaults.maxConnections(),
				defaults.maxPendingAcquires(), defaults.pendingAcquireTimeout(), defaults.maxIdleTime(), proxy);
	}

	private static Mono<Integer> call(WechatPayHkConnector connector, WechatPayHkSimulator simulator) {
		return connector.forCalls()
			.connect(HttpMethod.GET, simulator.baseUrl(), ClientHttpRequest::setComplete)
			.flatMap(WechatPayHkConnectorTests::status);
	}

	private static Mono<Integer> status(ClientHttpResponse response) {
		return response.getBody().doOnNext(DataBufferUtils::release).then(Mono.just(response.getStatusCode().value()));
	}

	@Test
	void isMadeOnceForTheFirstCalls() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
						this::count)) {
			assertThat(this.made).hasValue(0);

			StepVerifier.create(Flux.range(0, 20).flatMap((call) -> call(connector, simulator), 20))
				.expectNextCount(20)
				.expectComplete()
				.verify(LONG_ENOUGH);

			assertThat(this.made).hasValue(1);
		}
	}

	@Test
	void warmUpMakesItAndConnectsNowhere() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
						this::count)) {
			StepVerifier.create(connector.warmUp()).expectComplete().verify(LONG_ENOUGH);
			assertThat(this.made).hasValue(1);
			assertThat(simulator.requests().total()).isZero();

			StepVerifier.create(call(connector, simulator)).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
			assertThat(this.made).hasValue(1);
		}
	}

	@Test
	void goesThroughTheProxyWithItsCredentials() {
		try (WireGateway proxy = WireGateway.start((request) -> WireResponse.unsigned(407, "").thenClose());
				WechatPayHkConnector connector = WechatPayHkConnector
					.create(through(new HttpProxy("127.0.0.1", proxy.baseUrl().getPort(), "till", "secret")))) {
			StepVerifier
				.create(connector.forCalls()
					.connect(HttpMethod.GET, WireGateway.deserted(), ClientHttpRequest::setComplete))
				.expectError()
				.verify(LONG_ENOUGH);

			WireRequest request = proxy.request();
			assertThat(request.method()).isEqualTo("CONNECT");
			assertThat(request.target()).isEqualTo("127.0.0.1:1");
			assertThat(request.header("Proxy-Authorization")).isEqualTo(
					"Basic " + Base64.getEncoder().encodeToString("till:secret".getBytes(StandardCharsets.UTF_8)));
		}
	}

	@Test
	void dropsItsConnectionsWhenItIsClosed() throws InterruptedException {
		CountDownLatch dropped = new CountDownLatch(2);
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.doOnConnection((connection) -> connection.onDispose(dropped::countDown))
			.handle((request, response) -> response.send())
			.bindNow();
		URI url = URI.create("http://127.0.0.1:" + server.port() + '/');
		WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults());
		StepVerifier
			.create(Flux.just(connector.forCalls(), WechatPayHkConnector.forDownloads(connector.forCalls()))
				.concatMap((one) -> one.connect(HttpMethod.GET, url, ClientHttpRequest::setComplete)
					.flatMap(WechatPayHkConnectorTests::status)))
			.expectNext(200, 200)
			.expectComplete()
			.verify(LONG_ENOUGH);
		assertThat(dropped.getCount()).isEqualTo(2);

		connector.close();

		assertThat(dropped.await(30, TimeUnit.SECONDS)).isTrue();
		server.disposeNow();
	}

	/**
	 * The client does without the native libraries of HTTP/3, which Reactor Netty brings.
	 */
	@Test
	void callsOverHttp2WhereHttp3IsNotAvailable() {
		assertThat(Quic.isAvailable()).isFalse();
		SimulatedMerchant keys = simulatedMerchant();
		SslProvider.GenericSslContextSpec<?> serverTls = Http2SslContextSpec.forServer(keys.privateKey(),
				certificate(keys));
		SslProvider.GenericSslContextSpec<?> clientTls = Http2SslContextSpec.forClient()
			.configure((context) -> context.trustManager(InsecureTrustManagerFactory.INSTANCE));
		DisposableServer server = HttpServer.create()
			.host("127.0.0.1")
			.port(0)
			.protocol(HttpProtocol.H2)
			.secure((ssl) -> ssl.sslContext(serverTls))
			.handle((request, response) -> response.status("HTTP/2.0".equals(request.protocol()) ? 200 : 505).send())
			.bindNow();
		try (WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
				(client) -> client.protocol(HttpProtocol.H2).secure((ssl) -> ssl.sslContext(clientTls)))) {
			StepVerifier
				.create(connector.forCalls()
					.connect(HttpMethod.GET, URI.create("https://127.0.0.1:" + server.port() + '/'),
							ClientHttpRequest::setComplete)
					.flatMap(WechatPayHkConnectorTests::status))
				.expectNext(200)
				.expectComplete()
				.verify(LONG_ENOUGH);
		}
		finally {
			server.disposeNow();
		}
	}

	private static SimulatedMerchant simulatedMerchant() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start()) {
			return simulator.merchant();
		}
	}

	private static X509Certificate certificate(SimulatedMerchant keys) {
		try {
			return (X509Certificate) CertificateFactory.getInstance("X.509")
				.generateCertificate(
						new ByteArrayInputStream(keys.certificatePem().getBytes(StandardCharsets.US_ASCII)));
		}
		catch (CertificateException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void isTriedAgainAfterItCouldNotBeMade() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start();
				WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
						this::failOnce)) {
			StepVerifier.create(connector.warmUp()).expectErrorMessage("no TLS today").verify(LONG_ENOUGH);

			StepVerifier.create(call(connector, simulator)).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
		}
	}

}
