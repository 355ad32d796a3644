package io.github.wechatpayhk.autoconfigure.durable;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.wechatpayhk.durable.ReversalConflictException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/**
 * What the Actuator endpoints have in common: their parameters, and the problem details
 * that name a wrong one.
 */
final class EndpointResponses {

	private static final int DEFAULT_LIMIT = 100;

	private static final int MAXIMUM_LIMIT = 1000;

	private EndpointResponses() {
	}

	/**
	 * The text of a problem is part of the response, whatever the application shows of
	 * its own errors.
	 */
	static Object orProblem(Supplier<Object> operation) {
		try {
			return operation.get();
		}
		catch (ReversalConflictException | IllegalArgumentException ex) {
			return problem(HttpStatus.BAD_REQUEST, String.valueOf(ex.getMessage()));
		}
	}

	static Object problem(HttpStatus status, String detail) {
		return new WebEndpointResponse<>(ProblemDetail.forStatusAndDetail(status, detail), status.value(),
				MediaType.APPLICATION_PROBLEM_JSON);
	}

	static int limit(@Nullable String limit) {
		if (limit == null) {
			return DEFAULT_LIMIT;
		}
		try {
			return Math.max(1, Math.min(Integer.parseInt(limit), MAXIMUM_LIMIT));
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("'limit' must be a number, not '" + limit + "'", ex);
		}
	}

	static <S extends Enum<S>> S state(S[] states, String state) {
		return Stream.of(states)
			.filter((known) -> known.name().equalsIgnoreCase(state))
			.findAny()
			.orElseThrow(() -> unknown("state", state, Stream.of(states).map(Enum::name).toList()));
	}

	static IllegalArgumentException unknown(String parameter, @Nullable String value, List<String> known) {
		return new IllegalArgumentException("'" + parameter + "' must be one of " + known
				+ ((value != null) ? ", not '" + value + "'" : ", and is missing"));
	}

}
