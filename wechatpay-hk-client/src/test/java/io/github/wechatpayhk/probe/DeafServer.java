package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/**
 * A port whose queue of new connections is full, so that nobody else gets through.
 */
final class DeafServer {

	private static final int MORE_THAN_ENOUGH = 16;

	private DeafServer() {
	}

	static ProbeGateway start() {
		try {
			ServerSocket serverSocket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
			return ProbeGateway.deaf(serverSocket, fill(serverSocket));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Socket> fill(ServerSocket serverSocket) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		for (int i = 0; i < MORE_THAN_ENOUGH; i++) {
			Socket socket = new Socket();
			sockets.add(socket);
			try {
				socket.connect(new InetSocketAddress(serverSocket.getInetAddress(), serverSocket.getLocalPort()), 200);
			}
			catch (SocketTimeoutException ex) {
				return sockets;
			}
		}
		return sockets;
	}

}
