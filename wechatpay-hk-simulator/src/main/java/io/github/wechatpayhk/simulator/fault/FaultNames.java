package io.github.wechatpayhk.simulator.fault;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The names of all faults.
 */
final class FaultNames {

	private static final String AFTER_EFFECT = "+after-effect";

	private static final Map<String, Supplier<Fault>> PLAIN = plain();

	private static final Map<String, Function<String, Fault>> WITH_PARAMETER = Map.of("latency",
			(text) -> Fault.latency(Duration.parse(text)), "drip", (text) -> Fault.drip(Duration.parse(text)),
			"oversized", (text) -> Fault.oversized(Integer.parseInt(text)), "redirect", Fault::redirect, "status",
			FaultNames::status);

	private FaultNames() {
	}

	static Set<String> all() {
		Set<String> names = new TreeSet<>(PLAIN.keySet());
		names.addAll(WITH_PARAMETER.keySet());
		return names;
	}

	static Fault parse(String text) {
		boolean isAfterEffect = text.endsWith(AFTER_EFFECT);
		String written = isAfterEffect ? text.substring(0, text.length() - AFTER_EFFECT.length()) : text;
		int colon = written.indexOf(':');
		Fault fault = (colon < 0) ? find(written) : find(written.substring(0, colon), written.substring(colon + 1));
		return isAfterEffect ? fault.afterEffect() : fault;
	}

	private static Fault find(String name) {
		Supplier<Fault> fault = PLAIN.get(name);
		if (fault == null) {
			throw new IllegalArgumentException("There is no fault '" + name + "' without a parameter; known: " + all());
		}
		return fault.get();
	}

	private static Fault find(String name, String parameter) {
		Function<String, Fault> fault = WITH_PARAMETER.get(name);
		if (fault == null) {
			throw new IllegalArgumentException("There is no fault '" + name + "' with a parameter; known: " + all());
		}
		try {
			return fault.apply(parameter);
		}
		catch (DateTimeException | NumberFormatException ex) {
			throw new IllegalArgumentException("The fault '" + name + "' cannot have the parameter '" + parameter + "'",
					ex);
		}
	}

	private static Fault status(String text) {
		int comma = text.indexOf(',');
		return (comma < 0) ? Fault.status(Integer.parseInt(text), "INJECTED")
				: Fault.status(Integer.parseInt(text.substring(0, comma)), text.substring(comma + 1));
	}

	private static Map<String, Supplier<Fault>> plain() {
		Map<String, Supplier<Fault>> plain = new TreeMap<>();
		plain.put("no-response", Fault::noResponse);
		plain.put("reset-before-effect", Fault::resetBeforeEffect);
		plain.put("reset-after-effect", Fault::resetAfterEffect);
		plain.put("truncated", Fault::truncated);
		plain.put("unsigned", Fault::unsigned);
		plain.put("tampered", Fault::tampered);
		plain.put("altered-statement", Fault::alteredStatement);
		plain.put("cut-statement", Fault::cutStatement);
		plain.put("missing-statement", Fault::missingStatement);
		plain.put("signed-by-untrusted-key", Fault::signedByUntrustedKey);
		plain.put("unknown-serial", Fault::unknownSerial);
		plain.put("signtest", Fault::signTest);
		plain.put("stale-clock", Fault::staleClock);
		plain.put("future-clock", Fault::futureClock);
		plain.put("undecodable-signature", Fault::undecodableSignature);
		plain.put("wrong-content-type", Fault::wrongContentType);
		plain.put("lower-case-headers", Fault::lowerCaseHeaders);
		plain.put("rotation", Fault::rotation);
		plain.put("accepted", Fault::accepted);
		plain.put("unauthorized", Fault::unauthorized);
		plain.put("forbidden", Fault::forbidden);
		plain.put("not-found", Fault::notFound);
		plain.put("too-many-requests", Fault::tooManyRequests);
		plain.put("system-error", Fault::systemError);
		plain.put("bad-gateway-html", Fault::badGatewayHtml);
		plain.put("service-unavailable", Fault::serviceUnavailable);
		plain.put("certificates-unavailable", Fault::certificatesUnavailable);
		return Map.copyOf(plain);
	}

}
