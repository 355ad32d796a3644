package io.github.wechatpayhk.benchmarks.startup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A loopback port that counts who comes, and sends everybody away.
 */
final class CountingPort implements AutoCloseable {

	private final ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());

	private final AtomicInteger connections = new AtomicInteger();

	CountingPort() throws IOException {
		Thread thread = new Thread(this::accept, "counting-port");
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.socket.isClosed()) {
			try {
				Socket connection = this.socket.accept();
				this.connections.incrementAndGet();
				connection.close();
			}
			catch (IOException ex) {
				// closed, either here or there
			}
		}
	}

	int port() {
		return this.socket.getLocalPort();
	}

	int connections() {
		return this.connections.get();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
