package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;

/**
 * What a status means, with each worth of a signature.
 */
final class StatusProbes {

	private static final String BODY = "{\"code\":\"SOME_CODE\",\"message\":\"Some words\"}";

	private StatusProbes() {
	}

	static Stream<Probe> all() {
		return Stream
			.of(signatures("Refusal, ",
					(signature) -> (signature == SignatureStatus.VERIFIED) ? Ending.rejected(signature)
							: Ending.unknown(signature),
					400, 401, 403, 404, 405, 406, 407, 409, 410, 413, 415, 421, 422, 431, 460, 499),
					signatures("Come back later, ", Ending::unknown, 408, 425, 429),
					signatures("Fault of the server, ", Ending::unknown, 500, 501, 502, 503, 504, 507, 599),
					signatures("Redirect, which is not followed, ", Ending::unknown, 300, 301, 302, 303, 304, 307, 308),
					outside())
			.flatMap((probes) -> probes);
	}

	private static Stream<Probe> signatures(String title, ResponseEnding ending, int... statuses) {
		Stream<Probe> signed = IntStream.of(statuses)
			.mapToObj((status) -> Probe
				.of(title + "signed", response(status).signed(), ending.with(SignatureStatus.VERIFIED))
				.variant(Integer.toString(status)));
		Stream<Probe> unsigned = IntStream.of(statuses)
			.mapToObj((status) -> Probe.of(title + "unsigned", response(status), ending.with(SignatureStatus.ABSENT))
				.variant(Integer.toString(status)));
		Stream<Probe> wrong = IntStream.of(statuses)
			.mapToObj((status) -> Probe
				.of(title + "badly signed", response(status).signed().replace("Wechatpay-Nonce", "other"),
						Ending.refused(Reason.MISMATCH))
				.variant(Integer.toString(status)));
		return Stream.of(signed, unsigned, wrong).flatMap((probes) -> probes);
	}

	private static ProbeResponse response(int status) {
		ProbeResponse response = (status != 304) ? ProbeResponse.json(status, BODY) : ProbeResponse.of(status);
		return (status < 400) ? response.header("Location", "/hk/elsewhere") : response;
	}

	private static Stream<Probe> outside() {
		return Stream.of(
				Probe
					.of("Status outside of HTTP", ProbeResponse.json(600, BODY), Ending.unknown(SignatureStatus.ABSENT))
					.variant("600"),
				Probe
					.of("Status outside of HTTP", ProbeResponse.json(999, BODY), Ending.unknown(SignatureStatus.ABSENT))
					.variant("999"),
				raw("HTTP/1.1 42 Probe\r\nContent-Length: 0\r\n\r\n", "status 42"),
				raw("HTTP/1.1 2000 Probe\r\nContent-Length: 0\r\n\r\n", "status 2000"),
				raw("HTTP/1.1 -1 Probe\r\nContent-Length: 0\r\n\r\n", "status -1"),
				raw("SSH-2.0-OpenSSH_9.2\r\n\r\n", "SSH"), raw("\r\n\r\n\0\0\0\0\r\n\r\n", "binary"));
	}

	private static Probe raw(String response, String variant) {
		return Probe
			.of("Something other than HTTP", (request, connection) -> write(connection, response), Ending.broken())
			.variant(variant);
	}

	private static void write(Socket connection, String text) throws IOException {
		connection.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		connection.close();
	}

	/**
	 * Says how a response ends, given the worth of its signature.
	 */
	@FunctionalInterface
	private interface ResponseEnding {

		Ending with(SignatureStatus signatureStatus);

	}

}
