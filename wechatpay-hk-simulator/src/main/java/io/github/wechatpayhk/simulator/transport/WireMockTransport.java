package io.github.wechatpayhk.simulator.transport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.common.FatalStartupException;
import com.github.tomakehurst.wiremock.common.Slf4jNotifier;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.StubLifecycleListener;
import com.github.tomakehurst.wiremock.http.client.ApacheHttpClientFactory;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawRequest;
import org.jspecify.annotations.Nullable;

/**
 * The transport over sockets: a WireMock server on the loopback interface whose last stub
 * hands everything to the gateway.
 *
 * @since 0.1.0
 */
public final class WireMockTransport implements AutoCloseable {

	static final Duration FOREVER = Duration.ofDays(1);

	private static final int LAST = Integer.MAX_VALUE;

	private static final int THREADS = 24;

	private final WireMockServer server;

	private WireMockTransport(WireMockServer server) {
		this.server = server;
	}

	/**
	 * Open the transport.
	 * @param gateway what handles requests
	 * @param address the address to listen on
	 * @param port the port, 0 for a free one
	 * @return the open transport
	 * @throws UncheckedIOException if the address and port cannot be listened on
	 */
	public static WireMockTransport open(Function<RawRequest, RawResponse> gateway, String address, int port) {
		UUID catchAll = UUID.randomUUID();
		CatchAll restore = new CatchAll(catchAll);
		WireMockServer server = new WireMockServer(WireMockConfiguration.options()
			.bindAddress(address)
			.port(port)
			.containerThreads(THREADS)
			.asynchronousResponseEnabled(true)
			.asynchronousResponseThreads(8)
			.timeout((int) FOREVER.toMillis())
			.disableRequestJournal()
			.gzipDisabled(true)
			.templatingEnabled(false)
			.http2PlainDisabled(true)
			.stubRequestLoggingDisabled(true)
			.useChunkedTransferEncoding(Options.ChunkedEncodingPolicy.NEVER)
			.notifier(new Slf4jNotifier(false))
			.httpServerFactory(NoAdminServer::new)
			.httpClientFactory((options, isAllTrusted, hosts, isSystemUsed) -> new LazyHttpClient(
					() -> new ApacheHttpClientFactory().buildHttpClient(options, isAllTrusted, hosts, isSystemUsed)))
			.mappingSource(new NoMappings())
			.extensions(new GatewayTransformer(gateway), restore));
		restore.server = server;
		restore.afterStubsReset();
		try {
			server.start();
		}
		catch (FatalStartupException ex) {
			IOException cause = new IOException(root(ex).getMessage(), ex);
			throw new UncheckedIOException("The simulator cannot listen on " + address + ":" + port + " ("
					+ cause.getMessage() + ") and was not started; free that port, or choose another one", cause);
		}
		return new WireMockTransport(server);
	}

	private static Throwable root(Throwable failure) {
		Throwable cause = failure.getCause();
		return (cause != null) ? root(cause) : failure;
	}

	/**
	 * Return the server, for stubs of one's own: they go before the gateway.
	 * @return the WireMock server
	 */
	public WireMockServer server() {
		return this.server;
	}

	/**
	 * Return the port on which the server listens.
	 * @return the port
	 */
	public int port() {
		return this.server.port();
	}

	@Override
	public void close() {
		this.server.stop();
	}

	/**
	 * Puts the last stub back when somebody resets the server.
	 */
	private static final class CatchAll implements StubLifecycleListener {

		private final UUID id;

		private @Nullable WireMockServer server;

		CatchAll(UUID id) {
			this.id = id;
		}

		@Override
		public String getName() {
			return "wechatpay-hk-catch-all";
		}

		@Override
		public void afterStubsReset() {
			WireMockServer target = this.server;
			if (target != null) {
				StubMapping stub = WireMock.any(WireMock.anyUrl())
					.withId(this.id)
					.atPriority(LAST)
					.willReturn(WireMock.aResponse().withTransformers(GatewayTransformer.NAME))
					.build();
				target.addStubMapping(stub);
			}
		}

	}

}
