package io.github.wechatpayhk.sample.command;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.reconciliation.StatementTotals.DayTotals;
import io.github.wechatpayhk.sample.books.DailyReport;
import io.github.wechatpayhk.sample.books.DailyReports;
import io.github.wechatpayhk.sample.wire.WireJournal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.MessageSource;

/**
 * Compares the books with the statement of a day.
 */
@Command(name = "reconcile",
		description = { "Compares the payments and reversals that are stored with the statement of a day.",
				"Ends with 0 if they agree and with 1 if they do not. Changes no order. While the application runs,",
				"only a database of its own can be read: use the page of the books instead." })
final class ReconcileCommand extends ServiceCommand {

	@Parameters(paramLabel = "DAY", description = "the day in Beijing time, such as 2026-11-28")
	private @Nullable LocalDate day;

	ReconcileCommand(CommandContext context) {
		super(context);
	}

	@Override
	boolean needsStore() {
		return true;
	}

	@Override
	CommandResult run(ConfigurableApplicationContext application) {
		LocalDate present = Objects.requireNonNull(this.day);
		try {
			DailyReport report = application.getBean(DailyReports.class).reconcile(present);
			return result(report, application).with("day", present.toString())
				.with("rows", report.results().stream().mapToLong((compared) -> compared.result().rows()).sum())
				.with("totals", report.totals().stream().map(ReconcileCommand::facts).toList())
				.with("rowsWithoutAmount", report.rowsWithoutAmount())
				.with("found", report.found())
				.with("differences",
						report.differences().stream().map((difference) -> facts(difference, application)).toList())
				.succeeded(application.getBean(WireJournal.class).requestIdOfLast(null));
		}
		catch (WechatPayHkException ex) {
			return CommandResult.failed("Statement of " + present, ex).with("day", present.toString());
		}
		catch (ReversalConflictException ex) {
			return CommandResult
				.of(Outcome.NOT_SENT, "Statement of " + present + ": nothing was sent", "  " + ex.getMessage())
				.with("day", present.toString());
		}
	}

	private static CommandResult result(DailyReport report, MessageSource messages) {
		CommandResult result = (report.found() == 0)
				? CommandResult.done("The books of " + report.day() + " agree with the statement.")
				: CommandResult.different("The books of " + report.day() + " and the statement differ in "
						+ report.found() + " payments. Nothing was changed.");
		report.totals()
			.forEach((totals) -> result
				.line("  " + totals.currency() + ": " + totals.payments() + " payments " + totals.paid().toPlainString()
						+ ", " + totals.refunds() + " refunds " + totals.refunded().toPlainString() + ", fee "
						+ totals.fee().toPlainString() + ", net " + totals.net().toPlainString()));
		if (report.rowsWithoutAmount() > 0) {
			result.line("  " + report.rowsWithoutAmount()
					+ " rows have no amount that can be read. The totals are too small by them.");
		}
		for (ReconciledDifference difference : report.differences()) {
			result.line(difference.number() + ": " + message(messages, "difference.", difference))
				.line("  " + difference.detail())
				.line("  To do: " + message(messages, "difference.todo.", difference));
		}
		if (report.found() > report.differences().size()) {
			result.line("These are the first " + report.differences().size() + " of " + report.found() + '.');
		}
		return result;
	}

	private static Map<String, Object> facts(DayTotals totals) {
		return Map.of("currency", totals.currency().value(), "payments", totals.payments(), "paid", totals.paid(),
				"refunds", totals.refunds(), "refunded", totals.refunded(), "fee", totals.fee(), "net", totals.net());
	}

	private static Map<String, Object> facts(ReconciledDifference difference, MessageSource messages) {
		return Map.of("kind", difference.kind(), "entry", difference.entryKind(), "number", difference.number(),
				"detail", difference.detail(), "toDo", message(messages, "difference.todo.", difference));
	}

	private static String message(MessageSource messages, String prefix, ReconciledDifference difference) {
		return messages.getMessage(prefix + difference.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'), null,
				Locale.ENGLISH);
	}

}
