package io.github.wechatpayhk.probe;

import java.util.stream.Stream;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.UnsignedRefusals;

/**
 * What refusals prove: each 4xx that WeChat Pay did not sign may come from something on
 * the way, or reject the second copy of a request whose first copy was executed.
 */
final class RefusalProbes {

	private static final Ending REJECTED = Ending.rejected(SignatureStatus.ABSENT);

	private static final Ending UNKNOWN = Ending.unknown(SignatureStatus.ABSENT);

	private static final String NO_MATCH = "\"detail\":{\"field\":\"signature\",\"location\":\"authorization\",";

	private static final String NESTED = NO_MATCH + "\"detail\":{\"issue\":\"sign not match\"},"
			+ "\"sign_information\":{\"method\":\"POST\",\"url\":\"/hk/v3\",\"truncated_sign_message\":\"POST\"}}";

	private static final String FLAT = NO_MATCH + "\"issue\":\"sign not match\"}";

	private RefusalProbes() {
	}

	static Stream<Probe> all() {
		return Stream
			.of(trustedCodes(), otherStatuses(), otherCodes(), otherForms(), replays(), signedReplays(), proxies(),
					settings())
			.flatMap((probes) -> probes);
	}

	private static Stream<Probe> trustedCodes() {
		return Stream
			.of(code(400, "PARAM_ERROR"), code(400, "PARAMERROR"), code(400, "INVALID_REQUEST"), code(403, "NO_AUTH"),
					code(403, "NOAUTH"), signError(NESTED, "nested"), signError(FLAT, "flat"))
			.map((refusal) -> refusal.probe(
					"Unsigned refusal in WeChat Pay's form, with a code that is produced" + " before execution",
					REJECTED));
	}

	private static Stream<Probe> otherStatuses() {
		return Stream
			.of(code(401, "PARAM_ERROR"), code(404, "PARAM_ERROR"), code(403, "INVALID_REQUEST"), code(400, "NO_AUTH"),
					new Refusal(403, "{\"code\":\"SIGN_ERROR\",\"message\":\"no match\"," + NESTED + "}",
							"403 `SIGN_ERROR`"))
			.map((refusal) -> refusal.probe("Such a code (produced before execution) under another status", UNKNOWN));
	}

	private static Stream<Probe> otherCodes() {
		return Stream
			.of(code(404, "ORDER_NOT_EXIST"), code(400, "ORDER_CLOSED"), code(403, "TRADE_ERROR"),
					code(403, "RULE_LIMIT"), code(404, "PARAM_ERROR_TOO"), code(400, "INVALID"))
			.map((refusal) -> refusal.probe("Unsigned refusal with any other code", UNKNOWN));
	}

	private static Stream<Probe> otherForms() {
		return Stream.of("{\"code\":\"PARAM_ERROR\"}", "{\"code\":\"PARAM_ERROR\",\"message\":null}",
				"{\"code\":\"PARAM_ERROR\",\"message\":7}", "[{\"code\":\"PARAM_ERROR\",\"message\":\"m\"}]",
				"{\"error\":{\"code\":\"PARAM_ERROR\",\"message\":\"m\"}}",
				"{\"code\":\"PARAM_ERROR\",\"message\":\"m\"", "{\"code\":\"PARAM_ERROR\",\"message\":\"m\"}</html>",
				"{\"code\":[\"PARAM_ERROR\"],\"message\":\"m\"}", "PARAM_ERROR")
			.map((json) -> new Refusal(400, json, "`" + json + "`")
				.probe("Such a code in another form than WeChat Pay's", UNKNOWN));
	}

	private static Stream<Probe> replays() {
		Stream<Refusal> unclear = Stream.of(
				signError("\"detail\":{\"field\":\"Authorization\",\"location\":"
						+ "\"authorization\",\"issue\":\"The nonce_str was used before\"}", "used nonce"),
				signError("\"message\":\"Http头Authorization中的timestamp与发起请求的时间不得超过5分钟\"", "timestamp"),
				signError(NO_MATCH + "\"issue\":\"signature was used\"}", "used signature"),
				signError("\"detail\":{\"field\":\"serial_no\",\"issue\":\"sign not match\"}", "serial number"),
				signError("\"detail\":null", "no detail"));
		Stream<Refusal> worded = Stream.of(
				new Refusal(400, "{\"code\":\"INVALID_REQUEST\",\"message\":\"The nonce was used before\"}",
						"400 `INVALID_REQUEST`, used nonce"),
				new Refusal(400, "{\"code\":\"PARAM_ERROR\",\"message\":\"m\",\"detail\":{\"field\":\"timestamp\"}}",
						"400 `PARAM_ERROR`, timestamp"),
				new Refusal(400, "{\"code\":\"INVALID_REQUEST\",\"message\":\"随机串重复\"}",
						"400 `INVALID_REQUEST`, used nonce in Chinese"),
				signError(FLAT + ",\"message\":\"Replay of a request\"", "replay"));
		return Stream.concat(unclear, worded)
			.map((refusal) -> refusal.probe("Unsigned refusal that may be about a used nonce or timestamp", UNKNOWN));
	}

	private static Stream<Probe> signedReplays() {
		return Stream.of("The nonce_str was used before", "The Timestamp is too old", "时间戳过期")
			.map((message) -> Probe
				.of("Signed refusal of a used nonce or timestamp",
						ProbeResponse.json(401, "{\"code\":\"SIGN_ERROR\",\"message\":\"" + message + "\"}").signed(),
						Ending.unknown(SignatureStatus.VERIFIED))
				.variant("`" + message + "`"));
	}

	private static Stream<Probe> proxies() {
		return Stream.of(401, 403, 407, 421, 451, 460, 499)
			.map((status) -> Probe
				.of("Refusal of something on the way, which may have forwarded the request",
						ProbeResponse.of(status).header("Content-Type", "text/html").body("<h1>Refused</h1>"), UNKNOWN)
				.variant(status + " HTML"));
	}

	private static Stream<Probe> settings() {
		Stream<Probe> none = Stream.of(code(400, "PARAM_ERROR"), code(403, "NO_AUTH"), signError(NESTED, "nested"))
			.map((refusal) -> refusal.probe("Unsigned refusal, with `trust-unsigned-refusals=none`", UNKNOWN)
				.with((setup) -> setup.unsignedRefusals = UnsignedRefusals.NONE));
		Stream<Probe> all = Stream
			.of(code(404, "ORDER_NOT_EXIST"), signError("\"detail\":null", "no detail"),
					new Refusal(403, "<h1>Refused</h1>", "403 HTML"))
			.map((refusal) -> refusal.probe("Unsigned refusal, with `trust-unsigned-refusals=all`", REJECTED)
				.with((setup) -> setup.unsignedRefusals = UnsignedRefusals.ALL));
		Stream<Probe> others = Stream
			.of(signError("\"message\":\"The nonce was used\"", "used nonce"), code(408, "X"), code(425, "X"),
					code(429, "X"))
			.map((refusal) -> refusal
				.probe("Come back later, or a used nonce or timestamp, unsigned, with `trust-unsigned-refusals=all`",
						UNKNOWN)
				.with((setup) -> setup.unsignedRefusals = UnsignedRefusals.ALL));
		return Stream.of(none, all, others).flatMap((probes) -> probes);
	}

	private static Refusal code(int status, String code) {
		return new Refusal(status, "{\"code\":\"" + code + "\",\"message\":\"Some words\"}",
				status + " `" + code + "`");
	}

	private static Refusal signError(String rest, String variant) {
		return new Refusal(401, "{\"code\":\"SIGN_ERROR\",\"message\":\"Some words\"," + rest + "}",
				"401 `SIGN_ERROR`, " + variant);
	}

	/**
	 * An unsigned refusal.
	 *
	 * @param status its status
	 * @param body its body
	 * @param variant how the table names it
	 */
	private record Refusal(int status, String body, String variant) {

		Probe probe(String title, Ending ending) {
			return Probe.of(title, ProbeResponse.json(this.status, this.body), ending).variant(this.variant);
		}

	}

}
