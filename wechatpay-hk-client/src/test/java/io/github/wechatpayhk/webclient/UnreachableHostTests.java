package io.github.wechatpayhk.webclient;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.ConnectionSettings.HttpProxy;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireResponse;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.dns.DnsAddressResolverGroup;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.SingletonDnsServerAddressStreamProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stands in the way of a connection is named.
 */
class UnreachableHostTests {

	@Test
	void proxyThatRefuses() {
		try (WireGateway proxy = WireGateway.start((request) -> WireResponse.unsigned(407, "").thenClose())) {
			assertNotSent(proxy(proxy.baseUrl().getPort()),
					"the proxy 127.0.0.1:" + proxy.baseUrl().getPort() + " refused it with status 407;");
		}
	}

	@Test
	void proxyThatDropsTheConnection() {
		try (WireGateway proxy = WireGateway.start((request) -> WireResponse.none())) {
			assertNotSent(proxy(proxy.baseUrl().getPort()),
					"the proxy 127.0.0.1:" + proxy.baseUrl().getPort() + " did not open it: disconnected;");
		}
	}

	@Test
	void proxyThatIsSilent() throws IOException {
		try (ServerSocket proxy = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
			assertNotSent(proxy(proxy.getLocalPort()),
					"the proxy 127.0.0.1:" + proxy.getLocalPort() + " did not open it: timeout;");
		}
	}

	@Test
	void nameServerThatIsSilent() throws IOException {
		try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
			DnsNameResolverBuilder names = new DnsNameResolverBuilder().datagramChannelType(NioDatagramChannel.class)
				.queryTimeoutMillis(600_000)
				.nameServerProvider(new SingletonDnsServerAddressStreamProvider(
						(InetSocketAddress) silent.getLocalSocketAddress()));
			call(null,
					(client) -> client.runOn(LoopResources.create("names"), false)
						.resolver(new DnsAddressResolverGroup(names)),
					(error) -> assertThat(error)
						.hasMessageContaining("No connection to 'pay.example.org': the name resolution timed out;"));
		}
	}

	private static HttpProxy proxy(int port) {
		return new HttpProxy("127.0.0.1", port, null, null);
	}

	private static void assertNotSent(HttpProxy proxy, String obstacle) {
		call(proxy, UnaryOperator.identity(),
				(error) -> assertThat(error).hasMessageContaining("No connection to 'pay.example.org': " + obstacle));
	}

	private static void call(@Nullable HttpProxy proxy, UnaryOperator<HttpClient> customizer,
			Consumer<Throwable> assertions) {
		ConnectionSettings settings = new ConnectionSettings(Duration.ofSeconds(1), 4, -1, Duration.ofSeconds(60),
				Duration.ofSeconds(7), proxy);
		try (WechatPayHkConnector connector = WechatPayHkConnector.create(settings, customizer)) {
			ReverseOrderService service = ReverseOrderService.create(WechatPayHkClient
				.builder(MerchantIds.direct(WireKeys.MCHID), WireKeys.credential(), WireKeys.platformKeys())
				.baseUrl(URI.create("https://pay.example.org/hk/"))
				.connector(connector)
				.build());

			StepVerifier.create(service.reverse("1")).expectErrorSatisfies((error) -> {
				assertThat(error).isInstanceOfSatisfying(WechatPayHkTransportException.class,
						(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
				assertions.accept(error);
			}).verify(Duration.ofSeconds(60));
		}
	}

}
