package io.github.wechatpayhk.statement;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;

import io.github.wechatpayhk.SimulatedShop;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.Order.SceneInfo;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Statements that a gateway writes of what it really did, in both modes and both
 * generations.
 */
@ParameterizedClass
@EnumSource(SimulatedShop.class)
class StatementAgainstSimulatorTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(SimulatedClock.standing(Instant.parse("2026-11-28T04:00:00Z")))
		.start();

	private final WechatPayHkClient client;

	private final StatementService statements;

	private int payments;

	@TempDir
	private Path directory;

	StatementAgainstSimulatorTests(SimulatedShop shop) {
		this.client = shop.client(this.simulator);
		this.statements = StatementService.create(this.client);
	}

	@AfterEach
	void stopSimulator() {
		this.simulator.close();
	}

	@Test
	void showWhatBecameOfEachPayment() {
		pay("PAID", "00");
		pay("REVERSED", "00");
		pay("UNPAID", "91");
		pay("REFUNDED", "00");
		ReverseOrderService reversals = ReverseOrderService.create(this.client);
		reversals.reverse("REVERSED").block(LONG_ENOUGH);
		reversals.reverse("UNPAID").block(LONG_ENOUGH);
		RefundService.create(this.client)
			.refund(RefundRequest
				.builder(OrderReference.outTradeNo("REFUNDED"), "R1", new RefundAmount(100, 888, CurrencyCode.HKD))
				.build())
			.block(LONG_ENOUGH);

		this.simulator.advance(Duration.ofHours(22));

		StepVerifier.create(this.statements.rows(DAY).filter((row) -> !isKnownBefore(row)))
			.assertNext((row) -> assertRow(row, "PAID", TradeState.SUCCESS, 888))
			.assertNext((row) -> {
				assertRow(row, "REVERSED", TradeState.REVOKED, 888);
				assertThat(row.refundTotal().total()).isEqualTo(888);
			})
			.assertNext((row) -> assertRow(row, "REFUNDED", TradeState.SUCCESS, 888))
			.assertNext((row) -> {
				assertThat(row.tradeState()).isEqualTo(TradeState.REFUND);
				assertThat(row.outRefundNo()).isEqualTo("R1");
				assertThat(row.refundTotal().total()).isEqualTo(100);
			})
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void isEmptyOnADayWithoutPayments() {
		this.simulator.advance(Duration.ofHours(46));

		StepVerifier.create(this.statements.rows(DAY.plusDays(1))).expectComplete().verify(LONG_ENOUGH);
	}

	@Test
	void ofSeveralDaysComeInTheirOrder() {
		pay("FIRST", "00");
		this.simulator.advance(Duration.ofDays(2));
		pay("THIRD", "00");
		this.simulator.advance(Duration.ofHours(22));

		StepVerifier
			.create(this.statements.rows(DAY, DAY.plusDays(2))
				.filter((row) -> !isKnownBefore(row))
				.map(StatementRow::outTradeNo))
			.expectNext("FIRST", "THIRD")
			.expectComplete()
			.verify(LONG_ENOUGH);
		StepVerifier.create(this.statements.rows(DAY, DAY)).expectNextCount(2).expectComplete().verify(LONG_ENOUGH);

		this.simulator.faults().inject(Fault.cutStatement()).after(1);
		StepVerifier.create(this.statements.rows(DAY, DAY.plusDays(2)))
			.expectNextCount(2)
			.expectError(WechatPayHkException.class)
			.verify(LONG_ENOUGH);
	}

	@Test
	void ofNoDaysAreRefused() {
		StepVerifier.create(this.statements.rows(DAY, DAY.minusDays(1)))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(WechatPayHkRequestException.class)
				.hasMessageContaining("'lastDay' 2026-11-27 is before 'firstDay' 2026-11-28"))
			.verify(LONG_ENOUGH);
	}

	@Test
	void isEmptyForAnotherSubMerchant() {
		this.simulator.advance(Duration.ofHours(22));

		StepVerifier
			.create(this.statements.rows(StatementRequest.of(DAY).withMerchantIds(MerchantIds.direct("1900000999"))))
			.expectError(WechatPayHkApiException.class)
			.verify(LONG_ENOUGH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "altered-statement", "cut-statement", "tampered", "unsigned", "truncated",
			"unknown-serial", "stale-clock", "reset-after-effect", "signed-by-untrusted-key" })
	void leavesNoFileUnlessItIsProved(String fault) {
		this.simulator.advance(Duration.ofHours(22));
		this.simulator.faults().inject(Fault.parse(fault)).on(Operation.STATEMENT);

		StepVerifier.create(this.statements.download(DAY, this.directory.resolve("statement.csv")))
			.expectError(WechatPayHkException.class)
			.verify(LONG_ENOUGH);

		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void dayWhoseStatementIsMissingIsEmptyOnlyIfThatIsVerified() {
		this.simulator.advance(Duration.ofHours(22));
		this.simulator.faults().inject(Fault.missingStatement()).once();
		StepVerifier.create(this.statements.rows(DAY)).expectComplete().verify(LONG_ENOUGH);

		this.simulator.faults().inject(Fault.missingStatement(), Fault.unsigned()).once();
		StepVerifier.create(this.statements.rows(DAY))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN)))
			.verify(LONG_ENOUGH);

		this.simulator.faults().inject(Fault.missingStatement()).once();
		StepVerifier.create(this.statements.download(DAY, this.directory.resolve("statement.csv")))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.hasCode("NO_STATEMENT_EXIST")).isTrue()))
			.verify(LONG_ENOUGH);
	}

	private void pay(String outTradeNo, String payer) {
		MicropayService.create(this.client)
			.pay(MicropayRequest
				.builder(outTradeNo, "12%014d%s".formatted(++this.payments, payer), OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.sceneInfo(SceneInfo.ofDevice("013467007045764", "123145"))
				.build())
			.block(LONG_ENOUGH);
	}

	private static boolean isKnownBefore(StatementRow row) {
		return WechatPayHkSimulator.PAID_ORDER.equals(row.outTradeNo());
	}

	private static void assertRow(StatementRow row, String outTradeNo, TradeState state, long total) {
		assertThat(row.outTradeNo()).isEqualTo(outTradeNo);
		assertThat(row.tradeState()).isEqualTo(state);
		assertThat(row.total().total()).isEqualTo(total);
		assertThat(row.time()).isEqualTo("2026-11-28T04:00:00Z");
	}

}
