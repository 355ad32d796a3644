package io.github.wechatpayhk.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A gateway on bare sockets: it records what was on the wire, and responds with any
 * bytes.
 */
public final class WireGateway implements AutoCloseable {

	private final ServerSocket server;

	private final Function<WireRequest, WireResponse> responses;

	private final boolean recording;

	private final List<WireRequest> requests = new CopyOnWriteArrayList<>();

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final AtomicInteger accepted = new AtomicInteger();

	private WireGateway(ServerSocket server, Function<WireRequest, WireResponse> responses, boolean recording) {
		this.server = server;
		this.responses = responses;
		this.recording = recording;
	}

	/**
	 * Start a gateway that keeps all requests.
	 * @param responses handle them
	 * @return the running gateway
	 */
	public static WireGateway start(Function<WireRequest, WireResponse> responses) {
		return start(responses, true);
	}

	/**
	 * Start a gateway for so many requests that it keeps none.
	 * @param responses handle them
	 * @return the running gateway
	 */
	public static WireGateway startForgetful(Function<WireRequest, WireResponse> responses) {
		return start(responses, false);
	}

	private static WireGateway start(Function<WireRequest, WireResponse> responses, boolean recording) {
		try {
			WireGateway gateway = new WireGateway(new ServerSocket(0, 1024, InetAddress.getLoopbackAddress()),
					responses, recording);
			daemon(gateway::accept);
			return gateway;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "wire-gateway");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket connection = this.server.accept();
				this.connections.add(connection);
				this.accepted.incrementAndGet();
				daemon(() -> serve(connection));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket connection) {
		try (connection) {
			connection.setTcpNoDelay(true);
			InputStream in = new BufferedInputStream(connection.getInputStream());
			for (WireRequest request = WireRequest.read(in); request != null; request = WireRequest.read(in)) {
				if (this.recording) {
					this.requests.add(request);
				}
				WireResponse response = this.responses.apply(request);
				connection.getOutputStream().write(response.bytes());
				if (response.isLast()) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// the client went away, which is its right
		}
		finally {
			this.connections.remove(connection);
		}
	}

	/**
	 * Return where it listens.
	 * @return a base URL with a prefix
	 */
	public URI baseUrl() {
		return URI.create("http://127.0.0.1:" + this.server.getLocalPort() + "/hk/");
	}

	/**
	 * Return what was received.
	 * @return the requests in their order
	 */
	public List<WireRequest> requests() {
		return this.requests;
	}

	/**
	 * Return the only request that was received.
	 * @return the request
	 */
	public WireRequest request() {
		List<WireRequest> received = this.requests;
		if (received.size() != 1) {
			throw new IllegalStateException("There were " + received.size() + " requests: " + received);
		}
		return received.get(0);
	}

	/**
	 * Return how many connections stand.
	 * @return their number
	 */
	public int connections() {
		return this.connections.size();
	}

	/**
	 * Return how many connections were opened.
	 * @return their number, closed ones included
	 */
	public int acceptedConnections() {
		return this.accepted.get();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			for (Socket connection : this.connections) {
				connection.close();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the port of a gateway that has closed.
	 * @return a base URL where nobody listens
	 */
	public static URI deserted() {
		// reserved: a free port could be somebody else's by the time that it is called
		return URI.create("http://127.0.0.1:1/hk/");
	}

}
