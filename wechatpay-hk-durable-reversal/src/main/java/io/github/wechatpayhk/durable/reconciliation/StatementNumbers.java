package io.github.wechatpayhk.durable.reconciliation;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.statement.StatementRow;
import org.jspecify.annotations.Nullable;

/**
 * The numbers in some rows of a statement.
 *
 * @param orders the numbers of the orders, of either side
 * @param refunds the merchant's numbers of the refunds
 */
record StatementNumbers(Set<String> orders, Set<String> refunds) {

	/**
	 * Read rows. That of a refund names the order as well, and does not say what became
	 * of the payment.
	 */
	static StatementNumbers of(List<StatementRow> rows) {
		return new StatementNumbers(
				known(rows.stream()
					.filter((row) -> row.outRefundNo() == null && !TradeState.REFUND.equals(row.tradeState()))
					.flatMap((row) -> Stream.of(row.outTradeNo(), row.transactionId()))),
				known(rows.stream().map(StatementRow::outRefundNo)));
	}

	private static Set<String> known(Stream<@Nullable String> numbers) {
		return numbers.filter((number) -> number != null).collect(Collectors.toSet());
	}

	boolean isEmpty() {
		return this.orders.isEmpty() && this.refunds.isEmpty();
	}

}
