package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.netty.resolver.DefaultAddressResolverGroup;
import reactor.core.publisher.Mono;

/**
 * Connections that break, or never stand.
 */
final class ConnectionProbes {

	private static final Duration SHORT = Duration.ofMillis(500);

	private ConnectionProbes() {
	}

	static Stream<Probe> all() {
		return Stream.concat(broken(), notConnected());
	}

	private static Stream<Probe> broken() {
		return Stream.of(
				Probe.of("Connection reset before the request was read", ProbeResponse.of(204), Ending.broken())
					.gateway(() -> gateway(ConnectionProbes::resetUnread)),
				Probe.of("Connection reset after the request was read", (request, connection) -> reset(connection),
						Ending.broken()),
				Probe.of("Connection closed without a response", (request, connection) -> connection.close(),
						Ending.broken()),
				Probe.of("No response in time", ConnectionProbes::waitForTheEnd, Ending.broken())
					.with((setup) -> setup.responseTimeout = SHORT));
	}

	private static ProbeGateway gateway(ProbeGateway.Service service) {
		try {
			return ProbeGateway.start(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), "http", service);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void resetUnread(ProbeGateway gateway, Socket connection) throws IOException {
		InputStream in = connection.getInputStream();
		if (in.read() != -1) {
			reset(connection);
		}
	}

	private static void reset(Socket connection) throws IOException {
		connection.setSoLinger(true, 0);
		connection.close();
	}

	private static void waitForTheEnd(ProbeRequest request, Socket connection) throws IOException {
		connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
	}

	private static Stream<Probe> notConnected() {
		ProbeResponse response = ProbeResponse.of(204).signed();
		return Stream.of(
				Probe.of("Connection refused", response, Ending.notConnected())
					.with((setup) -> setup.baseUrl = closedPort()),
				Probe.of("Host unknown", response, Ending.notConnected()).with(ConnectionProbes::unknownHost),
				Probe.of("No connection in time", response, Ending.notConnected())
					.gateway(DeafServer::start)
					.with((setup) -> setup.connectTimeout = SHORT),
				Probe
					.of("No free connection of the pool in time", ConnectionProbes::waitForTheEnd,
							Ending.notConnected())
					.with(ConnectionProbes::poolOfOne)
					.calling(ConnectionProbes::twoAtATime),
				Probe.of("The HTTP proxy refuses", response, Ending.notConnected())
					.gateway(() -> ProbeGateway.start(ProbeResponse.of(407)))
					.with(ConnectionProbes::throughTheGateway));
	}

	private static URI closedPort() {
		// reserved: a free port could be somebody else's by the time that it is called
		return URI.create("http://localhost:1/hk/");
	}

	private static void unknownHost(ProbeSetup setup) {
		setup.baseUrl = URI.create("https://api.wechatpay.invalid/hk/");
		setup.httpClient = (client) -> client.resolver(DefaultAddressResolverGroup.INSTANCE);
	}

	private static void poolOfOne(ProbeSetup setup) {
		setup.maxConnections = 1;
		setup.pendingAcquireTimeout = SHORT;
	}

	private static Mono<Void> twoAtATime(ReverseOrderService service) {
		return Mono.firstWithSignal(service.reverse(Probe.ORDER), service.reverse(Probe.ORDER));
	}

	private static void throughTheGateway(ProbeSetup setup) {
		setup.proxy = new ConnectionSettings.HttpProxy("localhost", setup.baseUrl.getPort(), null, null);
		setup.baseUrl = URI.create("https://api.wechatpay.invalid/hk/");
	}

}
