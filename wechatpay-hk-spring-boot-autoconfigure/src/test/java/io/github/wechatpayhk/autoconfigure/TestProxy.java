package io.github.wechatpayhk.autoconfigure;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.ssl.SSLContext;

/**
 * A real proxy between client and gateway: one that tunnels on {@code CONNECT}, or one
 * that opens TLS.
 */
final class TestProxy implements AutoCloseable {

	private final ServerSocket server;

	private final Behaviour behaviour;

	private final List<String> heads = new CopyOnWriteArrayList<>();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	private TestProxy(ServerSocket server, Behaviour behaviour) {
		this.server = server;
		this.behaviour = behaviour;
		daemon(this::accept);
	}

	/**
	 * Start an HTTP proxy that lets nobody through without the right credentials.
	 * @param authorization the only {@code Proxy-Authorization} that it accepts
	 * @return the proxy
	 */
	static TestProxy tunnelling(String authorization) throws IOException {
		return new TestProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), (client, heads) -> {
			String head = head(client);
			heads.add(head);
			if (!head.contains("Proxy-Authorization: " + authorization + "\r\n")
					&& !head.contains("proxy-authorization: " + authorization + "\r\n")) {
				write(client, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
				throw new IOException("Refused");
			}
			URI target = URI.create("http://" + head.substring("CONNECT ".length(), head.indexOf(" HTTP/")));
			Socket gateway = new Socket(target.getHost(), target.getPort());
			write(client, "HTTP/1.1 200 Connection established\r\n\r\n");
			return gateway;
		});
	}

	/**
	 * Start a proxy that opens TLS and passes on what it sees.
	 * @param sslContext its key and certificate
	 * @param target where the gateway listens without TLS
	 * @return the proxy
	 */
	static TestProxy inspecting(SSLContext sslContext, URI target) throws IOException {
		ServerSocket server = sslContext.getServerSocketFactory()
			.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
		return new TestProxy(server, (client, heads) -> new Socket(target.getHost(), target.getPort()));
	}

	private static String head(Socket client) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
			int value = client.getInputStream().read();
			if (value == -1) {
				throw new IOException("Closed");
			}
			head.write(value);
		}
		return head.toString(StandardCharsets.ISO_8859_1);
	}

	private static void write(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				this.sockets.add(client);
				daemon(() -> serve(client));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket client) {
		try (client; Socket gateway = this.behaviour.connect(client, this.heads)) {
			this.sockets.add(gateway);
			daemon(() -> copy(gateway, client));
			client.getInputStream().transferTo(gateway.getOutputStream());
		}
		catch (IOException ex) {
			// one of the two sides went away, which ends the tunnel
		}
	}

	private static void copy(Socket gateway, Socket client) {
		try {
			gateway.getInputStream().transferTo(client.getOutputStream());
			client.close();
		}
		catch (IOException ex) {
			// as above
		}
	}

	int port() {
		return this.server.getLocalPort();
	}

	List<String> heads() {
		return this.heads;
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket socket : this.sockets) {
				socket.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@FunctionalInterface
	private interface Behaviour {

		Socket connect(Socket client, List<String> heads) throws IOException;

	}

}
