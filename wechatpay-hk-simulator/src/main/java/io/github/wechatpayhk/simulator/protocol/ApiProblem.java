package io.github.wechatpayhk.simulator.protocol;

import java.util.Map;

/**
 * A refusal in WeChat Pay's form: status, code, message and perhaps a detail.
 *
 * @since 0.1.0
 */
public final class ApiProblem extends RuntimeException {

	/**
	 * The detail of a {@code SIGN_ERROR} for a signature that does not match, in WeChat
	 * Pay's form.
	 */
	public static final Map<String, Object> SIGN_NOT_MATCH = Map.of("field", "signature", "location", "authorization",
			"detail", Map.of("issue", "sign not match"));

	/**
	 * The HTTP status.
	 */
	private final int status;

	/**
	 * The code.
	 */
	private final String code;

	/**
	 * The human-readable message.
	 */
	private final String text;

	private final transient Map<String, Object> detail;

	/**
	 * Create a refusal.
	 * @param status the HTTP status
	 * @param code the code, at most 32 characters
	 * @param text the human-readable message
	 */
	public ApiProblem(int status, String code, String text) {
		this(status, code, text, Map.of());
	}

	/**
	 * Create a refusal with a detail.
	 * @param status the HTTP status
	 * @param code the code, at most 32 characters
	 * @param text the human-readable message
	 * @param detail the members of {@code detail}
	 */
	public ApiProblem(int status, String code, String text, Map<String, Object> detail) {
		super(status + " " + code + ": " + text);
		this.status = status;
		this.code = code;
		this.text = text;
		this.detail = detail;
	}

	/**
	 * Create the refusal of one field.
	 * @param field a JSON pointer for the body, the plain name elsewhere
	 * @param location {@code body}, {@code query} or {@code url}
	 * @param value the refused value, cut to a readable length
	 * @param issue what is wrong
	 * @return the refusal, 400 {@code PARAM_ERROR}
	 */
	public static ApiProblem field(String field, String location, String value, String issue) {
		String shown = (value.length() > 64) ? value.substring(0, 64) : value;
		return new ApiProblem(400, "PARAM_ERROR", "Parameter error: " + issue,
				Map.of("field", field, "value", shown, "issue", issue, "location", location));
	}

	/**
	 * Return the HTTP status.
	 * @return the status
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Return the code.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return the human-readable message.
	 * @return the message
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the members of {@code detail}.
	 * @return the members, possibly none
	 */
	public Map<String, Object> detail() {
		return this.detail;
	}

}
