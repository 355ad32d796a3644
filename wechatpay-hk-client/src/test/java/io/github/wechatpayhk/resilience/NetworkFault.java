package io.github.wechatpayhk.resilience;

import java.util.List;

import io.github.wechatpayhk.simulator.fault.Fault;

/**
 * What happens to one attempt. All of it may happen between an honest gateway and an
 * honest client. Left out are lies that no client can see through: a 204 or a refusal
 * that WeChat Pay itself signs against the truth (or signed at another time, played back
 * to a client whose clock is wrong by just as much: seed 228 found that one), and an
 * unsigned refusal after the effect with a code that is trusted without a signature.
 */
enum NetworkFault {

	NONE, CONNECTION_REFUSED, CONNECT_TIMEOUT, LOST_ON_THE_WAY, ARRIVES_AFTER_A_WHILE, ARRIVES_TWICE,
	SECOND_COPY_RESPONDED,

	CLOCK_AHEAD, CLOCK_BEHIND, CLOCK_RIGHT,

	NO_RESPONSE(Fault.noResponse()), RESET_BEFORE_EFFECT(Fault.resetBeforeEffect()),
	RESET_AFTER_EFFECT(Fault.resetAfterEffect()),

	SYSTEM_ERROR(Fault.systemError()), SYSTEM_ERROR_AFTER_EFFECT(Fault.systemError().afterEffect()),
	BAD_GATEWAY(Fault.badGatewayHtml()), BAD_GATEWAY_AFTER_EFFECT(Fault.badGatewayHtml().afterEffect()),
	TOO_MANY_REQUESTS(Fault.tooManyRequests()), TOO_MANY_REQUESTS_AFTER_EFFECT(Fault.tooManyRequests().afterEffect()),
	ACCEPTED(Fault.accepted()), ACCEPTED_AFTER_EFFECT(Fault.accepted().afterEffect()),
	UNSIGNED_ACCEPTED(Fault.accepted(), Fault.unsigned()),

	SIGNATURE_REFUSED(Fault.unauthorized()), FORBIDDEN(Fault.forbidden()), NOT_FOUND(Fault.notFound()),
	UNSIGNED_NOT_FOUND(Fault.notFound(), Fault.unsigned()),
	UNSIGNED_NOT_FOUND_AFTER_EFFECT(Fault.notFound().afterEffect(), Fault.unsigned()),

	UNSIGNED(Fault.unsigned()), UNSIGNED_NO_CONTENT(Fault.status(204, "NONE"), Fault.unsigned()),
	FORGED_NO_CONTENT(Fault.status(204, "NONE"), Fault.signedByUntrustedKey()),
	TAMPERED_NO_CONTENT(Fault.status(204, "NONE"), Fault.tampered()), STALE(Fault.staleClock()),
	FUTURE(Fault.futureClock()), PROBE_NO_CONTENT(Fault.status(204, "NONE"), Fault.signTest()),
	UNKNOWN_SERIAL_NO_CONTENT(Fault.status(204, "NONE"), Fault.unknownSerial()), TAMPERED(Fault.tampered()),
	FORGED_NOT_FOUND_AFTER_EFFECT(Fault.notFound().afterEffect(), Fault.signedByUntrustedKey()),
	FORGED_FORBIDDEN_AFTER_EFFECT(Fault.forbidden().afterEffect(), Fault.tampered()), TRUNCATED(Fault.truncated());

	private final List<Fault> faults;

	NetworkFault(Fault... faults) {
		this.faults = List.of(faults);
	}

	/**
	 * Return what the gateway does wrong.
	 * @return the faults, none if the network alone is to blame
	 */
	List<Fault> atGateway() {
		return this.faults;
	}

}
