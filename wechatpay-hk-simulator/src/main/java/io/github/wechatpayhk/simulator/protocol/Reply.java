package io.github.wechatpayhk.simulator.protocol;

import java.util.LinkedHashMap;
import java.util.Map;

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

	/**
	 * Create a response.
	 * @param status the HTTP status
	 * @param body the JSON text as UTF-8, empty for none; not copied
	 */
	public Reply(int status, byte[] body) {
		this.status = status;
		this.body = body;
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
