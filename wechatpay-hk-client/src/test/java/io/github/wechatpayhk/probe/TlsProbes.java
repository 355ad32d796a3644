package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HexFormat;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import reactor.netty.http.client.HttpClient;

/**
 * Servers that cannot prove who they are.
 */
final class TlsProbes {

	private static final char[] PASSWORD = "changeit".toCharArray();

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
					.with((setup) -> setup.httpClient = TlsProbes::trusting),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> start("wrong-host", answer))
					.with((setup) -> setup.httpClient = TlsProbes::trusting)
					.variant("certificate for another host"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> start("expired", answer))
					.with((setup) -> setup.httpClient = TlsProbes::trusting)
					.variant("expired certificate"),
				Probe.of(title, answer, Ending.notConnected())
					.gateway(() -> start("self-signed", answer))
					.with((setup) -> setup.httpClient = TlsProbes::trusting)
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
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(only(alias), PASSWORD);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return ProbeGateway.start(
					context.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress()),
					"https", (gateway, connection) -> gateway.serve(connection, conduct));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static KeyStore only(String alias) throws IOException, GeneralSecurityException {
		KeyStore all = load();
		KeyStore one = KeyStore.getInstance("PKCS12");
		one.load(null, null);
		one.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
		return one;
	}

	private static KeyStore load() throws IOException, GeneralSecurityException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream stream = TlsProbes.class.getResourceAsStream("/tls/tls.p12")) {
			store.load(stream, PASSWORD);
		}
		return store;
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

	private static HttpClient trusting(HttpClient client) {
		try {
			X509Certificate authority = (X509Certificate) load().getCertificate("authority");
			SslContext context = SslContextBuilder.forClient().trustManager(authority).build();
			return client.secure((ssl) -> ssl.sslContext(context));
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
