package io.github.wechatpayhk.sample.books;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.reconciliation.StatementTotals.DayTotals;
import org.jspecify.annotations.Nullable;

/**
 * Writes a report as comma-separated values (RFC 4180). A text that a spreadsheet would
 * execute as a formula begins with an apostrophe.
 */
final class ReportFile {

	private static final String END = "\r\n";

	private ReportFile() {
	}

	static String write(DailyReport report) {
		List<String> lines = new ArrayList<>();
		lines.add(line("day", "row", "name", "number", "currency", "count", "amount", "detail"));
		report.totals().forEach((totals) -> lines.addAll(lines(report, totals)));
		report.differences().forEach((difference) -> lines.add(line(report, difference)));
		return String.join("", lines);
	}

	private static List<String> lines(DailyReport report, DayTotals totals) {
		return List.of(line(report, totals, "payments", totals.payments(), totals.paid()),
				line(report, totals, "refunds", totals.refunds(), totals.refunded()),
				line(report, totals, "fee", null, totals.fee()), line(report, totals, "net", null, totals.net()));
	}

	private static String line(DailyReport report, DayTotals totals, String name, @Nullable Long count,
			BigDecimal amount) {
		return line(report.day(), "total", name, null, totals.currency(), count, amount.toPlainString(), null);
	}

	private static String line(DailyReport report, ReconciledDifference difference) {
		return line(report.day(), "difference", difference.kind(), text(difference.number()), null, null, null,
				text(difference.detail()));
	}

	private static String line(@Nullable Object... cells) {
		return Arrays.stream(cells)
			.map((cell) -> (cell != null) ? quoted(cell.toString()) : "")
			.collect(Collectors.joining(",", "", END));
	}

	/**
	 * A text of somebody else, other than an amount, which may be negative.
	 */
	private static String text(String text) {
		return text.matches("(?s)[=+@\\-\\t\\r\\n].*") ? '\'' + text : text;
	}

	private static String quoted(String text) {
		return text.matches("[^\",\\r\\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
	}

}
