package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.durable.ReconciliationSettings;
import io.github.wechatpayhk.durable.ReconciliationSummary;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayEnding;
import io.github.wechatpayhk.quickpay.QuickPayIntent;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Statements confirm what is stored, or contradict it.
 */
@ParameterizedClass
@MethodSource("io.github.wechatpayhk.durable.engine.TestDatabase#chosen")
class ReconciliationRunTests {

	private static final LocalDate DAY = LocalDate.of(2026, 11, 28);

	private static final Duration NOON = Duration.ofHours(12);

	private static final Duration DUE = Duration.ofHours(10).plusMinutes(30);

	private final TestDatabase database;

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(SimulatedClock.standing(at(DAY, NOON)))
		.start();

	private final BlockingQueue<DurableReversalEvent> events = new LinkedBlockingQueue<>();

	private InstantSource clock = this.simulator.clock();

	private final WechatPayHkClient client = client();

	@TempDir
	private Path directory;

	private DurableStore store;

	private volatile @Nullable RuntimeException lookupFailure;

	private DurableReversalEngine engine;

	ReconciliationRunTests(TestDatabase database) {
		this.database = database;
	}

	private WechatPayHkClient client() {
		return WechatPayHkClient
			.builder(MerchantIds.direct("1900000109"),
					new MerchantCredential(SerialNumber.of(this.simulator.merchant().serialNumber()),
							Signer.rsa(this.simulator.merchant().privateKey())),
					PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
							this.simulator.platform().publicKey()))
			.appid("wx8888888888888888")
			.baseUrl(this.simulator.baseUrl())
			.clock(this.simulator.clock())
			.build();
	}

	@BeforeEach
	void start() {
		// the order that each simulator knows is of no use here
		this.simulator.statementChanges().leaveOutPayment(WechatPayHkSimulator.PAID_ORDER);
		this.store = this.database.open(this.directory);
		this.engine = engine(ReconciliationSettings.defaults());
		this.engine.start();
	}

	private DurableReversalEngine engine(ReconciliationSettings settings) {
		DurableMerchant merchant = DurableMerchant.of(this.client);
		return DurableReversalEngine
			.builder(this.store,
					(name) -> (name == null) ? Mono.just(merchant)
							: Mono.justOrEmpty(this.lookupFailure)
								.<DurableMerchant>flatMap(Mono::error)
								.switchIfEmpty(Mono.just(merchant)))
			.settings(DurableWorld.settings(Duration.ofHours(2), Duration.ofMillis(10)))
			.clock(this.clock)
			.reconciliation(settings)
			.listener(this.events::add)
			.build();
	}

	@AfterEach
	void stop() {
		this.engine.close();
		this.store.close();
		if (this.store.dataSource() instanceof HikariDataSource pool) {
			pool.close();
		}
		this.simulator.close();
	}

	@Test
	void confirmsWhatTheStatementSays() {
		String paid = reversed(order("PAID", TradeState.SUCCESS));
		String unpaid = reversed(order("UNPAID", TradeState.NOTPAY));
		SimulatedOrder order = order("T", TradeState.SUCCESS);
		String byTransaction = reversed(ReverseOrderRequest.transactionId(order.transactionId()));
		inStore("SHOP", 0, QuickPayEnding.PAID);
		inStore("NEVER", 91, QuickPayEnding.REVERSED_OR_CLOSED);
		online("ONLINE");
		goTo(DAY.plusDays(1), DUE);

		assertThat(this.engine.reconciliations().reconcile(DAY)).singleElement().satisfies((day) -> {
			assertThat(day.state()).isEqualTo(ReconciledDay.State.CONFIRMED);
			assertThat(day.day()).isEqualTo(DAY);
			assertThat(day.signer()).isEqualTo("1900000109");
			assertThat(day.rows()).isEqualTo(4);
			assertThat(this.engine.reconciliations().find(day.id())).contains(day);
		});
		assertThat(isConfirmed("reversal", "id", paid)).isTrue();
		assertThat(isConfirmed("reversal", "id", unpaid)).isFalse();
		assertThat(isConfirmed("reversal", "id", byTransaction)).isTrue();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SHOP")).isTrue();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "NEVER")).isFalse();
		assertThat(isConfirmed("online_payment", "out_trade_no", "ONLINE")).isTrue();
		assertThat(this.engine.reconciliations().summary()).isEqualTo(new ReconciliationSummary(0, DAY));
		assertThat(this.events).noneMatch(DurableReversalEvent.DifferencesFound.class::isInstance);
	}

	@Test
	void confirmsARefund() {
		online("ONLINE");
		refunded("ONLINE", "R1");
		goTo(DAY.plusDays(1), DUE);

		assertThat(this.engine.reconciliations().reconcile(DAY)).singleElement()
			.satisfies((day) -> assertThat(day.state()).isEqualTo(ReconciledDay.State.CONFIRMED));
		assertThat(isConfirmed("refund", "out_refund_no", "R1")).isTrue();
		assertThat(isConfirmed("online_payment", "out_trade_no", "ONLINE")).isTrue();
	}

	@Test
	void confirmsARefundThatEndsDaysAfterItsAcceptance() {
		online("ONLINE");
		DurableRefund refund = refund("ONLINE", "R1");
		awaitAttempt(refund, OnlinePaymentAttempt.Result.PROCESSING);
		this.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY_REFUND);
		goTo(DAY.plusDays(9), NOON);
		awaitAttempt(refund, OnlinePaymentAttempt.Result.UNKNOWN);
		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).state())
			.isEqualTo(ReconciledDay.State.CONFIRMED);
		assertThat(isConfirmed("refund", "out_refund_no", "R1")).isFalse();
		this.simulator.faults().clear();
		this.simulator.advance(Duration.ofHours(3));
		awaitSuccess(refund);
		goTo(DAY.plusDays(10), DUE);

		assertThat(this.engine.reconciliations().reconcile(DAY.plusDays(9)).get(0).state())
			.isEqualTo(ReconciledDay.State.CONFIRMED);
		assertThat(isConfirmed("refund", "out_refund_no", "R1")).isTrue();

		this.simulator.statementChanges().leaveOutRefund("R1");
		assertThat(this.engine.reconciliations().reconcile(DAY.plusDays(9)).get(0).differences()).isEqualTo(1);
		assertThat(isConfirmed("refund", "out_refund_no", "R1")).isFalse();
	}

	/**
	 * An order and a refund can have the same number.
	 */
	@Test
	void reportsARefundThatIsMissingThere() throws Exception {
		online("ONLINE");
		inStore("SAME", 0, QuickPayEnding.PAID);
		refunded("ONLINE", "SAME");
		this.simulator.statementChanges().leaveOutRefund("SAME");
		this.events.clear();
		goTo(DAY.plusDays(1), DUE);

		ReconciledDay day = this.engine.reconciliations().reconcile(DAY).get(0);

		assertThat(differences(day)).containsExactly("REFUNDED_HERE_ONLY SAME");
		assertThat(isConfirmed("refund", "out_refund_no", "SAME")).isFalse();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SAME")).isTrue();
		assertThat(isConfirmed("online_payment", "out_trade_no", "ONLINE")).isTrue();
		assertThat(this.events.poll(30, TimeUnit.SECONDS)).isInstanceOf(DurableReversalEvent.DifferencesFound.class);
	}

	@Test
	void reportsARefundOfAnotherAmount() {
		online("ONLINE");
		refunded("ONLINE", "R1");
		TestDatabase.execute(this.store.dataSource(), "update wechatpay_hk_refund set amount_refund = 301");
		goTo(DAY.plusDays(1), DUE);

		ReconciledDay day = this.engine.reconciliations().reconcile(DAY).get(0);

		assertThat(differences(day)).containsExactly("AMOUNTS_DIFFER R1");
		assertThat(isConfirmed("refund", "out_refund_no", "R1")).isFalse();
	}

	@Test
	void reportsARefundOfAStoredOnlinePaymentThatIsUnknownOrFailedHere() {
		online("ONLINE");
		inStore("SHOP", 0, QuickPayEnding.PAID);
		refunded("ONLINE", "R1");
		TestDatabase.execute(this.store.dataSource(), "update wechatpay_hk_refund set state = 'CLOSED'");
		this.simulator.advance(Duration.ofMinutes(2));
		RefundService elsewhere = RefundService.create(this.client);
		elsewhere.refund(refundRequest("ONLINE", "R2")).block(DurableWorld.LONG_ENOUGH);
		elsewhere.refund(refundRequest("SHOP", "R3")).block(DurableWorld.LONG_ENOUGH);
		goTo(DAY.plusDays(1), DUE);

		ReconciledDay day = this.engine.reconciliations().reconcile(DAY).get(0);

		assertThat(differences(day)).containsExactly("REFUNDED_THERE_ONLY R1", "REFUNDED_THERE_ONLY R2");
		day = engine(new ReconciliationSettings(false, false)).reconciliations().reconcile(DAY).get(0);
		assertThat(differences(day)).containsExactly("REFUNDED_THERE_ONLY R1");
	}

	@Test
	void reportsAReversalThatReappearsAsPaid() throws Exception {
		String other = reversed(order("OTHER", TradeState.SUCCESS));
		String reversal = reversed(order("A", TradeState.SUCCESS));
		SimulatedOrder order = order("T", TradeState.SUCCESS);
		String byTransaction = reversed(ReverseOrderRequest.transactionId(order.transactionId()));
		this.events.clear();
		this.simulator.statementChanges().showAsPaid("A");
		this.simulator.statementChanges().showAsPaid("T");
		int reversals = this.simulator.requests().of(Operation.REVERSE).size();
		goTo(DAY.plusDays(1), DUE);

		ReconciledDay day = this.engine.reconciliations().reconcile(DAY).get(0);

		assertThat(day.state()).isEqualTo(ReconciledDay.State.DIFFERENT);
		assertThat(this.engine.reconciliations().differences(day.id()))
			.extracting(ReconciledDifference::kind, ReconciledDifference::number)
			.containsExactly(tuple(Difference.Kind.REVERSED_HERE_PAID_THERE, "A"),
					tuple(Difference.Kind.REVERSED_HERE_PAID_THERE, "T"));
		assertThat(isConfirmed("reversal", "id", reversal)).isFalse();
		assertThat(isConfirmed("reversal", "id", byTransaction)).isFalse();
		assertThat(isConfirmed("reversal", "id", other)).isTrue();
		assertThat(this.engine.reversals().find(reversal).orElseThrow().state()).isEqualTo(ReversalState.REVERSED);
		assertThat(this.simulator.requests().of(Operation.REVERSE)).hasSize(reversals);
		assertThat(this.events.poll(30, TimeUnit.SECONDS)).isInstanceOfSatisfying(
				DurableReversalEvent.DifferencesFound.class, (event) -> assertThat(event.day()).isEqualTo(day));
		assertThat(this.engine.reconciliations().summary().differences()).isEqualTo(2);

		this.simulator.statementChanges().clear();
		this.simulator.statementChanges().leaveOutPayment(WechatPayHkSimulator.PAID_ORDER);
		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).state())
			.isEqualTo(ReconciledDay.State.CONFIRMED);
		assertThat(isConfirmed("reversal", "id", reversal)).isTrue();
		assertThat(this.engine.reconciliations().summary().differences()).isZero();
	}

	@Test
	void reportsAReversalThatReappearsDaysAfterItsPayment() {
		order("A", TradeState.SUCCESS);
		goTo(DAY.plusDays(3), NOON);
		String reversal = reversed(ReverseOrderRequest.outTradeNo("A"));
		goTo(DAY.plusDays(4), DUE);
		assertThat(this.engine.reconciliations().reconcile(DAY.plusDays(3)).get(0).differences()).isZero();
		assertThat(isConfirmed("reversal", "id", reversal)).isTrue();

		this.simulator.statementChanges().showAsPaid("A");
		ReconciledDay day = this.engine.reconciliations().reconcile(DAY.plusDays(3)).get(0);

		assertThat(this.engine.reconciliations().differences(day.id())).singleElement()
			.extracting(ReconciledDifference::kind)
			.isEqualTo(Difference.Kind.REVERSED_HERE_PAID_THERE);
		assertThat(isConfirmed("reversal", "id", reversal)).isFalse();
	}

	@Test
	void findsAPaymentThatEndsAfterMidnight() {
		goTo(DAY, Duration.ofDays(1).minusSeconds(1));
		order("A", TradeState.SUCCESS);
		goTo(DAY.plusDays(1), Duration.ofSeconds(1));
		String reversal = reversed(ReverseOrderRequest.outTradeNo("A"));
		goTo(DAY.plusDays(2), DUE);

		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isZero();
		assertThat(isConfirmed("reversal", "id", reversal)).isFalse();
		assertThat(this.engine.reconciliations().reconcile(DAY.plusDays(1)).get(0).differences()).isZero();
		assertThat(isConfirmed("reversal", "id", reversal)).isTrue();

		this.simulator.statementChanges().showAsPaid("A");
		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isZero();
		assertThat(this.engine.reconciliations().reconcile(DAY.plusDays(1)).get(0).differences()).isEqualTo(1);
		assertThat(isConfirmed("reversal", "id", reversal)).isFalse();
	}

	@Test
	void looksForWhatASlowClockDatesBackInTheNextStatement() {
		useClock(Duration.ofSeconds(-10));
		goTo(DAY.plusDays(1), Duration.ofSeconds(5));
		inStore("SHOP", 0, QuickPayEnding.PAID);
		inStore("LOST", 0, QuickPayEnding.PAID);
		this.simulator.statementChanges().leaveOutPayment("LOST");
		goTo(DAY.plusDays(1), NOON);

		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isZero();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SHOP")).isFalse();
		goTo(DAY.plusDays(2), NOON);
		ReconciledDay next = this.engine.reconciliations().reconcile(DAY.plusDays(1)).get(0);

		assertThat(this.engine.reconciliations().differences(next.id()))
			.extracting(ReconciledDifference::kind, ReconciledDifference::number)
			.containsExactly(tuple(Difference.Kind.PAID_HERE_ONLY, "LOST"));
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SHOP")).isTrue();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "LOST")).isFalse();
		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isZero();
	}

	@Test
	void looksForWhatAFastClockPostdatesInTheStatementBefore() {
		useClock(Duration.ofSeconds(10));
		goTo(DAY, Duration.ofDays(1).minusSeconds(5));
		inStore("SHOP", 0, QuickPayEnding.PAID);
		goTo(DAY.plusDays(2), NOON);

		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isZero();
		assertThat(this.engine.reconciliations().reconcile(DAY.plusDays(1)).get(0).differences()).isZero();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SHOP")).isTrue();
	}

	@Test
	void confirmsNoPaymentWhoseRefundMayBeInTheNextStatement() {
		goTo(DAY, Duration.ofDays(1).minusSeconds(30));
		inStore("SHOP", 0, QuickPayEnding.PAID);
		TestDatabase.execute(this.store.dataSource(), "update wechatpay_hk_payment_intent set state = 'REFUNDED'");
		goTo(DAY.plusDays(2), NOON);

		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isZero();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SHOP")).isFalse();
		ReconciledDay next = this.engine.reconciliations().reconcile(DAY.plusDays(1)).get(0);

		assertThat(differences(next)).containsExactly("REFUNDED_HERE_ONLY " + QuickPayIntent.outRefundNo("SHOP"));
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SHOP")).isFalse();
	}

	@Test
	void reportsADifferenceOnceThatIsFoundShortlyBeforeMidnight() {
		goTo(DAY, Duration.ofDays(1).minusSeconds(30));
		inStore("GONE", 0, QuickPayEnding.PAID);
		this.simulator.orders()
			.change(this.simulator.orders().get("GONE"),
					(order) -> order.with().state(TradeState.REVOKED).build(Instant.EPOCH));
		goTo(DAY.plusDays(2), NOON);

		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isEqualTo(1);
		assertThat(this.engine.reconciliations().reconcile(DAY.plusDays(1)).get(0).differences()).isZero();
	}

	/**
	 * Let the clock here differ from that of WeChat Pay.
	 */
	private void useClock(Duration skew) {
		this.engine.close();
		this.clock = () -> this.simulator.clock().instant().plus(skew);
		this.engine = engine(ReconciliationSettings.defaults());
		this.engine.start();
	}

	@Test
	void refusesAStatementThatMayNotBeComplete() {
		this.engine.stop();
		this.engine = engine(new ReconciliationSettings(true, true));
		this.engine.start();
		inStore("SHOP", 0, QuickPayEnding.PAID);
		goTo(DAY.plusDays(1), DUE.minusSeconds(1));

		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> this.engine.reconciliations().reconcile(DAY))
			.withMessageContaining("before 2026-11-29 10:30 Beijing time")
			.withMessageContaining("Nothing is reconciled");

		assertThat(this.engine.reconciliations().list(0, 10)).isEmpty();
		goTo(DAY.plusDays(1), DUE);
		assertThat(awaitDays(1)).extracting(ReconciledDay::day, ReconciledDay::rows).containsExactly(tuple(DAY, 1L));
	}

	@Test
	void confirmsNothingWhereThereIsNoStatement() {
		String reversal = reversed(order("A", TradeState.SUCCESS));
		goTo(DAY.plusDays(1), DUE);
		this.simulator.faults().inject(Fault.missingStatement()).on(Operation.STATEMENT);

		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).rows()).isZero();

		assertThat(isConfirmed("reversal", "id", reversal)).isFalse();
	}

	@Test
	void reportsWhatIsPaidHereAndMissingOrReversedThere() {
		inStore("LOST", 0, QuickPayEnding.PAID);
		inStore("GONE", 0, QuickPayEnding.PAID);
		this.simulator.statementChanges().leaveOutPayment("LOST");
		this.simulator.orders()
			.change(this.simulator.orders().get("GONE"),
					(order) -> order.with().state(TradeState.REVOKED).build(Instant.EPOCH));
		goTo(DAY.plusDays(1), DUE);

		ReconciledDay day = this.engine.reconciliations().reconcile(DAY).get(0);

		assertThat(differences(day)).containsExactly("REVERSED_THERE_ONLY GONE", "PAID_HERE_ONLY LOST");
		assertThat(isConfirmed("payment_intent", "out_trade_no", "LOST")).isFalse();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "GONE")).isFalse();
	}

	@Test
	void doesNotMissThePaymentOnTheDayOfItsRefund() {
		inStore("SHOP", 0, QuickPayEnding.PAID);
		inStore("SAMEDAY", 0, QuickPayEnding.PAID);
		refundElsewhere("SAMEDAY");
		goTo(DAY.plusDays(2), NOON);
		assertThat(this.engine.reconciliations().reconcile(DAY).get(0).differences()).isZero();
		refundElsewhere("SHOP");
		goTo(DAY.plusDays(3), DUE);

		ReconciledDay day = this.engine.reconciliations().reconcile(DAY.plusDays(2)).get(0);

		assertThat(day.rows()).isEqualTo(1);
		assertThat(this.engine.reconciliations().differences(day.id())).isEmpty();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SHOP")).isTrue();
		assertThat(isConfirmed("payment_intent", "out_trade_no", "SAMEDAY")).isTrue();
		assertThat(this.events).noneMatch(DurableReversalEvent.DifferencesFound.class::isInstance);
	}

	@Test
	void reportsAnUnknownPaymentUnlessOthersAreMadeElsewhere() {
		order("ELSEWHERE", TradeState.SUCCESS);
		order("WAITING", TradeState.SUCCESS);
		this.engine.stop();
		this.engine.reversals().schedule(ReverseOrderRequest.outTradeNo("WAITING"));
		goTo(DAY.plusDays(1), DUE);

		ReconciledDay day = this.engine.reconciliations().reconcile(DAY).get(0);
		assertThat(this.engine.reconciliations().differences(day.id())).singleElement().satisfies((difference) -> {
			assertThat(difference.kind()).isEqualTo(Difference.Kind.PAID_THERE_ONLY);
			assertThat(difference.number()).isEqualTo("ELSEWHERE");
			assertThat(difference.detail()).startsWith("Stored here: nothing; in the statement: SUCCESS of 8.88 HKD");
		});
		assertThat(engine(new ReconciliationSettings(false, false)).reconciliations().reconcile(DAY).get(0).state())
			.isEqualTo(ReconciledDay.State.CONFIRMED);
	}

	@Test
	void isSettledByAnOperator() {
		order("ELSEWHERE", TradeState.SUCCESS);
		goTo(DAY.plusDays(1), DUE);
		ReconciledDay day = this.engine.reconciliations().reconcile(DAY).get(0);

		assertThat(this.engine.reconciliations().settle(day.id(), "Anna: another till").state())
			.isEqualTo(ReconciledDay.State.SETTLED);
		assertThat(this.engine.reconciliations().summary().differences()).isZero();
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> this.engine.reconciliations().settle(day.id(), "Anna: again"))
			.withMessageContaining("Nothing is changed");
	}

	@Test
	void runsOnceEachDayOnOneNodeAndMakesUpForMissedDays() {
		this.engine.stop();
		this.engine = engine(new ReconciliationSettings(true, true));
		this.engine.start();
		DurableReversalEngine second = engine(new ReconciliationSettings(true, true));
		second.start();
		try {
			goTo(DAY.plusDays(1), DUE);
			assertThat(awaitDays(1)).extracting(ReconciledDay::day).containsExactly(DAY);
			awaitEndOfRun();
			goTo(DAY.plusDays(2), DUE);
			assertThat(awaitDays(2)).extracting(ReconciledDay::day).containsExactly(DAY.plusDays(1), DAY);
		}
		finally {
			second.close();
			this.engine.stop();
		}
		assertThat(this.simulator.requests().of(Operation.STATEMENT)).hasSize(2);
		goTo(DAY.plusDays(5), DUE.minusHours(2));

		this.engine.start();

		assertThat(awaitDays(4)).extracting(ReconciledDay::day)
			.containsExactly(DAY.plusDays(3), DAY.plusDays(2), DAY.plusDays(1), DAY);
		awaitEndOfRun();
		goTo(DAY.plusDays(5), DUE);
		assertThat(awaitDays(5).get(0).day()).isEqualTo(DAY.plusDays(4));
		assertThat(this.simulator.requests().of(Operation.STATEMENT)).hasSize(5);
	}

	@Test
	void makesUpForDaysBeforeOneThatIsReconciledByHand() {
		goTo(DAY.plusDays(1), DUE);
		this.engine.reconciliations().reconcile(DAY);
		goTo(DAY.plusDays(4), DUE);
		ReconciledDay byHand = this.engine.reconciliations().reconcile(DAY.plusDays(3)).get(0);
		assertThat(this.engine.reconciliations().summary().reconciledUntil()).isEqualTo(DAY);

		runDaily(DAY.plusDays(5));

		assertThat(awaitDays(5)).extracting(ReconciledDay::day)
			.containsExactly(DAY.plusDays(4), DAY.plusDays(3), DAY.plusDays(2), DAY.plusDays(1), DAY);
		assertThat(this.engine.reconciliations().find(byHand.id())).contains(byHand);
		awaitReconciledUntil(DAY.plusDays(4));
	}

	@Test
	void beginsWithTheFirstDayOnWhichSomethingEnded() {
		reversed(order("A", TradeState.SUCCESS));
		goTo(DAY.plusDays(3), NOON);
		this.simulator.faults().inject(Fault.systemError()).on(Operation.STATEMENT).once();

		runDaily(DAY.plusDays(4));

		assertThat(awaitDays(3)).extracting(ReconciledDay::day)
			.containsExactly(DAY.plusDays(3), DAY.plusDays(2), DAY.plusDays(1));
		awaitReconciledUntil(DAY.minusDays(1));
		awaitTask();
		goTo(DAY.plusDays(4), DUE.plusMinutes(16));
		assertThat(awaitDays(4).get(3).day()).isEqualTo(DAY);
		awaitReconciledUntil(DAY.plusDays(3));
	}

	@Test
	void countsAMerchantWithoutAReconciledDay() {
		reversed(order("A", TradeState.SUCCESS));
		goTo(DAY.plusDays(4), DUE);
		this.simulator.faults().inject(Fault.systemError()).on(Operation.STATEMENT);

		assertThatExceptionOfType(WechatPayHkException.class)
			.isThrownBy(() -> this.engine.reconciliations().reconcile(DAY.plusDays(3)));

		assertThat(this.engine.reconciliations().summary().reconciledUntil()).isEqualTo(DAY.minusDays(1));
	}

	@Test
	void doesNotCountAMerchantThatIsRemoved() {
		reversed(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(order("A", TradeState.SUCCESS).outTradeNo()))
			.withMerchant("kowloon"));
		JdbcClient.create(this.store.dataSource())
			.sql("insert into wechatpay_hk_reconciliation (id, merchant, signer, statement_day, state, "
					+ "statement_rows, differences, reconciled_at, changed_at) "
					+ "values ('1', 'kowloon', '1900000110', '2026-10-01', 'CONFIRMED', 0, 0, 0, 0)")
			.update();
		goTo(DAY.plusDays(1), DUE);
		this.lookupFailure = new WechatPayHkRequestException("There is no such merchant");

		assertThat(this.engine.reconciliations().reconcile(DAY)).hasSize(1);

		assertThat(this.engine.reconciliations().summary().reconciledUntil()).isEqualTo(DAY);
	}

	@Test
	void failsWhenAMerchantCannotBeLoaded() {
		reversed(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(order("A", TradeState.SUCCESS).outTradeNo()))
			.withMerchant("kowloon"));
		goTo(DAY.plusDays(1), DUE);
		this.lookupFailure = new WechatPayHkRequestException("The merchant could not be loaded",
				new IllegalStateException("vault"));

		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> this.engine.reconciliations().reconcile(DAY));

		assertThat(this.engine.reconciliations().list(0, 10)).extracting(ReconciledDay::day).containsExactly(DAY);
		assertThat(this.engine.reconciliations().summary().reconciledUntil()).isNull();
	}

	@Test
	void isRepeatedUntilTheStatementIsVerified() {
		this.engine.stop();
		this.engine = engine(new ReconciliationSettings(true, true));
		this.engine.start();
		order("PAID", TradeState.SUCCESS);
		this.simulator.faults().inject(Fault.alteredStatement()).on(Operation.STATEMENT).once();
		goTo(DAY.plusDays(1), DUE);
		this.simulator.requests().await((request) -> request.target().contains("statements"), DurableWorld.LONG_ENOUGH);
		awaitTask();
		assertThat(this.engine.reconciliations().list(0, 10)).isEmpty();

		goTo(DAY.plusDays(1), DUE.plusMinutes(16));

		assertThat(awaitDays(1)).extracting(ReconciledDay::day).containsExactly(DAY);
	}

	@Test
	void storesNothingOfAStatementThatIsNotVerified() {
		String reversal = reversed(order("A", TradeState.SUCCESS));
		goTo(DAY.plusDays(1), DUE);
		this.simulator.faults().inject(Fault.alteredStatement()).on(Operation.STATEMENT);

		assertThatExceptionOfType(WechatPayHkException.class)
			.isThrownBy(() -> this.engine.reconciliations().reconcile(DAY));
		assertThat(isConfirmed("reversal", "id", reversal)).isFalse();
		assertThat(this.engine.reconciliations().list(0, 10)).isEmpty();
	}

	@Test
	void namesOfOneSignerShareAStatement() {
		order("A", TradeState.SUCCESS);
		order("B", TradeState.SUCCESS);
		reversed(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo("A")).withMerchant("kowloon"));
		reversed(ReverseOrderRequest.outTradeNo("B"));
		goTo(DAY.plusDays(1), DUE);

		assertThat(this.engine.reconciliations().reconcile(DAY)).singleElement()
			.satisfies((day) -> assertThat(day.state()).isEqualTo(ReconciledDay.State.CONFIRMED));
	}

	private void runDaily(LocalDate day) {
		this.engine.stop();
		this.engine = engine(new ReconciliationSettings(true, true));
		this.engine.start();
		goTo(day, DUE);
	}

	private void awaitReconciledUntil(LocalDate day) {
		DurableWorld.await(() -> this.engine.reconciliations().summary(),
				(summary) -> day.equals(summary.reconciledUntil()));
	}

	private List<ReconciledDay> awaitDays(int number) {
		return DurableWorld.await(() -> this.engine.reconciliations().list(0, 100), (days) -> days.size() >= number);
	}

	/**
	 * Wait until the next run is planned: the plan counts from the end of the last one.
	 */
	private void awaitEndOfRun() {
		DurableWorld.await(() -> JdbcClient.create(this.store.dataSource())
			.sql("select count(*) from wechatpay_hk_scheduled_task where task_name = 'reconciliation' and picked = ?")
			.param(true)
			.query(Integer.class)
			.single(), (running) -> running == 0);
	}

	/**
	 * Wait until the failed run is planned again.
	 */
	private void awaitTask() {
		DurableWorld.await(() -> JdbcClient.create(this.store.dataSource())
			.sql("select coalesce(max(consecutive_failures), 0) from wechatpay_hk_scheduled_task "
					+ "where task_name = 'reconciliation'")
			.query(Integer.class)
			.single(), (failures) -> failures == 1);
	}

	private SimulatedOrder order(String number, TradeState state) {
		return this.simulator.orders()
			.put(SimulatedOrder.quickPay(number)
				.merchant(this.simulator.merchant())
				.transactionId("42000000" + number)
				.state(state)
				.amount(888, "HKD"));
	}

	private String reversed(SimulatedOrder order) {
		return reversed(ReverseOrderRequest.outTradeNo(order.outTradeNo()));
	}

	private String reversed(ReverseOrderRequest request) {
		return reversed(DurableReversalRequest.of(request));
	}

	private String reversed(DurableReversalRequest request) {
		String id = this.engine.reversals().schedule(request).id();
		DurableWorld.await(() -> this.engine.reversals().find(id).orElseThrow().state(),
				(state) -> state == ReversalState.REVERSED);
		return id;
	}

	private void inStore(String number, int payer, QuickPayEnding expected) {
		MicropayRequest order = MicropayRequest
			.builder(number, "12%014d%02d".formatted(Math.abs(number.hashCode()), payer), OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();
		QuickPay quickPay = QuickPay.builder(QuickPayServices.of(this.client))
			.intents(this.engine.quickPayIntents(null))
			.clock(this.clock)
			.build();
		Mono<?> result = (payer == 0) ? quickPay.pay(order) : quickPay.pay(order, Mono.just("cancelled").then());
		assertThat(Optional.ofNullable(result.block(DurableWorld.LONG_ENOUGH))).isPresent()
			.get()
			.hasFieldOrPropertyWithValue("ending", expected);
	}

	private void online(String number) {
		OnlinePayment payment = this.engine.onlinePayments()
			.place(PlaceOrderRequest.builder(TradeType.NATIVE, number, OrderAmount.hkd(888))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.notifyUrl("https://shop.example/notifications")
				.build());
		this.engine.onlinePayments().prepare(payment.id()).block(DurableWorld.LONG_ENOUGH);
		this.simulator.pay(number);
		this.simulator.advance(Duration.ofMinutes(1));
		DurableWorld.await(() -> this.engine.onlinePayments().find(payment.id()).orElseThrow().state(),
				(state) -> state == OnlinePayment.State.PAID);
	}

	private static RefundRequest refundRequest(String order, String number) {
		return RefundRequest
			.builder(OrderReference.outTradeNo(order), number, new RefundAmount(300, 888, CurrencyCode.HKD))
			.build();
	}

	private DurableRefund refund(String order, String number) {
		return this.engine.refunds().refund(refundRequest(order, number));
	}

	private void refunded(String order, String number) {
		DurableRefund refund = refund(order, number);
		awaitAttempt(refund, OnlinePaymentAttempt.Result.PROCESSING);
		this.simulator.finishRefund(number, SimulatedRefundStatus.SUCCESS);
		this.simulator.advance(Duration.ofMinutes(1));
		awaitSuccess(refund);
	}

	private void awaitAttempt(DurableRefund refund, OnlinePaymentAttempt.Result result) {
		DurableWorld.await(() -> this.engine.refunds().attempts(refund.id()),
				(trail) -> trail.stream().map(OnlinePaymentAttempt::result).anyMatch(result::equals));
	}

	private void awaitSuccess(DurableRefund refund) {
		DurableWorld.await(() -> this.engine.refunds().find(refund.id()).orElseThrow().state(),
				(state) -> state == DurableRefund.State.SUCCESS);
	}

	private List<String> differences(ReconciledDay day) {
		return this.engine.reconciliations()
			.differences(day.id())
			.stream()
			.map((difference) -> difference.kind() + " " + difference.number())
			.toList();
	}

	private void refundElsewhere(String number) {
		assertThat(RefundService.create(this.client)
			.refund(RefundRequest
				.builder(OrderReference.outTradeNo(number), "R-" + number, RefundAmount.full(OrderAmount.hkd(888)))
				.build())
			.block(DurableWorld.LONG_ENOUGH)).isNotNull();
	}

	private boolean isConfirmed(String table, String column, String value) {
		return JdbcClient.create(this.store.dataSource())
			.sql("select count(confirmed_at) from wechatpay_hk_" + table + " where " + column + " = ?")
			.param(value)
			.query(Integer.class)
			.single() == 1;
	}

	private void goTo(LocalDate day, Duration time) {
		this.simulator.advance(Duration.between(this.simulator.clock().instant(), at(day, time)));
	}

	private static Instant at(LocalDate day, Duration time) {
		return day.atStartOfDay(StatementRequest.ZONE).toInstant().plus(time);
	}

}
