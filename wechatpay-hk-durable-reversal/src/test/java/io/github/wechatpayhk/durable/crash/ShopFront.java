package io.github.wechatpayhk.durable.crash;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;

/**
 * The address to which the simulator sends notifications: hands each of them on as one
 * word, and accepts it only if that is acknowledged.
 */
final class ShopFront implements AutoCloseable {

	private static final String PASSWORD = "changeit";

	private final Path keyStore;

	private final HttpsServer server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	/**
	 * Open the front.
	 * @param directory where its key is kept
	 * @param receiver receives a notification and returns whether it is acknowledged
	 */
	ShopFront(Path directory, Predicate<String> receiver) {
		this.keyStore = directory.resolve("shop.p12");
		try {
			createKey(this.keyStore);
			this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
			this.server.setHttpsConfigurator(new HttpsConfigurator(context(this.keyStore)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/", (exchange) -> handle(exchange, receiver));
		this.server.setExecutor(this.threads);
		this.server.start();
	}

	private static void createKey(Path file) throws IOException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "shop", "-keyalg", "EC", "-dname", "CN=localhost", "-ext", "san=dns:localhost",
				"-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", file.toString())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (!Files.exists(file)) {
			throw new IllegalStateException("keytool failed: " + output);
		}
	}

	private static SSLContext context(Path file) throws IOException {
		try (InputStream content = Files.newInputStream(file)) {
			KeyStore keyStore = KeyStore.getInstance("PKCS12");
			keyStore.load(content, PASSWORD.toCharArray());
			KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			keys.init(keyStore, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(keys.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the options with which a JVM trusts this front.
	 */
	List<String> trustOptions() {
		return List.of("-Djavax.net.ssl.trustStore=" + this.keyStore, "-Djavax.net.ssl.trustStorePassword=" + PASSWORD,
				"-Djavax.net.ssl.trustStoreType=PKCS12");
	}

	URI url() {
		return URI.create("https://localhost:" + this.server.getAddress().getPort() + "/notifications");
	}

	private static void handle(HttpExchange exchange, Predicate<String> receiver) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			boolean isAcknowledged = receiver.test(encode(exchange.getRequestHeaders()) + ':' + encode(body));
			exchange.sendResponseHeaders(isAcknowledged ? 204 : 500, -1);
		}
	}

	private static String encode(Headers headers) {
		return encode(headers.entrySet()
			.stream()
			.map((header) -> header.getKey() + '=' + header.getValue().get(0))
			.collect(Collectors.joining("\n"))
			.getBytes(StandardCharsets.UTF_8));
	}

	private static String encode(byte[] content) {
		return Base64.getEncoder().encodeToString(content);
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdownNow();
	}

}
