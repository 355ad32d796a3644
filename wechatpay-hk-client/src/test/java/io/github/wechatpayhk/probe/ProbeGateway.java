package io.github.wechatpayhk.probe;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * A gateway on a raw socket: it records every request and responds with exactly the bytes
 * that a test chose.
 */
public final class ProbeGateway implements AutoCloseable {

	private final ServerSocket serverSocket;

	private final String scheme;

	private final ExecutorService threads = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "probe-gateway");
		thread.setDaemon(true);
		return thread;
	});

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private final List<ProbeRequest> requests = new CopyOnWriteArrayList<>();

	private ProbeGateway(ServerSocket serverSocket, String scheme) {
		this.serverSocket = serverSocket;
		this.scheme = scheme;
	}

	public static ProbeGateway start(Conduct conduct) {
		try {
			return start(new ServerSocket(0, 0, InetAddress.getLoopbackAddress()), "http",
					(gateway, connection) -> gateway.serve(connection, conduct));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Start a gateway that reads nothing by itself.
	 * @param serverSocket where it listens, plain or TLS
	 * @param scheme {@code http} or {@code https}
	 * @param service handles each connection
	 * @return the gateway
	 */
	static ProbeGateway start(ServerSocket serverSocket, String scheme, Service service) {
		ProbeGateway gateway = new ProbeGateway(serverSocket, scheme);
		gateway.threads.execute(() -> gateway.accept(service));
		return gateway;
	}

	static ProbeGateway deaf(ServerSocket serverSocket, List<Socket> waiting) {
		ProbeGateway gateway = new ProbeGateway(serverSocket, "http");
		gateway.connections.addAll(waiting);
		return gateway;
	}

	private void accept(Service service) {
		while (!this.serverSocket.isClosed()) {
			try {
				Socket connection = this.serverSocket.accept();
				this.connections.add(connection);
				this.threads.execute(() -> handle(service, connection));
			}
			catch (IOException ex) {
				// closed, or the next one may do better
			}
		}
	}

	private void handle(Service service, Socket connection) {
		try (connection) {
			service.handle(this, connection);
		}
		catch (IOException ex) {
			// the other side has gone, as some tests want it to
		}
	}

	void serve(Socket connection, Conduct conduct) throws IOException {
		InputStream in = new BufferedInputStream(connection.getInputStream());
		@Nullable ProbeRequest request = ProbeRequest.read(in);
		while (request != null) {
			this.requests.add(request);
			conduct.response(request, connection);
			request = connection.isClosed() ? null : ProbeRequest.read(in);
		}
	}

	/**
	 * Return where the gateway listens.
	 * @return a base URL with the prefix {@code /hk/}
	 */
	public URI baseUrl() {
		return url("/hk/");
	}

	public URI url(String path) {
		return URI.create(this.scheme + "://localhost:" + this.serverSocket.getLocalPort() + path);
	}

	/**
	 * Return what arrived.
	 * @return the requests in the order of arrival
	 */
	public List<ProbeRequest> requests() {
		return List.copyOf(this.requests);
	}

	@Override
	public void close() throws IOException {
		this.serverSocket.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
		this.threads.shutdownNow();
	}

	/**
	 * Handles a connection.
	 */
	@FunctionalInterface
	interface Service {

		void handle(ProbeGateway gateway, Socket connection) throws IOException;

	}

}
