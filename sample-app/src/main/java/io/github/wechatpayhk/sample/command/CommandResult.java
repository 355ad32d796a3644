package io.github.wechatpayhk.sample.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import org.jspecify.annotations.Nullable;

/**
 * What a command found out: lines for operators, and the same as facts for scripts.
 *
 * @param exitCode the exit code
 * @param outcome the outcome, for scripts
 * @param lines the lines
 * @param facts the facts, in their order
 */
record CommandResult(int exitCode, String outcome, List<String> lines, Map<String, Object> facts) {

	static final int DONE = 0;

	static final int REJECTED = 1;

	static final int NOT_SENT = 2;

	static final int UNKNOWN = 3;

	static CommandResult done(String... lines) {
		return new CommandResult(DONE, "DONE", new ArrayList<>(List.of(lines)), new LinkedHashMap<>());
	}

	static CommandResult failed(String title, WechatPayHkException ex) {
		CommandResult result = of(ex.outcome(), title + ": " + meaning(ex.outcome()), "  " + ex.getMessage());
		if (ex instanceof WechatPayHkApiException response) {
			result.with("status", response.status()).with("code", response.code());
		}
		String meaning = RequestIdNumbers.meaning(ex.requestId());
		if (meaning != null) {
			result.line("  Request-ID: " + meaning).with("requestIdMeaning", meaning);
		}
		return result.with("signature", ex.signatureStatus().name())
			.with("requestId", ex.requestId())
			.with("attempts", ex.attempts().size())
			.with("message", ex.getMessage());
	}

	static CommandResult of(Outcome outcome, String... lines) {
		return new CommandResult(exitCode(outcome), outcome.name(), new ArrayList<>(List.of(lines)),
				new LinkedHashMap<>());
	}

	/**
	 * The command did what it was told to, and found differences.
	 */
	static CommandResult different(String... lines) {
		return new CommandResult(REJECTED, "DIFFERENT", new ArrayList<>(List.of(lines)), new LinkedHashMap<>());
	}

	private static String meaning(Outcome outcome) {
		return switch (outcome) {
			case NOT_SENT -> "nothing was sent";
			case REJECTED -> "WeChat Pay refused, nothing changed";
			case UNKNOWN -> "the outcome is not known; do it again, which is safe, or query the order";
		};
	}

	/**
	 * Add what the call that succeeded is known by to WeChat Pay's support.
	 */
	CommandResult succeeded(@Nullable String requestId) {
		return ((requestId != null) ? line("Request-ID " + requestId) : this).with("requestId", requestId)
			.with("signature", "VERIFIED");
	}

	/**
	 * Put a line before all others.
	 */
	CommandResult after(String first) {
		this.lines.add(0, first);
		return this;
	}

	CommandResult with(String name, @Nullable Object value) {
		if (value != null) {
			this.facts.put(name, value);
		}
		return this;
	}

	CommandResult line(String line) {
		this.lines.add(line);
		return this;
	}

	private static int exitCode(Outcome outcome) {
		return switch (outcome) {
			case REJECTED -> REJECTED;
			case NOT_SENT -> NOT_SENT;
			case UNKNOWN -> UNKNOWN;
		};
	}

}
