package io.github.wechatpayhk.benchmarks.gateway;

import java.lang.management.ManagementFactory;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import com.sun.management.OperatingSystemMXBean;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.MerchantKeys;
import io.github.wechatpayhk.benchmarks.gateway.PlatformSigner.SignedResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Responds to every POST with a signed 204, after reading its body. Below {@code /plain/}
 * no signature is expected; of the other requests each n-th is checked, and a wrong one
 * is counted and rejected with 401.
 */
public final class Gateway implements AutoCloseable {

	private static final byte[] EMPTY = {};

	private final LongAdder requests = new LongAdder();

	private final LongAdder checked = new LongAdder();

	private final LongAdder failures = new LongAdder();

	private final AtomicInteger sample = new AtomicInteger();

	private final AtomicInteger forgeries = new AtomicInteger();

	private final PlatformSigner signer;

	private final RequestCheck check;

	private final Settings settings;

	private final DisposableServer server;

	private Gateway(BenchmarkKeys keys, MerchantKeys merchants, Settings settings) {
		PrivateKey platformKey = keys.platform().getPrivate();
		this.signer = new PlatformSigner(platformKey);
		this.check = new RequestCheck(keys.merchant().getPublic(), merchants);
		this.settings = settings;
		HttpServer http = HttpServer.create().host("127.0.0.1").port(settings.port()).handle(this::handle);
		SslContext tls = settings.tls();
		if (tls != null) {
			http = http.secure((spec) -> spec.sslContext(tls)).protocol(HttpProtocol.HTTP11, HttpProtocol.H2);
		}
		this.server = http.bindNow(Duration.ofSeconds(10));
	}

	/**
	 * Start a gateway on the loopback address.
	 * @param keys verify requests and sign responses
	 * @param settings its settings
	 * @return the running gateway
	 */
	public static Gateway start(BenchmarkKeys keys, Settings settings) {
		return start(keys, MerchantKeys.none(), settings);
	}

	/**
	 * Start a gateway that knows more than one merchant.
	 * @param keys verify requests of the one merchant and sign responses
	 * @param merchants verify requests of the others
	 * @param settings its settings
	 * @return the running gateway
	 */
	public static Gateway start(BenchmarkKeys keys, MerchantKeys merchants, Settings settings) {
		return new Gateway(keys, merchants, settings);
	}

	/**
	 * Return the port that it listens on.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	/**
	 * Return what it has seen.
	 * @return the statistics
	 */
	public GatewayStatistics statistics() {
		long cpuNanos = (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system)
				? system.getProcessCpuTime() : -1;
		return new GatewayStatistics(this.requests.sum(), this.checked.sum(), this.failures.sum(), cpuNanos);
	}

	/**
	 * Sign wrongly for a while.
	 * @param responses how many of the next responses are forged
	 */
	public void forge(int responses) {
		this.forgeries.set(responses);
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		if (request.method().equals(HttpMethod.POST) && !request.uri().startsWith("/admin/")) {
			return request.receive()
				.aggregate()
				.asByteArray()
				.defaultIfEmpty(EMPTY)
				.flatMap((body) -> response(request, response, body));
		}
		if (request.uri().startsWith("/admin/forge/")) {
			forge(Integer.parseInt(request.uri().substring("/admin/forge/".length())));
			return response.sendString(Mono.just("ok"));
		}
		return response.sendString(Mono.just(statistics().format()));
	}

	private Mono<Void> response(HttpServerRequest request, HttpServerResponse response, byte[] body) {
		this.requests.increment();
		if (!request.uri().startsWith("/plain/") && isSampled() && !isSigned(request, body)) {
			this.failures.increment();
			return response.status(401).send();
		}
		SignedResponse reply = this.signer.next();
		if (this.forgeries.get() > 0 && this.forgeries.getAndDecrement() > 0) {
			reply = reply.forged();
		}
		return response.status(204)
			// an empty body needs none, but one of the peers does not do without
			.header("Content-Type", "application/json")
			.header("Request-ID", "08F59F80E60510C301188EA3A3580C20E3A3B2F8")
			.header("Wechatpay-Nonce", reply.nonce())
			.header("Wechatpay-Serial", BenchmarkKeys.PUBLIC_KEY_ID)
			.header("Wechatpay-Signature", reply.signature())
			.header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048")
			.header("Wechatpay-Timestamp", reply.timestamp())
			.send();
	}

	private boolean isSampled() {
		return Integer.remainderUnsigned(this.sample.getAndIncrement(), this.settings.checkEvery()) == 0;
	}

	private boolean isSigned(HttpServerRequest request, byte[] body) {
		this.checked.increment();
		return this.check.isSigned(request.method().name(), request.uri(), body,
				request.requestHeaders().get("Authorization"));
	}

	/**
	 * Wait until the process is ended from outside.
	 */
	public void await() {
		this.server.onDispose().block();
	}

	@Override
	public void close() {
		this.server.disposeNow(Duration.ofSeconds(10));
	}

	/**
	 * Settings of a gateway.
	 *
	 * @param port the port, 0 for any free one
	 * @param checkEvery of how many requests one is checked
	 * @param tls TLS with HTTP/1.1 and HTTP/2, or {@code null} for plain HTTP/1.1
	 */
	public record Settings(int port, int checkEvery, @Nullable SslContext tls) {

		/**
		 * Return settings for plain HTTP on any free port, each 16th request checked.
		 * @return the settings
		 */
		public static Settings plain() {
			return new Settings(0, 16, null);
		}

	}

}
