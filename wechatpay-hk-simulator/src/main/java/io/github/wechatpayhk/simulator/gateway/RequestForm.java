package io.github.wechatpayhk.simulator.gateway;

import java.util.Locale;

import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Route;

/**
 * Checks what every request must have: headers, and well-formed numbers in its path.
 */
final class RequestForm {

	private static final String JSON = "application/json";

	private RequestForm() {
	}

	static void checkHeaders(RawRequest request) {
		String accept = header(request, "Accept");
		if (!accept.contains(JSON) && !accept.contains("*/*")) {
			throw ApiProblem.field("Accept", "header", accept, "The header Accept must name " + JSON);
		}
		if (header(request, "User-Agent").isBlank()) {
			throw ApiProblem.field("User-Agent", "header", "", "The header User-Agent is required");
		}
		String type = header(request, "Content-Type");
		if (request.body().length > 0 && !type.toLowerCase(Locale.ROOT).startsWith(JSON)) {
			throw ApiProblem.field("Content-Type", "header", type, "The header Content-Type must be " + JSON);
		}
	}

	static void checkPath(Route route) {
		check(route, Route.OUT_TRADE_NO, "[0-9A-Za-z_\\-|*]{1,32}", "must be 1 to 32 of letters, digits, _-|*");
		check(route, Route.OUT_REFUND_NO, "[0-9A-Za-z_\\-|*@]{1,64}", "must be 1 to 64 of letters, digits, _-|*@");
		check(route, Route.TRANSACTION_ID, "[0-9A-Za-z]{1,32}", "must be 1 to 32 letters or digits");
		check(route, Route.SUB_MCHID, "[0-9]{1,32}", "must be 1 to 32 digits");
		check(route, Route.REFUND_ID, "[0-9A-Za-z]{1,32}", "must be 1 to 32 letters or digits");
	}

	private static void check(Route route, String name, String pattern, String issue) {
		String value = route.variables().get(name);
		if (value != null && !value.matches(pattern)) {
			throw ApiProblem.field(name, "url", value, name + " " + issue);
		}
	}

	private static String header(RawRequest request, String name) {
		String value = request.headers().first(name);
		return (value != null) ? value : "";
	}

}
