package io.github.wechatpayhk.documentation.restoftheapi;

import java.nio.file.Path;
import java.time.LocalDate;

import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.statement.StatementService;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * Statements of a day.
 */
@Service
class DailyStatements {

	private final StatementService statements;

	DailyStatements(StatementService statements) {
		this.statements = statements;
	}

	Mono<Path> download(LocalDate day, Path file) {
		return this.statements.download(day, file);
	}

	Mono<Boolean> isProvedReversed(LocalDate day, String outTradeNo) {
		return this.statements.rows(day)
			.filter((row) -> outTradeNo.equals(row.outTradeNo()))
			.any((row) -> TradeState.REVOKED.equals(row.tradeState()));
	}

}
