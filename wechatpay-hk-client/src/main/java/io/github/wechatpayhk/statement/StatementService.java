package io.github.wechatpayhk.statement;

import java.nio.file.Path;
import java.time.LocalDate;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Downloads the statement of a day (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#statement">protocol</a>):
 * all payments, refunds and reversals as WeChat Pay recorded them. Days are those of
 * Beijing time. A statement is written from 09:00 of the next day on, and complete at
 * 10:00; it can be had for 180 days.
 * <p>
 * A statement may have any size: it is written to a file while it is received, in
 * constant memory. The signature is verified before the first byte and the digest after
 * the last one. The response timeout bounds the wait for the response and for each
 * further piece of it, not the whole download. A download that fails leaves nothing
 * behind, and can be repeated as a whole.
 * <p>
 * Every publisher is cold: each subscription is a new call with a new signature. Errors
 * are {@link WechatPayHkException}s only. Nothing blocks the caller; files are read and
 * written on threads of Reactor's bounded elastic scheduler. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface StatementService {

	/**
	 * Download a statement of the configured merchant.
	 * @param day the day in Beijing time
	 * @param file where it goes
	 * @return the file, once it is verified
	 * @see #download(StatementRequest, Path)
	 */
	default Mono<Path> download(LocalDate day, Path file) {
		return Mono.defer(() -> download(StatementRequest.of(day), file));
	}

	/**
	 * Download a statement. The file appears, or is replaced, in one step when all of it
	 * is verified; before that the statement is beside it under another name. A day
	 * without payments is a {@link io.github.wechatpayhk.error.WechatPayHkApiException}
	 * with the code {@code NO_STATEMENT_EXIST}. A day that has no statement yet, or none
	 * any more, is a {@link io.github.wechatpayhk.error.WechatPayHkRequestException}, as
	 * is a directory that cannot be written to.
	 * @param request the day, and whose statement it is
	 * @param file where it goes, in a directory that exists
	 * @return the file, once it is verified
	 */
	Mono<Path> download(StatementRequest request, Path file);

	/**
	 * Read the statement of a day of the configured merchant.
	 * @param day the day in Beijing time
	 * @return its rows
	 * @see #rows(StatementRequest)
	 */
	default Flux<StatementRow> rows(LocalDate day) {
		return Flux.defer(() -> rows(StatementRequest.of(day)));
	}

	/**
	 * Read the statements of several days of the configured merchant, one day after the
	 * other. Each is downloaded and verified as a whole before its first row. A day that
	 * fails is an error after the rows of the days before.
	 * @param firstDay the first day in Beijing time
	 * @param lastDay the last day in Beijing time, not before the first one
	 * @return the rows of all days, in the order of the days
	 * @see #rows(StatementRequest)
	 */
	default Flux<StatementRow> rows(LocalDate firstDay, LocalDate lastDay) {
		return Flux.defer(() -> {
			if (RequestField.requirePresent("lastDay", lastDay)
				.isBefore(RequestField.requirePresent("firstDay", firstDay))) {
				throw new WechatPayHkRequestException("'lastDay' " + lastDay + " is before 'firstDay' " + firstDay);
			}
			return Flux.fromStream(firstDay.datesUntil(lastDay.plusDays(1))).concatMap(this::rows, 0);
		});
	}

	/**
	 * Read a statement row by row, after all of it was downloaded to a temporary file and
	 * verified. The file is deleted at the end. A table that cannot be read is an error
	 * after the rows before it, and no row is left out without one.
	 * @param request the day, and whose statement it is
	 * @return its rows; none for a day of which WeChat Pay says in a verified response
	 * that it has no payments
	 */
	Flux<StatementRow> rows(StatementRequest request);

	/**
	 * Return a service that makes one attempt per subscription.
	 * @param client whom it calls, and as whom
	 * @return the service
	 */
	static StatementService create(WechatPayHkClient client) {
		return new WebClientStatementService(client);
	}

}
