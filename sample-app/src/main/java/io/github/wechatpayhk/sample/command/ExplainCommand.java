package io.github.wechatpayhk.sample.command;

import io.github.wechatpayhk.error.Outcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * Explains a Request-ID. Asks nobody.
 */
@Command(name = "explain", description = { "Explains the internal error number at the end of a Request-ID.",
		"Nothing is sent, and no configuration is needed." })
final class ExplainCommand extends PrintedCommand {

	@Parameters(paramLabel = "REQUEST-ID", description = "the whole Request-ID, as it stands in a log line")
	private String requestId = "";

	@Override
	CommandResult result() {
		String number = RequestIdNumbers.numberOf(this.requestId);
		String meaning = RequestIdNumbers.meaning(this.requestId);
		return ((meaning != null) ? CommandResult.done("Request-ID " + this.requestId, "  " + number + ": " + meaning)
				: CommandResult.of(Outcome.UNKNOWN, "Request-ID " + this.requestId,
						(number != null) ? "  " + number + ": a number whose meaning is not published"
								: "  It does not end with an error number.",
						"Give the whole Request-ID to WeChat Pay's support."))
			.with("requestId", this.requestId)
			.with("number", number)
			.with("meaning", meaning);
	}

}
