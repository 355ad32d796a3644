package io.github.wechatpayhk.probe;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A response put together header by header. Immutable. It knows how WeChat Pay signs
 * without asking the code under test.
 */
public final class ProbeResponse implements Conduct {

	/**
	 * The moment at which the responses are signed, in seconds.
	 */
	public static final long NOW = 1554209980;

	public static final String REQUEST_ID = "08F59F80E60510C301188EA3A3580C20E3A3B2F8";

	public static final String SERIAL = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";

	private static final String NONCE = "c5ac7061fccab6bf3e254dcf98995b8c";

	private final int status;

	private final List<String> headers;

	private final byte[] body;

	private ProbeResponse(int status, List<String> headers, byte[] body) {
		this.status = status;
		this.headers = headers;
		this.body = body;
	}

	public static ProbeResponse of(int status) {
		return new ProbeResponse(status, List.of("Request-ID: " + REQUEST_ID), new byte[0]);
	}

	/**
	 * Return a vector's response.
	 * @param headers the file with status line and headers
	 * @param body the bytes of the body
	 * @return the response
	 */
	public static ProbeResponse vector(String headers, byte[] body) {
		List<String> lines = Vectors.text(headers).lines().toList();
		return new ProbeResponse(Integer.parseInt(lines.get(0).substring(9, 12)), lines.subList(1, lines.size()), body);
	}

	public static ProbeResponse json(int status, String json) {
		return of(status).header("Content-Type", "application/json; charset=utf-8").body(json);
	}

	public ProbeResponse header(String name, String value) {
		List<String> changed = new ArrayList<>(this.headers);
		changed.add(name + ": " + value);
		return new ProbeResponse(this.status, changed, this.body);
	}

	public ProbeResponse without(String name) {
		String prefix = name.toLowerCase(Locale.ROOT) + ":";
		return new ProbeResponse(this.status,
				this.headers.stream().filter((line) -> !line.toLowerCase(Locale.ROOT).startsWith(prefix)).toList(),
				this.body);
	}

	public ProbeResponse replace(String name, String value) {
		return without(name).header(name, value);
	}

	public ProbeResponse lowerCase() {
		return new ProbeResponse(this.status, this.headers.stream().map((line) -> {
			int colon = line.indexOf(':');
			return line.substring(0, colon).toLowerCase(Locale.ROOT) + line.substring(colon);
		}).toList(), this.body);
	}

	public ProbeResponse body(String body) {
		return body(body.getBytes(StandardCharsets.UTF_8));
	}

	public ProbeResponse body(byte[] body) {
		return new ProbeResponse(this.status, this.headers, body);
	}

	public ProbeResponse signed() {
		return signed(SERIAL, "platform-private.pem", NOW);
	}

	public ProbeResponse signedAt(long seconds) {
		return signed(SERIAL, "platform-private.pem", seconds);
	}

	public ProbeResponse signed(String serial, String privateKey, long seconds) {
		return signed(serial, Vectors.privateKey(privateKey), seconds);
	}

	private ProbeResponse signed(String serial, PrivateKey key, long seconds) {
		return header("Wechatpay-Nonce", NONCE).header("Wechatpay-Serial", serial)
			.header("Wechatpay-Signature", signature(key, seconds))
			.header("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048")
			.header("Wechatpay-Timestamp", Long.toString(seconds));
	}

	private String signature(PrivateKey key, long seconds) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(key);
			signature.update((seconds + "\n" + NONCE + "\n").getBytes(StandardCharsets.US_ASCII));
			signature.update(this.body);
			signature.update((byte) '\n');
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the response with its {@code Content-Length}, but for a 204.
	 * @return all bytes
	 */
	public byte[] bytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.writeBytes(head((this.status != 204) ? "Content-Length: " + this.body.length + "\r\n" : ""));
		bytes.writeBytes(this.body);
		return bytes.toByteArray();
	}

	/**
	 * Return status line and headers.
	 * @param framing further header lines, each with its end
	 * @return the bytes up to and with the empty line
	 */
	byte[] head(String framing) {
		return ("HTTP/1.1 " + this.status + " Probe\r\n" + String.join("\r\n", this.headers)
				+ (this.headers.isEmpty() ? "" : "\r\n") + framing + "\r\n")
			.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public void response(ProbeRequest request, Socket connection) throws IOException {
		OutputStream out = connection.getOutputStream();
		out.write(bytes());
		out.flush();
	}

}
