package io.github.wechatpayhk.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.github.wechatpayhk.error.SignatureStatus;

/**
 * Bodies and headers that are hard to read, or to stop reading.
 */
final class BodyProbes {

	private static final Duration SHORT = Duration.ofMillis(500);

	private BodyProbes() {
	}

	static Stream<Probe> all() {
		return Stream.of(unreadable(), contentTypes(), compressed(), cut(), unending(), headers())
			.flatMap((probes) -> probes);
	}

	private static Stream<Probe> unreadable() {
		String html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
		Stream<Probe> noJson = Stream.of(
				Probe
					.of("HTML from a proxy", ProbeResponse.of(502).header("Content-Type", "text/html").body(html),
							Ending.unknown(SignatureStatus.ABSENT))
					.variant("502"),
				Probe
					.of("HTML from a proxy", ProbeResponse.of(403).header("Content-Type", "text/html").body(html),
							Ending.unknown(SignatureStatus.ABSENT))
					.variant("403"),
				Probe.of("Empty error", ProbeResponse.of(500), Ending.unknown(SignatureStatus.ABSENT)),
				Probe.of("Error without a `Request-ID`", ProbeResponse.json(500, "{}").without("Request-ID"),
						Ending.unknown(SignatureStatus.ABSENT).withoutRequestId()));
		Stream<Probe> otherJson = Stream
			.of("{\"code\":\"PARAM", "[]", "null", "\"SIGN_ERROR\"", "42", "{\"code\":42,\"message\":[true]}",
					"{\"code\":{\"code\":{}},\"detail\":\"text\"}", "{\"detail\":{\"field\":[]}}", "{\"code\":null}",
					"{} {}", "{\"code\":1e999999999}", "[".repeat(100_000) + "]".repeat(100_000),
					"{\"detail\":".repeat(100_000) + "1" + "}".repeat(100_000))
			.map((json) -> Probe
				.of("Error in JSON that is broken or of another shape", ProbeResponse.json(400, json),
						Ending.unknown(SignatureStatus.ABSENT))
				.with((setup) -> setup.maxResponseSize = 2 * 1024 * 1024)
				.variant((json.length() < 100) ? "`" + json + "`" : "100,000 levels deep"));
		return Stream.concat(noJson, otherJson);
	}

	private static Stream<Probe> contentTypes() {
		return Stream
			.of("", "nonsense", "text/plain; charset=klingon", "application/json; charset=utf-16", "*/*",
					"application/octet-stream")
			.map((contentType) -> Probe
				.of("Error with a wrong or missing content type",
						ProbeResponse.json(400, "{\"code\":\"PARAM_ERROR\",\"message\":\"m\"}")
							.replace("Content-Type", contentType),
						Ending.rejected(SignatureStatus.ABSENT))
				.variant(contentType.isEmpty() ? "none" : "`" + contentType + "`"));
	}

	private static Stream<Probe> compressed() {
		ProbeResponse signed = ProbeResponse.json(400, "{\"code\":\"PARAM_ERROR\"}").signed();
		ProbeResponse gzip = ProbeResponse.json(400, "").header("Content-Encoding", "gzip");
		return Stream.of(
				Probe.of("Compressed with gzip, signed over what was compressed",
						signed.header("Content-Encoding", "gzip").body(gzip("{\"code\":\"PARAM_ERROR\"}", 1)),
						Ending.rejected(SignatureStatus.VERIFIED)),
				Probe.of("Broken gzip", gzip.body("this is no gzip"), Ending.broken()),
				Probe.of("Gzip bomb of 1 GiB", gzip.body(gzip("0".repeat(1024 * 1024), 1024)), Ending.broken()));
	}

	private static byte[] gzip(String text, int times) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] part = text.getBytes(StandardCharsets.UTF_8);
		try (OutputStream gzip = new GZIPOutputStream(bytes)) {
			for (int i = 0; i < times; i++) {
				gzip.write(part);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return bytes.toByteArray();
	}

	private static Stream<Probe> cut() {
		ProbeResponse response = ProbeResponse.json(200, "{}").signed();
		String title = "Response cut off";
		return Stream.of(
				Probe.of(title, sendAndClose(response.head("Content-Length: 3\r\n"), "{}"), Ending.broken())
					.variant("before the announced length"),
				Probe
					.of(title, sendAndClose(response.head("Transfer-Encoding: chunked\r\n"), "2\r\n{}\r\n"),
							Ending.broken())
					.variant("before the last chunk"),
				Probe.of(title, sendAndClose("HTTP/1.1 204 No Con".getBytes(StandardCharsets.US_ASCII), ""),
						Ending.broken())
					.variant("in its head"));
	}

	private static Conduct sendAndClose(byte[] head, String rest) {
		return (request, connection) -> {
			connection.getOutputStream().write(head);
			connection.getOutputStream().write(rest.getBytes(StandardCharsets.US_ASCII));
			connection.close();
		};
	}

	private static Stream<Probe> unending() {
		ProbeResponse response = ProbeResponse.json(200, "{}").signed();
		int tooLong = ProbeSetup.MAX_RESPONSE_SIZE + 1;
		String slow = "Response that drips, until the time for its last byte has passed";
		return Stream.of(
				Probe
					.of("Response longer than the limit", ProbeResponse.of(200).body(new byte[tooLong]).signed(),
							Ending.broken())
					.variant("by a byte"),
				Probe
					.of("Response longer than the limit",
							forever(response.head("Transfer-Encoding: chunked\r\n"),
									"1000\r\n" + "x".repeat(4096) + "\r\n"),
							Ending.broken())
					.variant("endless"),
				Probe
					.of("Response longer than the limit", ProbeResponse.of(500).body(new byte[tooLong]),
							Ending.broken())
					.variant("of an error"),
				Probe.of(slow, dripping(response.head("Content-Length: 1000000\r\n"), "x"), Ending.broken())
					.with((setup) -> setup.responseTimeout = SHORT)
					.variant("body"),
				Probe
					.of(slow, dripping(new byte[0], "HTTP/1.1 204 OK\r\nA: ".concat("b".repeat(100_000))),
							Ending.broken())
					.with((setup) -> setup.responseTimeout = SHORT)
					.variant("head"));
	}

	private static Conduct forever(byte[] head, String part) {
		return (request, connection) -> {
			connection.getOutputStream().write(head);
			while (!connection.isClosed()) {
				connection.getOutputStream().write(part.getBytes(StandardCharsets.US_ASCII));
			}
		};
	}

	private static Conduct dripping(byte[] head, String text) {
		return (request, connection) -> {
			connection.getOutputStream().write(head);
			byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
			for (int i = 0; !connection.isClosed(); i = (i + 1) % bytes.length) {
				connection.getOutputStream().write(bytes[i]);
				connection.getOutputStream().flush();
				pause(connection);
			}
		};
	}

	/**
	 * Wait for what never comes, which is how a socket waits without a sleep.
	 */
	private static void pause(Socket connection) throws IOException {
		connection.setSoTimeout(20);
		try {
			if (connection.getInputStream().read() == -1) {
				connection.close();
			}
		}
		catch (java.net.SocketTimeoutException ex) {
			// as expected
		}
	}

	private static Stream<Probe> headers() {
		String many = IntStream.range(0, 10_000)
			.mapToObj((i) -> "X-" + i + ": " + i + "\r\n")
			.collect(Collectors.joining());
		ProbeResponse response = ProbeResponse.of(204).signed();
		return Stream.of(
				Probe.of("Too many headers, or too long ones", sendAndClose(response.head(many), ""), Ending.broken())
					.variant("10,000 headers"),
				Probe
					.of("Too many headers, or too long ones",
							sendAndClose(response.head("X: " + "x".repeat(1_000_000) + "\r\n"), ""), Ending.broken())
					.variant("one of 1 MB"),
				Probe.of("Two lengths that disagree",
						sendAndClose(response.head("Content-Length: 1\r\nContent-Length: 2\r\n"), "{}"),
						Ending.broken()),
				Probe
					.of("`Request-ID` doubled, long or not ASCII",
							ProbeResponse.json(400, "{}").header("Request-ID", "second"),
							Ending.unknown(SignatureStatus.ABSENT))
					.variant("doubled"),
				Probe
					.of("`Request-ID` doubled, long or not ASCII",
							ProbeResponse.json(400, "{}").replace("Request-ID", "x".repeat(4096)),
							Ending.unknown(SignatureStatus.ABSENT))
					.variant("long"),
				Probe
					.of("`Request-ID` doubled, long or not ASCII",
							ProbeResponse.json(400, "{}").replace("Request-ID", "请求"),
							Ending.unknown(SignatureStatus.ABSENT))
					.variant("not ASCII"));
	}

}
