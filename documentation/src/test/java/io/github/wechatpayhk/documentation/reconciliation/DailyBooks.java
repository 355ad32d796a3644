package io.github.wechatpayhk.documentation.reconciliation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.List;

import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.reconciliation.DifferenceReport;
import io.github.wechatpayhk.reconciliation.LedgerEntry;
import io.github.wechatpayhk.reconciliation.Reconciliation;
import io.github.wechatpayhk.reconciliation.StatementTotals;
import io.github.wechatpayhk.reconciliation.StatementTotals.DayTotals;
import io.github.wechatpayhk.statement.StatementService;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;

/**
 * The books of a shop.
 */
abstract class DailyBooks {

	private final StatementService statements;

	DailyBooks(StatementService statements) {
		this.statements = statements;
	}

	Flux<Difference> differences(LocalDate day) {
		Flux<LedgerEntry> books = Flux.concat(
				payments(day).map((payment) -> new LedgerEntry(payment.number(),
						payment.reversed() ? LedgerEntry.State.REVERSED : LedgerEntry.State.PAID,
						OrderAmount.hkd(payment.cents()))),
				refunds(day).map((refund) -> new LedgerEntry(refund.number(), LedgerEntry.State.REFUNDED,
						OrderAmount.hkd(refund.cents()))));
		return Reconciliation.create().differences(this.statements.rows(day), books);
	}

	Mono<List<DayTotals>> report(LocalDate day, Flux<LedgerEntry> books, Path file) {
		return Mono.defer(() -> {
			StatementTotals totals = new StatementTotals();
			Flux<Difference> differences = Reconciliation.create()
				.differences(this.statements.rows(day).doOnNext(totals::add), books);
			Flux<DataBuffer> lines = DifferenceReport.csv(differences)
				.map((line) -> DefaultDataBufferFactory.sharedInstance.wrap(line.getBytes(StandardCharsets.UTF_8)));
			return DataBufferUtils.write(lines, file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING)
				.then(Mono.fromSupplier(totals::list));
		});
	}

	abstract Flux<ShopPayment> payments(LocalDate day);

	abstract Flux<ShopRefund> refunds(LocalDate day);

	record ShopPayment(String number, long cents, boolean reversed) {
	}

	record ShopRefund(String number, long cents) {
	}

}
