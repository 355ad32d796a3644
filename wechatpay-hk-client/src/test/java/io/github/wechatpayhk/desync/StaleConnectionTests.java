package io.github.wechatpayhk.desync;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.resilience.ResilientCalls;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections of the pool that are broken without a sign of it: each is reset with the
 * next byte.
 */
class StaleConnectionTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private final WechatPayHkConnector connector = WechatPayHkConnector.create(new ConnectionSettings(
			Duration.ofSeconds(20), 64, -1, Duration.ofSeconds(20), Duration.ofSeconds(60), null));

	@AfterEach
	void close() {
		this.connector.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 4, 12 })
	void retryOpensANewConnection(int stale) throws IOException {
		try (Gateway gateway = new Gateway(stale)) {
			ReverseOrderService attempt = attempt(gateway);
			StepVerifier.create(Flux.range(0, stale).flatMap((i) -> attempt.reverse("K" + i), stale))
				.expectComplete()
				.verify(LONG_ENOUGH);

			StepVerifier.create(ResilientCalls.builder(WireKeys.MCHID).build().decorate(attempt).reverse("LAST"))
				.expectComplete()
				.verify(LONG_ENOUGH);
			assertThat(gateway.requests).hasValue(stale + 2);
		}
	}

	@Test
	void lowerLayerRepeatsNothing() throws IOException {
		try (Gateway gateway = new Gateway(1)) {
			ReverseOrderService attempt = attempt(gateway);
			StepVerifier.create(attempt.reverse("FIRST")).expectComplete().verify(LONG_ENOUGH);

			StepVerifier.create(attempt.reverse("SECOND"))
				.expectErrorSatisfies(
						(error) -> assertThat(((WechatPayHkException) error).outcome()).isEqualTo(Outcome.UNKNOWN))
				.verify(LONG_ENOUGH);
			assertThat(gateway.connections).hasValue(1);
		}
	}

	private ReverseOrderService attempt(Gateway gateway) {
		return ReverseOrderService.create(WechatPayHkClient
			.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
			.baseUrl(gateway.baseUrl())
			.connector(this.connector)
			.build());
	}

	/**
	 * Responds to one request on each of the first connections, once all of them are
	 * there, and resets each with the next byte.
	 */
	private static final class Gateway implements AutoCloseable {

		private final ServerSocket server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());

		private final AtomicInteger connections = new AtomicInteger();

		private final AtomicInteger requests = new AtomicInteger();

		private final CountDownLatch all;

		private final int stale;

		Gateway(int stale) throws IOException {
			this.stale = stale;
			this.all = new CountDownLatch(stale);
			daemon(this::accept);
		}

		private static void daemon(Runnable task) {
			Thread thread = new Thread(task, "stale-gateway");
			thread.setDaemon(true);
			thread.start();
		}

		URI baseUrl() {
			return URI.create("http://127.0.0.1:" + this.server.getLocalPort() + "/hk/");
		}

		private void accept() {
			while (!this.server.isClosed()) {
				try {
					Socket socket = this.server.accept();
					boolean isStale = this.connections.incrementAndGet() <= this.stale;
					daemon(() -> serve(socket, isStale));
				}
				catch (IOException ex) {
					return;
				}
			}
		}

		private void serve(Socket socket, boolean isStale) {
			try (socket) {
				InputStream in = new BufferedInputStream(socket.getInputStream());
				while (WireRequest.read(in) != null) {
					this.requests.incrementAndGet();
					if (isStale) {
						this.all.countDown();
						this.all.await();
					}
					socket.getOutputStream().write(WireResponse.signed(204, "").bytes());
					if (isStale && in.read() != -1) {
						this.requests.incrementAndGet();
						socket.setSoLinger(true, 0);
						return;
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void close() throws IOException {
			this.server.close();
		}

	}

}
