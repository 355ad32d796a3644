package io.github.wechatpayhk.simulator.protocol;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What an operation returns, before it is signed.
 *
 * @since 0.1.0
 */
public final class Reply {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final int status;

	private final byte[] body;

	private final @Nullable String sha1;

	/**
	 * Create a response.
	 * @param status the HTTP status
	 * @param body the JSON text as UTF-8, empty for none; not copied
	 */
	public Reply(int status, byte[] body) {
		this(status, body, null);
	}

	private Reply(int status, byte[] body, @Nullable String sha1) {
		this.status = status;
		this.body = body;
		this.sha1 = sha1;
	}

	/**
	 * Return the HTTP status.
	 * @return the HTTP status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the JSON text as UTF-8, empty for none; not copied.
	 * @return the JSON text as UTF-8, empty for none; not copied
	 */
	public byte[] body() {
		return this.body;
	}

	/**
	 * Return the digest that is signed in place of the body.
	 * @return 40 hexadecimal digits, or {@code null} if the body itself is signed
	 */
	public @Nullable String sha1() {
		return this.sha1;
	}

	/**
	 * Return a copy with another status and body, which an earlier digest is kept beside.
	 * @param changedStatus the HTTP status
	 * @param changedBody the body; not copied
	 * @return the changed copy
	 */
	public Reply with(int changedStatus, byte[] changedBody) {
		return new Reply(changedStatus, changedBody, this.sha1);
	}

	/**
	 * Return a statement.
	 * @param csv its text
	 * @return the response, whose digest is to be signed
	 */
	public static Reply statement(String csv) {
		byte[] body = csv.getBytes(StandardCharsets.UTF_8);
		try {
			return new Reply(200, body, HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(body)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-1", ex);
		}
	}

	/**
	 * Return a response with a body.
	 * @param status the HTTP status
	 * @param body the value to be written as JSON
	 * @return the response
	 */
	public static Reply json(int status, Object body) {
		return new Reply(status, MAPPER.writeValueAsBytes(body));
	}

	/**
	 * Return the response of an operation that has nothing to say.
	 * @return 204 without a body
	 */
	public static Reply noContent() {
		return new Reply(204, new byte[0]);
	}

	/**
	 * Return the response to a refused request.
	 * @param problem the refusal
	 * @return the response in WeChat Pay's form
	 */
	public static Reply of(ApiProblem problem) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("code", problem.code());
		body.put("message", problem.text());
		if (!problem.detail().isEmpty()) {
			body.put("detail", problem.detail());
		}
		return json(problem.status(), body);
	}

}
