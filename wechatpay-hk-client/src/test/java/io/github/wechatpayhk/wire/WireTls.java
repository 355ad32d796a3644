package io.github.wechatpayhk.wire;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import reactor.netty.http.client.HttpClient;

/**
 * Both ends of TLS, by the certificates of the test resources.
 */
public final class WireTls {

	private static final char[] PASSWORD = "changeit".toCharArray();

	private WireTls() {
	}

	/**
	 * Open a server socket.
	 * @param alias names its certificate: {@code trusted}, {@code wrong-host},
	 * {@code expired} or {@code self-signed}
	 * @return the socket, on a free port of the loopback address
	 */
	public static ServerSocket serverSocket(String alias) {
		try {
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(only(alias), PASSWORD);
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context.getServerSocketFactory().createServerSocket(0, 0, InetAddress.getLoopbackAddress());
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Let a client trust the authority of the test resources.
	 * @param client the client
	 * @return a client that trusts
	 */
	public static HttpClient trusting(HttpClient client) {
		try {
			X509Certificate authority = (X509Certificate) load().getCertificate("authority");
			SslContext context = SslContextBuilder.forClient().trustManager(authority).build();
			return client.secure((ssl) -> ssl.sslContext(context));
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
		try (InputStream stream = WireTls.class.getResourceAsStream("/tls/tls.p12")) {
			store.load(stream, PASSWORD);
		}
		return store;
	}

}
