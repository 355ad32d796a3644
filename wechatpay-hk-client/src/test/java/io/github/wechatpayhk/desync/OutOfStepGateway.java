package io.github.wechatpayhk.desync;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLServerSocket;

import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireKeys;

/**
 * A gateway on bare sockets whose responses are interim, doubled, late, split, truncated
 * or merged, as a seed decides. It knows which orders it has reversed, and which ones it
 * has refused.
 */
final class OutOfStepGateway implements AutoCloseable {

	private static final Pattern REQUEST_LINE = Pattern
		.compile("(?:POST|GET) \\S*/out-trade-no/([^/?]+)(/reverse|\\?\\S*) HTTP/1.1");

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)content-length: (\\d+)");

	private final ServerSocket server;

	private final Function<Random, Fault> faults;

	private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

	private final Set<String> reversed = ConcurrentHashMap.newKeySet();

	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private final long seed;

	private OutOfStepGateway(ServerSocket server, long seed, Function<Random, Fault> faults) {
		this.server = server;
		this.seed = seed;
		this.faults = faults;
	}

	static OutOfStepGateway start(ServerSocket server, long seed, Function<Random, Fault> faults) {
		OutOfStepGateway gateway = new OutOfStepGateway(server, seed, faults);
		daemon(gateway::accept);
		return gateway;
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "out-of-step-gateway");
		thread.setDaemon(true);
		thread.start();
	}

	URI baseUrl() {
		return URI.create(((this.server instanceof SSLServerSocket) ? "https" : "http") + "://localhost:"
				+ this.server.getLocalPort() + "/hk/");
	}

	boolean hasReversed(String outTradeNo) {
		return this.reversed.contains(outTradeNo);
	}

	boolean hasRefused(String outTradeNo) {
		return this.refused.contains(outTradeNo);
	}

	private void accept() {
		for (long number = 0; !this.server.isClosed(); number++) {
			try {
				Socket socket = this.server.accept();
				socket.setTcpNoDelay(true);
				this.connections.add(socket);
				Random random = new Random(31 * this.seed + number);
				daemon(() -> serve(socket, random));
			}
			catch (IOException ex) {
				return;
			}
		}
	}

	private void serve(Socket socket, Random random) {
		try (socket) {
			Wire wire = new Wire(socket.getOutputStream(), random);
			InputStream in = new BufferedInputStream(socket.getInputStream());
			for (Request request = request(in); request != null; request = request(in)) {
				wire.sendLate();
				if (!respond(wire, request, random)) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// the client closed the connection, as it should in most of these cases
		}
		finally {
			this.connections.remove(socket);
		}
	}

	/**
	 * An order that refuses is one by its number, so that a repeated request has the same
	 * response.
	 */
	private boolean respond(Wire wire, Request request, Random random) throws IOException {
		String outTradeNo = request.outTradeNo();
		boolean refuses = outTradeNo.endsWith("X");
		if (!request.isQuery()) {
			(refuses ? this.refused : this.reversed).add(outTradeNo);
		}
		byte[] own = (refuses ? refusal() : request.isQuery() ? order(outTradeNo) : success()).bytes();
		Fault fault = this.faults.apply(random);
		if (refuses && fault.isOfSuccess) {
			fault = Fault.NONE;
		}
		switch (fault) {
			case NONE -> wire.send(own);
			case INTERIM -> wire.send(join(interim(random), own));
			case INTERIM_APART -> {
				wire.send(interim(random));
				wire.send(own);
			}
			case COPY_MERGED -> wire.send(join(own, own));
			case COPY_APART -> {
				wire.send(own);
				wire.send(own);
			}
			case COPY_LATE -> {
				wire.send(own);
				wire.later(own);
			}
			case HALF_A_COPY_MERGED -> {
				int half = own.length / 2;
				wire.send(join(own, part(own, 0, half)));
				wire.later(part(own, half, own.length));
			}
			case SECOND_MERGED -> wire.sendMerged(own, success().bytes());
			case HALF_A_SECOND_MERGED -> {
				byte[] second = success().bytes();
				int part = 1 + random.nextInt(second.length - 1);
				wire.sendMerged(own, part(second, 0, part));
				wire.later(part(second, part, second.length));
			}
			case SECOND_LATE -> {
				wire.send(own);
				wire.later(success().bytes());
			}
			case TIMED_OUT_THEN_LATE -> {
				wire.send(unsigned("504 Gateway Timeout", ""));
				wire.later(own);
			}
			case REFUSED_BY_PROXY_THEN_LATE -> {
				wire.send(unsigned("403 Forbidden", "<html>no</html>"));
				wire.later(own);
			}
			case BODY_ON_204 -> {
				byte[] body = success().bytes();
				wire.send(headers(success().bytes(), "Content-Length: " + body.length));
				wire.later(body);
			}
			case CHUNKED_204 -> {
				wire.send(headers(success().bytes(), "Transfer-Encoding: chunked"));
				wire.later(join(bytes("0\r\n\r\n"), success().bytes()));
			}
			case FORGED_THEN_LATE -> {
				wire.send(headers(unsigned("204 No Content", null), "Wechatpay-Nonce: 00000000"));
				wire.later(own);
			}
			case TRUNCATED -> {
				wire.send(part(own, 0, 1 + random.nextInt(own.length - 1)));
				return false;
			}
			case CLOSED -> {
				return false;
			}
			case LAST -> {
				wire.send(headers(own, "Connection: close"));
				wire.later(success().bytes());
			}
		}
		return true;
	}

	private WireResponse order(String outTradeNo) {
		return WireResponse.signed(200, "{\"mchid\":\"" + WireKeys.MCHID + "\",\"out_trade_no\":\"" + outTradeNo
				+ "\",\"trade_state\":\"" + (this.reversed.contains(outTradeNo) ? "REVOKED" : "SUCCESS") + "\"}");
	}

	private static WireResponse success() {
		return WireResponse.signed(204, "");
	}

	private static WireResponse refusal() {
		return WireResponse.signed(404, "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"no such order\"}");
	}

	private static byte[] interim(Random random) {
		String[] statuses = { "100 Continue", "102 Processing", "103 Early Hints", "199 Whatever" };
		ByteArrayOutputStream all = new ByteArrayOutputStream();
		for (int i = 0; i <= random.nextInt(3); i++) {
			all.writeBytes(bytes("HTTP/1.1 " + statuses[random.nextInt(statuses.length)] + "\r\nLink: </a>\r\n\r\n"));
		}
		return all.toByteArray();
	}

	private static byte[] unsigned(String status, String body) {
		return bytes("HTTP/1.1 " + status + "\r\n"
				+ ((body != null) ? "Content-Length: " + body.length() + "\r\n\r\n" + body : "\r\n"));
	}

	private static byte[] headers(byte[] response, String header) {
		return bytes(new String(response, StandardCharsets.ISO_8859_1).replaceFirst("\r\n", "\r\n" + header + "\r\n"));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private static byte[] join(byte[] one, byte[] other) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		joined.writeBytes(one);
		joined.writeBytes(other);
		return joined.toByteArray();
	}

	private static byte[] part(byte[] bytes, int from, int to) {
		return Arrays.copyOfRange(bytes, from, to);
	}

	/**
	 * Read a request.
	 * @return the request, or {@code null} at the end of the connection
	 */
	private static Request request(InputStream in) throws IOException {
		String requestLine = line(in);
		if (requestLine == null) {
			return null;
		}
		int length = 0;
		for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
			Matcher header = CONTENT_LENGTH.matcher(line);
			length = header.matches() ? Integer.parseInt(header.group(1)) : length;
		}
		in.readNBytes(length);
		Matcher matcher = REQUEST_LINE.matcher(requestLine);
		if (!matcher.matches()) {
			throw new IllegalStateException("Neither a reversal nor a query: " + requestLine);
		}
		return new Request(matcher.group(1), !matcher.group(2).equals("/reverse"));
	}

	private static String line(InputStream in) throws IOException {
		StringBuilder line = new StringBuilder();
		for (int value = in.read(); value != '\n'; value = in.read()) {
			if (value == -1) {
				return null;
			}
			if (value != '\r') {
				line.append((char) value);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.server.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
	}

	/**
	 * A request.
	 *
	 * @param outTradeNo the number of the order
	 * @param isQuery whether it is a query, and not a reversal
	 */
	private record Request(String outTradeNo, boolean isQuery) {

	}

	/**
	 * What is wrong with a response.
	 */
	enum Fault {

		NONE, INTERIM, INTERIM_APART, COPY_MERGED, COPY_APART, COPY_LATE, HALF_A_COPY_MERGED, SECOND_MERGED(true),
		HALF_A_SECOND_MERGED(true), TIMED_OUT_THEN_LATE, REFUSED_BY_PROXY_THEN_LATE, BODY_ON_204(true),
		CHUNKED_204(true), FORGED_THEN_LATE, TRUNCATED, CLOSED, LAST(true),

		/**
		 * Another response of the right form to a request that has had its response,
		 * while the next request awaits its own. Only a confirmation tells them apart.
		 */
		SECOND_LATE(true);

		private final boolean isOfSuccess;

		Fault() {
			this(false);
		}

		Fault(boolean isOfSuccess) {
			this.isOfSuccess = isOfSuccess;
		}

	}

	/**
	 * One direction of a connection. What is late is sent when the next request is there:
	 * it is read in place of the response to that one.
	 */
	private static final class Wire {

		private final OutputStream out;

		private final Random random;

		private final Deque<byte[]> late = new ArrayDeque<>();

		Wire(OutputStream out, Random random) {
			this.out = out;
			this.random = random;
		}

		void send(byte[] bytes) throws IOException {
			int from = 0;
			while (from < bytes.length) {
				int to = this.random.nextBoolean() ? bytes.length : from + 1 + this.random.nextInt(bytes.length - from);
				this.out.write(bytes, from, to - from);
				from = to;
			}
		}

		/**
		 * Send the end of one response and the start of the next one in one piece. In two
		 * pieces, a slow start would be a {@link Fault#SECOND_LATE}.
		 */
		void sendMerged(byte[] one, byte[] next) throws IOException {
			send(part(one, 0, one.length - 1));
			this.out.write(new byte[] { one[one.length - 1], next[0] });
			send(part(next, 1, next.length));
		}

		void later(byte[] bytes) {
			this.late.add(bytes);
		}

		void sendLate() throws IOException {
			while (!this.late.isEmpty()) {
				send(this.late.poll());
			}
		}

	}

}
