package io.github.wechatpayhk.statement;

import java.io.IOException;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.JsonExchange.IdsQuery;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Downloads with one call over the signed client.
 */
final class WebClientStatementService implements StatementService {

	private final WechatPayHkClient client;

	private final JsonExchange exchange;

	WebClientStatementService(WechatPayHkClient client) {
		this.client = client;
		this.exchange = client.jsonExchange();
	}

	@Override
	public Mono<Path> download(StatementRequest request, Path file) {
		return Mono.defer(() -> {
			RequestField.requirePresent("request", request);
			RequestField.requirePresent("file", file);
			return Mono.usingWhen(open(() -> StatementFile.beside(file)),
					(part) -> receive(request, part).then(move(part, file)), WebClientStatementService::discard);
		});
	}

	@Override
	public Flux<StatementRow> rows(StatementRequest request) {
		return Flux.defer(() -> {
			RequestField.requirePresent("request", request);
			return Flux.usingWhen(open(StatementFile::temporary),
					(part) -> receive(request, part).thenMany(read(part.path())), WebClientStatementService::discard);
		}).onErrorResume(WebClientStatementService::isWithoutPayments, (ex) -> Flux.empty());
	}

	private Mono<Void> receive(StatementRequest request, StatementFile part) {
		return Mono.defer(() -> {
			request.requireAvailable(this.client.clock().instant());
			MerchantIds ids = request.merchantIds().orElse(this.client.merchantIds());
			IdsQuery query = IdsQuery
				.of(this.client.generation().statements(), (ids.spMchid() != null) ? ids : ids.requireComplete())
				.parameter("date", request.day().format(DateTimeFormatter.BASIC_ISO_DATE));
			return this.exchange.getStatement(query.template(), query.variables(), (body) -> part.write(body)
				.onErrorMap(IOException.class, (ex) -> failed("The statement could not be written to a file", ex)));
		});
	}

	private static Mono<StatementFile> open(Callable<StatementFile> opening) {
		return Mono.fromCallable(opening)
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorMap(IOException.class, (ex) -> new WechatPayHkRequestException(
					"The file of the statement cannot be written: " + ex.getMessage(), ex));
	}

	private static Mono<Path> move(StatementFile part, Path file) {
		return Mono.fromCallable(() -> part.moveTo(file))
			.subscribeOn(Schedulers.boundedElastic())
			.onErrorMap(IOException.class, (ex) -> failed("The statement could not be moved to '" + file + '\'', ex));
	}

	private static Mono<Void> discard(StatementFile part) {
		return Mono.<Void>fromCallable(() -> {
			part.discard();
			return null;
		}).subscribeOn(Schedulers.boundedElastic());
	}

	private static Flux<StatementRow> read(Path file) {
		return Flux
			.using(() -> StatementReader.open(file),
					(reader) -> Flux.<StatementRow>generate((sink) -> next(reader, sink)))
			.onErrorMap(IOException.class, (ex) -> failed("The statement cannot be read: " + ex.getMessage(), ex))
			.subscribeOn(Schedulers.boundedElastic());
	}

	private static void next(StatementReader reader, SynchronousSink<StatementRow> sink) {
		try {
			StatementRow row = reader.next();
			if (row != null) {
				sink.next(row);
			}
			else {
				sink.complete();
			}
		}
		catch (IOException ex) {
			sink.error(ex);
		}
	}

	/**
	 * Only a verified response proves that there is nothing.
	 */
	private static boolean isWithoutPayments(Throwable failure) {
		return failure instanceof WechatPayHkApiException response && response.hasCode("NO_STATEMENT_EXIST")
				&& response.signatureStatus() == SignatureStatus.VERIFIED;
	}

	private static WechatPayHkException failed(String problem, IOException cause) {
		return new WechatPayHkTransportException(Outcome.UNKNOWN, problem, cause);
	}

}
