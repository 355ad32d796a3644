package io.github.wechatpayhk.statement;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Reads the table of a statement (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#statement">protocol</a>):
 * a line of headings, and rows whose values each follow a back-tick. No row is left out:
 * a line that fits nowhere is an error. The first table has the numbers of orders. A
 * table of other headings may follow, with the totals of the day.
 */
final class StatementReader implements AutoCloseable {

	private static final char BEFORE_VALUE = '`';

	private static final String SEPARATOR = ",`";

	private final BufferedReader lines;

	private List<String> headings = List.of();

	private int number;

	private int rows;

	private StatementReader(BufferedReader lines) {
		this.lines = lines;
	}

	static StatementReader open(Path file) throws IOException {
		return new StatementReader(
				new BufferedReader(new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8)));
	}

	/**
	 * Read the next payment or refund.
	 * @return the row, or {@code null} at the end
	 */
	@Nullable StatementRow next() throws IOException {
		for (String line = nextLine(); line != null; line = nextLine()) {
			if (line.charAt(0) != BEFORE_VALUE) {
				begin(line);
				continue;
			}
			this.rows++;
			StatementRow row = row(values(line));
			if (row != null) {
				return row;
			}
		}
		requireRows();
		return null;
	}

	private @Nullable String nextLine() throws IOException {
		String line = this.lines.readLine();
		this.number++;
		if (line != null && this.number == 1 && !line.isEmpty() && line.charAt(0) == '\uFEFF') {
			line = line.substring(1);
		}
		return (line != null && line.isBlank()) ? nextLine() : line;
	}

	private void begin(String line) throws IOException {
		requireRows();
		List<String> cells = List.of(line.split(",", -1));
		if (!this.headings.isEmpty() && cells.stream().anyMatch(StatementReader::isValue)) {
			throw new IOException("Line " + this.number + " of the statement is neither a row nor headings");
		}
		if (this.headings.isEmpty() && cells.stream().noneMatch(StatementReader::isNumber)) {
			throw new IOException("Its headings name neither the number of the order nor that of the transaction: "
					+ cells + ". Its rows are not known. Report the headings to the maintainers of this library");
		}
		this.headings = cells;
		this.rows = 0;
	}

	private static boolean isNumber(String heading) {
		StatementColumn column = StatementColumn.of(heading.strip());
		return column == StatementColumn.OUT_TRADE_NO || column == StatementColumn.TRANSACTION_ID;
	}

	private static boolean isValue(String cell) {
		String text = cell.strip();
		return text.isEmpty() || Character.isDigit(text.charAt(0));
	}

	/**
	 * What looks like headings, and has no rows, may be the rest of a row.
	 */
	private void requireRows() throws IOException {
		if (this.rows == 0 && this.number > 2) {
			throw new IOException("The statement has no row below its headings, before line " + this.number);
		}
	}

	private static List<String> values(String line) {
		List<String> values = new ArrayList<>();
		int begin = 1;
		for (int end = line.indexOf(SEPARATOR, begin); end != -1; end = line.indexOf(SEPARATOR, begin)) {
			values.add(line.substring(begin, end));
			begin = end + SEPARATOR.length();
		}
		values.add(line.substring(begin));
		return values;
	}

	private @Nullable StatementRow row(List<String> cells) throws IOException {
		if (cells.size() != this.headings.size()) {
			throw new IOException("Line " + this.number + " of the statement has " + cells.size() + " values below "
					+ this.headings.size() + " headings");
		}
		Map<String, String> values = new LinkedHashMap<>();
		Map<StatementColumn, String> known = new EnumMap<>(StatementColumn.class);
		for (int index = 0; index < cells.size(); index++) {
			String heading = this.headings.get(index).strip();
			values.put(heading, cells.get(index));
			StatementColumn column = StatementColumn.of(heading);
			if (column != null) {
				known.put(column, cells.get(index));
			}
		}
		boolean isTotal = !known.containsKey(StatementColumn.OUT_TRADE_NO)
				&& !known.containsKey(StatementColumn.TRANSACTION_ID);
		return isTotal ? null : new StatementRow(values, known);
	}

	@Override
	public void close() throws IOException {
		this.lines.close();
	}

}
