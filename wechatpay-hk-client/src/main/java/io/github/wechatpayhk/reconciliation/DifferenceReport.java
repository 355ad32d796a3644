package io.github.wechatpayhk.reconciliation;

import java.util.Arrays;
import java.util.stream.Collectors;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.Difference.StatementEntry;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/**
 * Writes differences as a table of comma-separated values (RFC 4180). A text that a
 * spreadsheet would execute as a formula begins with an apostrophe.
 *
 * @since 0.1.0
 */
public final class DifferenceReport {

	private static final String END = "\r\n";

	private static final String FORMULA = "=+-@\t\r\n";

	private static final String HEADINGS = line("difference", "kind", "number", "state_here", "amount_here",
			"currency_here", "state_there", "amount_there", "currency_there", "transaction_id", "time");

	private DifferenceReport() {
	}

	/**
	 * Write differences.
	 * @param differences the differences
	 * @return the lines with their ends, the headings first; amounts are in the main unit
	 * of their currency, times in UTC
	 */
	public static Flux<String> csv(Publisher<Difference> differences) {
		return Flux.concat(Flux.just(HEADINGS), Flux.from(differences).map(DifferenceReport::line));
	}

	private static String line(Difference difference) {
		LedgerEntry here = difference.here();
		StatementEntry there = difference.there();
		OrderAmount known = (here != null) ? here.amount() : null;
		StatementAmount amountHere = (known != null) ? StatementAmount.of(known) : null;
		StatementAmount amountThere = (there != null) ? there.amount() : null;
		return line(difference.kind(), difference.entryKind(), difference.number(),
				(here != null) ? here.state() : null, value(amountHere), currency(amountHere),
				(there != null) ? there.state() : null, value(amountThere), currency(amountThere),
				(there != null) ? there.transactionId() : null, (there != null) ? there.time() : null);
	}

	private static @Nullable String value(@Nullable StatementAmount amount) {
		return (amount != null) ? amount.value().toPlainString() : null;
	}

	private static @Nullable String currency(@Nullable StatementAmount amount) {
		return (amount != null) ? amount.currency().value() : null;
	}

	private static String line(@Nullable Object... cells) {
		return Arrays.stream(cells)
			.map((cell) -> (cell != null) ? cell(cell.toString()) : "")
			.collect(Collectors.joining(",", "", END));
	}

	private static String cell(String text) {
		boolean isFormula = !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0;
		String safe = isFormula ? '\'' + text : text;
		return safe.matches("[^\",\\r\\n]*") ? safe : '"' + safe.replace("\"", "\"\"") + '"';
	}

}
