package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The network between a node and its database. It can be cut: open connections break, new
 * ones break at once. It can be silenced: packets are dropped, and no connection breaks.
 */
final class Relay implements AutoCloseable {

	private final ServerSocket server;

	private final int target;

	private final AtomicBoolean isCut = new AtomicBoolean();

	private final AtomicBoolean isSilent = new AtomicBoolean();

	private final Set<Socket> silent = ConcurrentHashMap.newKeySet();

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	Relay(int target) {
		this.target = target;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		daemon(this::accept);
	}

	int port() {
		return this.server.getLocalPort();
	}

	void cut() {
		this.isCut.set(true);
		this.sockets.forEach(Relay::close);
	}

	/**
	 * Drop everything that is sent from now on. As behind a firewall that has forgotten
	 * them, the open connections stay silent for ever.
	 */
	void silence() {
		this.isSilent.set(true);
		this.silent.addAll(this.sockets);
	}

	void fix() {
		this.isCut.set(false);
		this.isSilent.set(false);
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "relay");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.server.isClosed()) {
			try {
				Socket client = this.server.accept();
				daemon(() -> serve(client));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket client) {
		try (client; Socket database = new Socket(InetAddress.getLoopbackAddress(), this.target)) {
			this.sockets.add(client);
			this.sockets.add(database);
			if (this.isCut.get()) {
				return;
			}
			if (this.isSilent.get()) {
				this.silent.add(client);
			}
			daemon(() -> copyBack(database, client));
			copy(client, database, client);
		}
		catch (IOException ex) {
			// one of the two sides went away, which ends the connection
		}
	}

	private void copyBack(Socket database, Socket client) {
		try (client) {
			copy(database, client, client);
		}
		catch (IOException ex) {
			// as above
		}
	}

	private void copy(Socket from, Socket to, Socket client) throws IOException {
		byte[] buffer = new byte[8192];
		int length = from.getInputStream().read(buffer);
		while (length >= 0) {
			if (!this.silent.contains(client)) {
				to.getOutputStream().write(buffer, 0, length);
			}
			length = from.getInputStream().read(buffer);
		}
	}

	private static void close(Socket socket) {
		try {
			socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		cut();
	}

}
