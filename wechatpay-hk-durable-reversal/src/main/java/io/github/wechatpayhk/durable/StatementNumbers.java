package io.github.wechatpayhk.durable;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
	 * Read rows.
	 * @param payments the rows whose orders count
	 * @param all all rows
	 */
	static StatementNumbers of(Stream<StatementRow> payments, Stream<StatementRow> all) {
		return new StatementNumbers(known(payments.flatMap((row) -> Stream.of(row.outTradeNo(), row.transactionId()))),
				known(all.map(StatementRow::outRefundNo)));
	}

	private static Set<String> known(Stream<@Nullable String> numbers) {
		return numbers.filter((number) -> number != null).collect(Collectors.toSet());
	}

	boolean isEmpty() {
		return this.orders.isEmpty() && this.refunds.isEmpty();
	}

}
