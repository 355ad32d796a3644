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
		ProbeAnswer answer = ProbeAnswer.of(204).signed();
		return Stream.of(
				Probe.of("Signed 204 over TLS", answer, Ending.completes())
					.gateway(() -> start("trusted", answer))
					.with((setup) -> setup.httpClient = WireTls::trusting),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> start("wrong-host", answer))
					.with((setup) -> setup.httpClient = WireTls::trusting)
					.variant("certificate for another host"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> start("expired", answer))
					.with((setup) -> setup.httpClient = WireTls::trusting)
					.variant("expired certificate"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> start("self-signed", answer))
					.with((setup) -> setup.httpClient = WireTls::trusting)
					.variant("self-signed certificate"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> start("trusted", answer))
					.variant("authority that the system does not trust"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> plain(TlsProbes::answerInTls10))
					.variant("TLS 1.0"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> plain((gateway, connection) -> gateway.serve(connection, answer)))
					.with((setup) -> setup.connectTimeout = Duration.ofMillis(500))
					.variant("no TLS at all"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> plain(TlsProbes::keepSilent))
					.with((setup) -> setup.connectTimeout = Duration.ofMillis(500))
					.variant("no answer in time"),
				Probe.of(title, answer, Ending.notConnected())
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

	private static void answerInTls10(ProbeGateway gateway, Socket connection) throws IOException {
		if (connection.getInputStream().read() != -1) {
			connection.getOutputStream().write(SERVER_HELLO_1_0);
		}
		keepSilent(gateway, connection);
	}

	private static void keepSilent(ProbeGateway gateway, Socket connection) throws IOException {
		connection.getInputStream().transferTo(OutputStream.nullOutputStream());
	}

}
