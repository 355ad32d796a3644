package io.github.wechatpayhk.statement;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.probe.Conduct;
import io.github.wechatpayhk.probe.ProbeGateway;
import io.github.wechatpayhk.probe.ProbeResponse;
import io.github.wechatpayhk.probe.Vectors;
import io.github.wechatpayhk.refund.RefundStatus;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Publisher;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Statements over a socket: what is signed is handed on, and nothing else is.
 */
class StatementServiceTests {

	/** 2019-04-02, 20:59:40 in Beijing. */
	private static final Instant NOW = Instant.ofEpochSecond(ProbeResponse.NOW);

	private static final LocalDate DAY = LocalDate.of(2019, 4, 1);

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final String CSV = "交易时间,商户订单号\n`2019-04-01 10:00:00,`T1\n";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readsTheVector(boolean isCompressed) throws IOException {
		ProbeResponse response = isCompressed
				? ProbeResponse.vector("statement-38-headers.txt", Vectors.bytes("statement-38-body.csv.gz"))
					.header("Content-Encoding", "gzip")
				: ProbeResponse.vector("statement-38-headers.txt", Vectors.bytes("statement-38-body.csv"));
		List<StatementRow> rows = rows(response);

		assertThat(rows).extracting(StatementRow::tradeState)
			.containsExactly(TradeState.SUCCESS, TradeState.SUCCESS, TradeState.REFUND, TradeState.REVOKED,
					TradeState.SUCCESS);
		StatementRow payment = rows.get(0);
		assertThat(payment.time()).isEqualTo("2018-01-30T01:12:05Z");
		assertThat(payment.outTradeNo()).isEqualTo("1217752501201407033233368018");
		assertThat(payment.transactionId()).isEqualTo("4200000000002104083200000488");
		assertThat(payment.appid()).isEqualTo("wx2421b1c4370ec43b");
		assertThat(payment.mchid()).isEqualTo("1900000100");
		assertThat(payment.subMchid()).isEqualTo("1900000109");
		assertThat(payment.openid()).isEqualTo("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
		assertThat(payment.tradeType()).isEqualTo(TradeType.MICROPAY);
		assertThat(payment.total()).isEqualTo(amount("8.88", "HKD"));
		assertThat(payment.total().total()).isEqualTo(888);
		assertThat(payment.fee()).isEqualTo(amount("0.07104", "HKD"));
		assertThat(payment.refundId()).isNull();
		assertThat(payment.outRefundNo()).isNull();
		assertThat(payment.refundStatus()).isNull();

		StatementRow online = rows.get(1);
		assertThat(online.payerTotal()).isEqualTo(amount("88.00", "CNY"));
		assertThat(online.settlementTotal()).isEqualTo(amount("110.00", "HKD"));
		assertThat(online.values()).containsEntry("商户数据包", "shop=7").containsEntry("优惠券金额", "10.00").hasSize(38);

		StatementRow refund = rows.get(2);
		assertThat(refund.total()).isNull();
		assertThat(refund.refundId()).isEqualTo("50000000382019052709732678859");
		assertThat(refund.outRefundNo()).isEqualTo("R-20180130-0001");
		assertThat(refund.refundStatus()).isEqualTo(RefundStatus.SUCCESS);
		assertThat(refund.refundTotal()).isEqualTo(amount("60.00", "HKD"));
		assertThat(refund.payerRefundTotal()).isEqualTo(amount("44.00", "CNY"));
		assertThat(refund.settlementRefundTotal()).isEqualTo(amount("55.00", "HKD"));
		assertThat(refund.fee()).isEqualTo(amount("-0.44000", "HKD"));

		assertThat(rows.get(3).outRefundNo()).isNull();
		assertThat(rows.get(4).total().total()).isEqualTo(1500);
		assertThat(rows.get(4).values()).containsEntry("商品名称", "毛巾，\"大\"、2條");
	}

	@Test
	void namesTheDayAndTheMerchant() throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV))) {
			service(gateway).rows(DAY).blockLast(LONG_ENOUGH);

			assertThat(gateway.requests().get(0).requestLine())
				.contains(" /hk/v3/statements?mchid=1900000109&date=20190401 ");
		}
	}

	@Test
	void asksForAllSubMerchantsOfAnInstitution() throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV))) {
			service(gateway).rows(StatementRequest.of(DAY).withMerchantIds(MerchantIds.institution("1900000100", null)))
				.blockLast(LONG_ENOUGH);

			assertThat(gateway.requests().get(0).requestLine())
				.contains(" /hk/v3/statements?sp_mchid=1900000100&date=20190401 ");
		}
	}

	@Test
	void replacesTheFileInOneStep() throws IOException {
		Path file = Files.writeString(this.directory.resolve("statement.csv"), "older");
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV))) {
			assertThat(service(gateway).download(DAY, file).block(LONG_ENOUGH)).isEqualTo(file);
		}
		assertThat(file).hasContent(CSV);
		assertThat(files()).containsExactly(file);
	}

	@Test
	void downloadsMoreThanAResponseMayHave() throws IOException {
		String large = CSV + "`2019-04-01 10:00:00,`T2\n".repeat(200_000);
		Path file = this.directory.resolve("statement.csv");
		try (ProbeGateway gateway = ProbeGateway.start(signed(large))) {
			service(gateway).download(DAY, file).block(LONG_ENOUGH);
		}
		assertThat(Files.size(file)).isGreaterThan(4_000_000).isEqualTo(large.getBytes(StandardCharsets.UTF_8).length);
		try (ProbeGateway gateway = ProbeGateway.start(signed(large))) {
			assertThat(service(gateway).rows(DAY).count().block(LONG_ENOUGH)).isEqualTo(200_001);
		}
	}

	@Test
	void leavesNothingOfAFileThatIsNotTheSignedOne() throws IOException {
		Path file = Files.writeString(this.directory.resolve("statement.csv"), "older");
		ProbeResponse altered = signed(CSV).body(CSV.replace("T1", "T2"));
		try (ProbeGateway gateway = ProbeGateway.start(altered)) {
			assertSignatureFails(service(gateway).download(DAY, file), WechatPayHkSignatureException.Reason.MISMATCH);
		}
		assertThat(file).hasContent("older");
		assertThat(files()).containsExactly(file);
	}

	@Test
	void handsOnNoRowOfAFileThatIsNotTheSignedOne() throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV).body(CSV.replace("T1", "T2")))) {
			StepVerifier.create(service(gateway).rows(DAY))
				.expectError(WechatPayHkSignatureException.class)
				.verify(LONG_ENOUGH);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void doesNotWaitForTheBodyOfAForgedHead(boolean hasBegun) throws IOException {
		ProbeResponse forged = signed(CSV).replace("Wechatpay-Statement-Sha1", "0".repeat(40));
		CountDownLatch end = new CountDownLatch(1);
		Conduct headOnly = (request, connection) -> {
			byte[] bytes = forged.bytes();
			int body = CSV.getBytes(StandardCharsets.UTF_8).length;
			connection.getOutputStream().write(bytes, 0, bytes.length - (hasBegun ? 10 : body));
			connection.getOutputStream().flush();
			await(end);
		};
		try (ProbeGateway gateway = ProbeGateway.start(headOnly)) {
			assertSignatureFails(service(gateway).download(DAY, this.directory.resolve("statement.csv")),
					WechatPayHkSignatureException.Reason.MISMATCH);
			end.countDown();
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void leavesNothingOfAFileThatBreaksOff() throws IOException {
		Conduct breaking = (request, connection) -> {
			byte[] bytes = signed(CSV).bytes();
			connection.getOutputStream().write(bytes, 0, bytes.length - 10);
			connection.close();
		};
		try (ProbeGateway gateway = ProbeGateway.start(breaking)) {
			StepVerifier.create(service(gateway).download(DAY, this.directory.resolve("statement.csv")))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkTransportException.class)
					.hasMessageContaining("broke before the response was complete"))
				.verify(LONG_ENOUGH);
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void boundsThePauseAndNotTheDownload() throws IOException {
		CountDownLatch end = new CountDownLatch(1);
		Conduct stopping = (request, connection) -> {
			byte[] bytes = signed(CSV).bytes();
			connection.getOutputStream().write(bytes, 0, bytes.length - 10);
			connection.getOutputStream().flush();
			await(end);
		};
		try (ProbeGateway gateway = ProbeGateway.start(stopping)) {
			StatementService service = StatementService
				.create(client(gateway).limits(new ExchangeLimits(Duration.ofMillis(300), 1024, 1024)).build());
			StepVerifier.create(service.download(DAY, this.directory.resolve("statement.csv")))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkTransportException.class)
					.hasMessageContaining("Nothing more of the statement was received for PT0.3S"))
				.verify(LONG_ENOUGH);
			end.countDown();
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void leavesNothingWhenItIsCancelled() throws Exception {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		Conduct slow = (request, connection) -> {
			OutputStream output = connection.getOutputStream();
			byte[] bytes = signed(CSV).bytes();
			output.write(bytes, 0, bytes.length - 10);
			output.flush();
			begun.countDown();
			await(end);
		};
		try (ProbeGateway gateway = ProbeGateway.start(slow)) {
			Disposable download = service(gateway).download(DAY, this.directory.resolve("statement.csv")).subscribe();
			await(begun);
			download.dispose();

			assertThat(Mono.fromCallable(this::files)
				.subscribeOn(Schedulers.boundedElastic())
				.filter(List::isEmpty)
				.repeatWhenEmpty((attempts) -> attempts.delayElements(Duration.ofMillis(20)))
				.block(LONG_ENOUGH)).isEmpty();
			end.countDown();
		}
	}

	@Test
	void verifiesAStatementWithoutDigestAsAnyResponse() throws IOException {
		List<StatementRow> rows = rows(ProbeResponse.of(200).body(CSV).signed());

		assertThat(rows).extracting(StatementRow::outTradeNo).containsExactly("T1");
	}

	@Test
	void refusesAStatementWithoutSignature() throws IOException {
		try (ProbeGateway gateway = ProbeGateway
			.start(ProbeResponse.of(200).header("Wechatpay-Statement-Sha1", sha1(CSV)).body(CSV))) {
			assertSignatureFails(service(gateway).download(DAY, this.directory.resolve("statement.csv")),
					WechatPayHkSignatureException.Reason.MISSING);
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void hasNoRowsOnADayWithoutPayments() throws IOException {
		ProbeResponse none = ProbeResponse.json(404, "{\"code\":\"NO_STATEMENT_EXIST\",\"message\":\"none\"}").signed();
		assertThat(rows(none)).isEmpty();
		try (ProbeGateway gateway = ProbeGateway.start(none)) {
			StepVerifier.create(service(gateway).download(DAY, this.directory.resolve("statement.csv")))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(WechatPayHkApiException.class,
						(response) -> assertThat(response.code()).isEqualTo("NO_STATEMENT_EXIST")))
				.verify(LONG_ENOUGH);
		}
		assertThat(files()).isEmpty();
	}

	@Test
	void doesNotTakeAnUnsignedResponseForADayWithoutPayments() throws IOException {
		try (ProbeGateway gateway = ProbeGateway
			.start(ProbeResponse.json(404, "{\"code\":\"NO_STATEMENT_EXIST\",\"message\":\"none\"}"))) {
			StepVerifier.create(service(gateway).rows(DAY))
				.expectError(WechatPayHkApiException.class)
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void asksForNoDayThatIsNotWrittenYet() throws IOException {
		LocalDate yesterday = LocalDate.of(2019, 4, 2);
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV))) {
			assertNotSent(service(gateway, Instant.parse("2019-04-03T00:59:59Z")).rows(yesterday),
					"The statement of 2019-04-02 is not written before 2019-04-03 09:00 Beijing time");
			assertThat(gateway.requests()).isEmpty();

			service(gateway, Instant.parse("2019-04-03T01:00:00Z")).rows(yesterday)
				.onErrorComplete()
				.blockLast(LONG_ENOUGH);
			assertThat(gateway.requests()).hasSize(1);
		}
	}

	@Test
	void asksForNoDayThatIsNotKeptAnyMore() throws IOException {
		LocalDate oldest = LocalDate.of(2018, 10, 4);
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV))) {
			assertNotSent(service(gateway).rows(oldest.minusDays(1)),
					"The statement of 2018-10-03 is older than 180 days, and WeChat Pay does not keep it: the oldest"
							+ " one is that of 2018-10-04");
			assertThat(gateway.requests()).isEmpty();

			service(gateway).rows(oldest).blockLast(LONG_ENOUGH);
			assertThat(gateway.requests()).hasSize(1);
		}
	}

	@Test
	void sendsNothingWhereNoFileCanBeWritten() throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV))) {
			Path file = this.directory.resolve("missing").resolve("statement.csv");
			assertNotSent(service(gateway).download(DAY, file).flux(), "The file of the statement cannot be written");
			assertThat(gateway.requests()).isEmpty();
		}
	}

	@Test
	void namesAnArgumentThatIsMissing() throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV))) {
			assertNotSent(service(gateway).rows((LocalDate) null), "'day' must not be null");
			assertNotSent(service(gateway).rows((StatementRequest) null), "'request' must not be null");
			assertNotSent(service(gateway).download(DAY, null).flux(), "'file' must not be null");
		}
	}

	@Test
	void findsColumnsByTheirHeadings() throws IOException {
		List<StatementRow> rows = rows(
				signed("\uFEFFvendor order no., Transaction Status ,new column,Transaction  time\r\n"
						+ "`T1,`SUCCESS,`a, \"b\",`2019-04-01 23:59:59\r\n\r\n`T2,`REVOKED,`,`\r\n"));

		assertThat(rows).extracting(StatementRow::outTradeNo).containsExactly("T1", "T2");
		assertThat(rows.get(0).tradeState()).isEqualTo(TradeState.SUCCESS);
		assertThat(rows.get(0).time()).isEqualTo("2019-04-01T15:59:59Z");
		assertThat(rows.get(0).values()).containsEntry("new column", "a, \"b\"");
		assertThat(rows.get(0).total()).isNull();
		assertThat(rows.get(1).time()).isNull();
		assertThat(rows.get(1).toString()).contains("T2", "REVOKED");
	}

	@Test
	void leavesOutTheTotalsOfTheDay() throws IOException {
		assertThat(rows(signed(CSV + "总交易单数,应结订单总金额\n`1,`8.88\n"))).extracting(StatementRow::outTradeNo)
			.containsExactly("T1");
	}

	@Test
	void refusesATableWhoseNumbersAreInNoKnownColumn() throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(signed("交易时间,商家订单编号\n`2019-04-01 10:00:00,`T1\n总交易单数\n`1\n"))) {
			StepVerifier.create(service(gateway).rows(DAY))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkTransportException.class)
					.hasMessageContaining("neither the number of the order nor that of the transaction")
					.hasMessageContaining("[交易时间, 商家订单编号]"))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void hasNoRowsBelowHeadingsAlone() throws IOException {
		assertThat(rows(signed("交易时间,商户订单号\n"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "`2019-04-01 10:00:00,`T2,`more", "`2019-04-01 10:00:00", "2019-04-01 10:00:00,T2",
			"`2019-04-01 10:00:00,`T\n2" })
	void leavesNoLineOutSilently(String line) throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(signed(CSV + line + "\n`2019-04-01 10:00:00,`T3\n"))) {
			StepVerifier.create(service(gateway).rows(DAY).filter((row) -> "T3".equals(row.outTradeNo())))
				.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkException.class)
					.hasMessageContaining("The statement cannot be read"))
				.verify(LONG_ENOUGH);
		}
	}

	@Test
	void namesTheColumnOfAValueThatCannotBeRead() throws IOException {
		StatementRow row = rows(signed("商户订单号,交易时间,标价币种,订单金额(标价币种)\n`T1,`yesterday,`HKD,`much\n")).get(0);

		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(row::time)
			.withMessageContaining("TRANSACTION_TIME")
			.withMessageContaining("T1");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(row::total).withMessageContaining("TOTAL");

		StatementRow exponent = rows(signed("商户订单号,标价币种,订单金额(标价币种)\n`T1,`HKD,`1E99999999\n")).get(0);
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(exponent::total);
	}

	@Test
	void showsNoPersonalDataAsText() throws IOException {
		List<StatementRow> rows = rows(
				ProbeResponse.vector("statement-38-headers.txt", Vectors.bytes("statement-38-body.csv")));

		assertThat(rows.get(0).toString()).contains("1217752501201407033233368018").doesNotContain("oUpF8uMu");
	}

	private List<StatementRow> rows(Conduct conduct) throws IOException {
		try (ProbeGateway gateway = ProbeGateway.start(conduct)) {
			return service(gateway).rows(DAY).collectList().block(LONG_ENOUGH);
		}
	}

	private List<Path> files() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return files.toList();
		}
	}

	private static StatementAmount amount(String value, String currency) {
		return new StatementAmount(new BigDecimal(value), CurrencyCode.of(currency));
	}

	private static void assertSignatureFails(Mono<?> call, WechatPayHkSignatureException.Reason reason) {
		StepVerifier.create(call)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(WechatPayHkSignatureException.class,
					(refusal) -> assertThat(refusal.reason()).isEqualTo(reason)))
			.verify(LONG_ENOUGH);
	}

	private static void assertNotSent(Publisher<?> call, String message) {
		StepVerifier.create(call)
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining(message))
			.verify(LONG_ENOUGH);
	}

	private static StatementService service(ProbeGateway gateway) {
		return service(gateway, NOW);
	}

	private static StatementService service(ProbeGateway gateway, Instant now) {
		return StatementService.create(client(gateway).clock(InstantSource.fixed(now)).build());
	}

	private static WechatPayHkClientBuilder client(ProbeGateway gateway) {
		InstantSource clock = InstantSource.fixed(NOW);
		return WechatPayHkClient
			.builder(MerchantIds.direct("1900000109"),
					new MerchantCredential(SerialNumber.of("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4"),
							Signer.rsa(Vectors.privateKey("private.pem"))),
					PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem")), clock))
			.baseUrl(gateway.baseUrl())
			.clock(clock);
	}

	/**
	 * Sign a statement as WeChat Pay does: the digest, and not the body.
	 */
	private static ProbeResponse signed(String csv) {
		String sha1 = sha1(csv);
		return ProbeResponse.of(200)
			.header("Wechatpay-Statement-Sha1", sha1)
			.body("{\"sha1\":\"" + sha1 + "\"}")
			.signed()
			.body(csv);
	}

	private static String sha1(String csv) {
		try {
			return HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-1").digest(csv.getBytes(StandardCharsets.UTF_8)));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
