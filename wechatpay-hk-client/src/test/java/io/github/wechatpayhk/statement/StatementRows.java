package io.github.wechatpayhk.statement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rows of statements, read as those of a verified one are.
 */
public final class StatementRows {

	private static final String HEADINGS = "交易时间,微信订单号,商户订单号,交易状态,微信退款单号,商户退款单号,退款状态,标价币种,订单金额(标价币种),申请退款金额,"
			+ "结算币种,应结订单金额,退款应结订单金额,手续费\n";

	private StatementRows() {
	}

	/**
	 * Return the line of a payment.
	 */
	public static String payment(String outTradeNo, String state, String amount, String currency) {
		return line("2026-11-28 23:59:59", "42" + outTradeNo, outTradeNo, state, "0", "0", "", currency, amount, "",
				currency, amount, "", "REVOKED".equals(state) ? "0.00000" : "0.07104");
	}

	/**
	 * Return the line of a refund.
	 */
	public static String refund(String outTradeNo, String outRefundNo, String status, String amount) {
		return line("2026-11-28 12:00:00", "42" + outTradeNo, outTradeNo, "REFUND", "50" + outRefundNo, outRefundNo,
				status, "HKD", "", amount, "HKD", "", amount, "-0.00800");
	}

	public static String line(String... cells) {
		return List.of(cells).stream().map((cell) -> '`' + cell).collect(Collectors.joining(","));
	}

	public static List<StatementRow> read(List<String> lines) {
		try {
			Path file = Files.createTempFile("rows", ".csv");
			try {
				Files.writeString(file, HEADINGS + String.join("\n", lines) + '\n');
				return read(file);
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<StatementRow> read(Path file) throws IOException {
		List<StatementRow> rows = new ArrayList<>();
		try (StatementReader reader = StatementReader.open(file)) {
			for (StatementRow row = reader.next(); row != null; row = reader.next()) {
				rows.add(row);
			}
		}
		return rows;
	}

}
