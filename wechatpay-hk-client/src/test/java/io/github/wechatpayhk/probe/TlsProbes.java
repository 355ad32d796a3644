package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;

import io.github.wechatpayhk.wire.WireTls;

/**
 * Servers that cannot prove who they are.
 */
final class TlsProbes {

	/**
	 * A complete TLS 1.0 {@code ServerHello}. No JDK is willing to write one any more.
	 */
	private static final byte[] SERVER_HELLO_1_0 = HexFormat.of()
		.parseHex("160301002a" + "02000026" + "0301" + "5a".repeat(32) + "00" + "002f" + "00");

	private TlsProbes() {
	}

	static Stream<Probe> all() {
		String title = "TLS handshake failed";
		ProbeResponse response = ProbeResponse.of(204).signed();
		return Stream.of(
				Probe.of("Signed 204 over TLS", response, Ending.completes())
					.gateway(() -> start("trusted", response))
					.with((setup) -> setup.httpClient = WireTls::trusting),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> start("wrong-host", response))
					.with((setup) -> setup.httpClient = WireTls::trusting)
					.variant("certificate for another host"),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> start("expired", response))
					.with((setup) -> setup.httpClient = WireTls::trusting)
					.variant("expired certificate"),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> start("self-signed", response))
					.with((setup) -> setup.httpClient = WireTls::trusting)
					.variant("self-signed certificate"),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> start("trusted", response))
					.variant("authority that the system does not trust"),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> plain(TlsProbes::responseInTls10))
					.variant("TLS 1.0"),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> plain((gateway, connection) -> gateway.serve(connection, response)))
					.with((setup) -> setup.connectTimeout = Duration.ofMillis(500))
					.variant("no TLS at all"),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> plain(TlsProbes::keepSilent))
					.with((setup) -> setup.connectTimeout = Duration.ofMillis(500))
					.variant("no response in time"),
				Probe.of(title, response, Ending.notConnected())
					.gateway(() -> plain((gateway, connection) -> connection.close()))
					.variant("connection closed"));
	}

	private static ProbeGateway start(String alias, Conduct conduct) {
		return ProbeGateway.start(WireTls.serverSocket(alias), "https",
				(gateway, connection) -> gateway.serve(connection, conduct));
	}

	private static ProbeGateway plain(ProbeGateway.Service service) {
		try {
			return ProbeGateway.start(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), "https", service);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void responseInTls10(ProbeGateway gateway, Socket connection) throws IOException {
		if (connection.getInputStream().read() != -1) {
			connection.getOutputStream().write(SERVER_HELLO_1_0);
		}
		keepSilent(gateway, connection);
	}

	private static void keepSilent(ProbeGateway gateway, Socket connection) throws IOException {
		connection.getInputStream().transferTo(OutputStream.nullOutputStream());
	}

}
