package io.github.wechatpayhk.simulator.fault;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

import io.github.wechatpayhk.simulator.http.Transmission.Ending;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.signature.SignatureTwist;
import org.jspecify.annotations.Nullable;

/**
 * One thing that goes wrong on purpose. Immutable; faults of different kinds can be
 * combined. A response that a fault puts in place of the real one is given instead of
 * carrying out the operation, unless {@link #afterEffect()} says otherwise.
 *
 * @since 0.1.0
 */
public final class Fault {

	private final String name;

	private final @Nullable String parameter;

	private final Kind kind;

	private final boolean isAfterEffect;

	private final Consumer<FaultPlan> change;

	private Fault(String name, @Nullable String parameter, Kind kind, boolean isAfterEffect,
			Consumer<FaultPlan> change) {
		this.name = name;
		this.parameter = parameter;
		this.kind = kind;
		this.isAfterEffect = isAfterEffect;
		this.change = change;
	}

	private static Fault of(String name, Kind kind, Consumer<FaultPlan> change) {
		return new Fault(name, null, kind, false, change);
	}

	/**
	 * The response waits; the operation is carried out at once.
	 * @param time how long
	 * @return the fault {@code latency}
	 */
	public static Fault latency(Duration time) {
		return new Fault("latency", positive(time).toString(), Kind.DELAY, false, (plan) -> plan.delay(time));
	}

	/**
	 * The operation is carried out, and no response is sent.
	 * @return the fault {@code no-response}
	 */
	public static Fault noResponse() {
		return of("no-response", Kind.ENDING, (plan) -> plan.end(Ending.SILENCE));
	}

	/**
	 * The connection is reset, and the operation is not carried out.
	 * @return the fault {@code reset-before-effect}
	 */
	public static Fault resetBeforeEffect() {
		return of("reset-before-effect", Kind.ENDING, (plan) -> plan.end(Ending.RESET).skipEffect());
	}

	/**
	 * The operation is carried out, and the connection is reset instead of a response.
	 * @return the fault {@code reset-after-effect}
	 */
	public static Fault resetAfterEffect() {
		return of("reset-after-effect", Kind.ENDING, (plan) -> plan.end(Ending.RESET));
	}

	/**
	 * The response announces its whole length and stops in the middle. A response without
	 * a body becomes a 200 with one.
	 * @return the fault {@code truncated}
	 */
	public static Fault truncated() {
		return of("truncated", Kind.ENDING, (plan) -> plan.end(Ending.TRUNCATED).needBody());
	}

	/**
	 * The body comes in many small pieces. A response without a body becomes a 200 with
	 * one.
	 * @param time over which time
	 * @return the fault {@code drip}
	 */
	public static Fault drip(Duration time) {
		return new Fault("drip", positive(time).toString(), Kind.DRIP, false, (plan) -> plan.drip(time).needBody());
	}

	/**
	 * The body is blown up with white space, which its signature covers. A response
	 * without a body becomes a 200 with one.
	 * @param bytes the least size of the body
	 * @return the fault {@code oversized}
	 */
	public static Fault oversized(int bytes) {
		if (bytes < 1) {
			throw new IllegalArgumentException("'bytes' must be positive");
		}
		return new Fault("oversized", Integer.toString(bytes), Kind.SIZE, false,
				(plan) -> plan.oversize(bytes).needBody());
	}

	/**
	 * The response is not signed.
	 * @return the fault {@code unsigned}
	 */
	public static Fault unsigned() {
		return twist("unsigned", SignatureTwist.UNSIGNED);
	}

	/**
	 * The signature is of another body.
	 * @return the fault {@code tampered}
	 */
	public static Fault tampered() {
		return twist("tampered", SignatureTwist.TAMPERED);
	}

	/**
	 * A statement is not the one whose digest was signed. For {@link Operation#STATEMENT}
	 * only.
	 * @return the fault {@code altered-statement}
	 */
	public static Fault alteredStatement() {
		return of("altered-statement", Kind.SIZE, FaultPlan::alterStatement);
	}

	/**
	 * A statement ends in its middle, although its digest is that of the whole. For
	 * {@link Operation#STATEMENT} only.
	 * @return the fault {@code cut-statement}
	 */
	public static Fault cutStatement() {
		return of("cut-statement", Kind.SIZE, FaultPlan::cutStatement);
	}

	/**
	 * A day has no statement, although there were payments: 404
	 * {@code NO_STATEMENT_EXIST}. For {@link Operation#STATEMENT} only.
	 * @return the fault {@code missing-statement}
	 */
	public static Fault missingStatement() {
		return status("missing-statement", 404, "NO_STATEMENT_EXIST");
	}

	/**
	 * An untrusted key signed under the platform's name.
	 * @return the fault {@code signed-by-untrusted-key}
	 */
	public static Fault signedByUntrustedKey() {
		return twist("signed-by-untrusted-key", SignatureTwist.UNTRUSTED_KEY);
	}

	/**
	 * The response names a serial number that nobody knows.
	 * @return the fault {@code unknown-serial}
	 */
	public static Fault unknownSerial() {
		return twist("unknown-serial", SignatureTwist.UNKNOWN_SERIAL);
	}

	/**
	 * The signature is WeChat Pay's probe, which begins with {@code WECHATPAY/SIGNTEST/}.
	 * @return the fault {@code signtest}
	 */
	public static Fault signTest() {
		return twist("signtest", SignatureTwist.SIGNTEST);
	}

	/**
	 * The response is signed rightly with a timestamp six minutes old.
	 * @return the fault {@code stale-clock}
	 */
	public static Fault staleClock() {
		return twist("stale-clock", SignatureTwist.STALE);
	}

	/**
	 * The response is signed rightly with a timestamp six minutes ahead.
	 * @return the fault {@code future-clock}
	 */
	public static Fault futureClock() {
		return twist("future-clock", SignatureTwist.FUTURE);
	}

	/**
	 * The signature is not Base64.
	 * @return the fault {@code undecodable-signature}
	 */
	public static Fault undecodableSignature() {
		return twist("undecodable-signature", SignatureTwist.UNDECODABLE);
	}

	/**
	 * The response claims to be HTML.
	 * @return the fault {@code wrong-content-type}
	 */
	public static Fault wrongContentType() {
		return of("wrong-content-type", Kind.CONTENT_TYPE, (plan) -> plan.contentType("text/html"));
	}

	/**
	 * All header names are written in lower case.
	 * @return the fault {@code lower-case-headers}
	 */
	public static Fault lowerCaseHeaders() {
		return of("lower-case-headers", Kind.LETTER_CASE, FaultPlan::lowerCase);
	}

	/**
	 * The platform's certificate changes while the request is on its way: the new one
	 * signs the response.
	 * @return the fault {@code rotation}
	 */
	public static Fault rotation() {
		return of("rotation", Kind.KEYS, FaultPlan::rotate);
	}

	/**
	 * The response is 202: accepted, not finished.
	 * @return the fault {@code accepted}
	 */
	public static Fault accepted() {
		return status("accepted", 202, "ACCEPTED");
	}

	/**
	 * The response is 401 {@code SIGN_ERROR} for a signature that does not match,
	 * unsigned.
	 * @return the fault {@code unauthorized}
	 */
	public static Fault unauthorized() {
		Reply reply = Reply.of(new ApiProblem(401, "SIGN_ERROR", "Injected fault", ApiProblem.SIGN_NOT_MATCH));
		return response("unauthorized", reply, false, "application/json");
	}

	/**
	 * The response is 403 {@code NO_AUTH}.
	 * @return the fault {@code forbidden}
	 */
	public static Fault forbidden() {
		return status("forbidden", 403, "NO_AUTH");
	}

	/**
	 * The response is 404 {@code ORDER_NOT_EXIST}.
	 * @return the fault {@code not-found}
	 */
	public static Fault notFound() {
		return status("not-found", 404, "ORDER_NOT_EXIST");
	}

	/**
	 * The response is 429 {@code RATELIMIT_EXCEEDED}.
	 * @return the fault {@code too-many-requests}
	 */
	public static Fault tooManyRequests() {
		return status("too-many-requests", 429, "RATELIMIT_EXCEEDED");
	}

	/**
	 * The response is 500 {@code SYSTEM_ERROR}.
	 * @return the fault {@code system-error}
	 */
	public static Fault systemError() {
		return status("system-error", 500, "SYSTEM_ERROR");
	}

	/**
	 * The response is an unsigned 502 with a page of HTML, as proxies give it.
	 * @return the fault {@code bad-gateway-html}
	 */
	public static Fault badGatewayHtml() {
		String page = "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";
		return response("bad-gateway-html", new Reply(502, page.getBytes(StandardCharsets.UTF_8)), false, "text/html");
	}

	/**
	 * The response is 503 {@code SERVICE_UNAVAILABLE}.
	 * @return the fault {@code service-unavailable}
	 */
	public static Fault serviceUnavailable() {
		return status("service-unavailable", 503, "SERVICE_UNAVAILABLE");
	}

	/**
	 * The response is a 302 to the given place.
	 * @param location the value of {@code Location}
	 * @return the fault {@code redirect}
	 */
	public static Fault redirect(String location) {
		return new Fault("redirect", location, Kind.RESPONSE, false,
				(plan) -> plan.response(new Reply(302, new byte[0]), "text/html").location(location));
	}

	/**
	 * The certificates cannot be downloaded: 500 {@code SYSTEM_ERROR}. For
	 * {@link Operation#CERTIFICATES} only.
	 * @return the fault {@code certificates-unavailable}
	 */
	public static Fault certificatesUnavailable() {
		return status("certificates-unavailable", 500, "SYSTEM_ERROR");
	}

	/**
	 * The response has any status and code.
	 * @param status the status, 200 to 599
	 * @param code the code
	 * @return the fault {@code status}
	 */
	public static Fault status(int status, String code) {
		if (status < 200 || status > 599) {
			throw new IllegalArgumentException("'status' must be between 200 and 599");
		}
		Reply reply = (status == 204) ? Reply.noContent() : problem(status, code);
		return new Fault("status", status + "," + code, Kind.RESPONSE, false,
				(plan) -> plan.response(reply, "application/json"));
	}

	/**
	 * Read a fault from its text, the inverse of {@link #toString()}.
	 * @param text the name; after a colon its parameter; after a plus sign
	 * {@code after-effect}
	 * @return the fault
	 * @throws IllegalArgumentException if there is no such fault
	 */
	public static Fault parse(String text) {
		return FaultNames.parse(text);
	}

	/**
	 * Return this fault with the operation carried out before the response is replaced.
	 * @return the changed fault
	 * @throws IllegalStateException if this fault does not replace the response
	 */
	public Fault afterEffect() {
		if (this.kind != Kind.RESPONSE) {
			throw new IllegalStateException("The fault '" + this.name + "' does not replace the response");
		}
		return new Fault(this.name, this.parameter, this.kind, true, this.change);
	}

	/**
	 * Return the fault's name.
	 * @return the name, lower case with hyphens
	 */
	public String name() {
		return this.name;
	}

	Kind kind() {
		return this.kind;
	}

	boolean isSkippingEffect() {
		return this.kind == Kind.RESPONSE && !this.isAfterEffect;
	}

	void apply(FaultPlan plan) {
		this.change.accept(plan);
		if (isSkippingEffect()) {
			plan.skipEffect();
		}
	}

	private static Fault twist(String name, SignatureTwist twist) {
		return of(name, Kind.SIGNATURE, (plan) -> plan.twist(twist));
	}

	private static Fault status(String name, int status, String code) {
		return response(name, problem(status, code), true, "application/json");
	}

	private static Fault response(String name, Reply reply, boolean isSigned, String contentType) {
		return of(name, Kind.RESPONSE, (plan) -> {
			plan.response(reply, contentType);
			if (!isSigned) {
				plan.twist(SignatureTwist.UNSIGNED);
			}
		});
	}

	private static Reply problem(int status, String code) {
		return Reply.of(new ApiProblem(status, code, "Injected fault"));
	}

	private static Duration positive(Duration time) {
		if (time.isNegative() || time.isZero()) {
			throw new IllegalArgumentException("'time' must be positive");
		}
		return time;
	}

	/**
	 * Writes the fault so that {@link #parse(String)} can read it.
	 */
	@Override
	public String toString() {
		return this.name + ((this.parameter != null) ? ":" + this.parameter : "")
				+ (this.isAfterEffect ? "+after-effect" : "");
	}

	/**
	 * What a fault changes. Two faults of one kind cannot be combined.
	 */
	enum Kind {

		RESPONSE, DELAY, ENDING, DRIP, SIZE, SIGNATURE, CONTENT_TYPE, LETTER_CASE, KEYS

	}

}
