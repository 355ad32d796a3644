package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.merchant.ShopIds;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationListeners;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A refund ends exactly once, by whatever is verified first, and never gives more back
 * than was paid.
 */
class DurableRefundTests extends OnEachDatabase {

	private static final String ORDER = "N1";

	private static final long PRICE = 888;

	DurableRefundTests(TestDatabase database) {
		super(database);
	}

	private OnlinePayments payments() {
		return this.world.engine.onlinePayments();
	}

	private DurableRefunds refunds() {
		return this.world.engine.refunds();
	}

	private OnlinePayment placed() {
		OnlinePayment payment = payments()
			.place(PlaceOrderRequest.builder(TradeType.NATIVE, ORDER, OrderAmount.hkd(PRICE))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.notifyUrl("https://shop.example.com/notifications")
				.build());
		payments().prepare(payment.id()).block(DurableWorld.LONG_ENOUGH);
		return payment;
	}

	private OnlinePayment paid() throws InterruptedException {
		OnlinePayment payment = placed();
		this.world.simulator.pay(ORDER);
		payments().onPayment((PaymentNotification) Notification
			.of(new NotificationEvent("default", "EV-P", "TRANSACTION.SUCCESS", null, null, "{\"out_trade_no\":\""
					+ ORDER + "\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}}")));
		this.world.next(DurableReversalEvent.OnlinePaymentEnded.class);
		return payment;
	}

	private static RefundRequest request(String number, long amount) {
		return RefundRequest
			.builder(OrderReference.outTradeNo(ORDER), number, new RefundAmount(amount, PRICE, CurrencyCode.HKD))
			.reason("sold out")
			.build();
	}

	private DurableRefund refunded() throws InterruptedException {
		paid();
		return refunds().refund(request("R1", 300));
	}

	private DurableRefund now(DurableRefund refund) {
		return refunds().find(refund.id()).orElseThrow();
	}

	private TransactionTemplate transaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.world.store.dataSource()));
	}

	private static RefundNotification notification(String status) {
		return notification(status, 300, "");
	}

	private static RefundNotification notification(String status, long amount, String fields) {
		return (RefundNotification) Notification
			.of(new NotificationEvent("default", "EV-R", "REFUND." + status, null, null,
					"{" + fields + "\"refund_id\":\"50000000382019052709732678859\",\"out_trade_no\":\"" + ORDER
							+ "\",\"out_refund_no\":\"R1\",\"refund_status\":\"" + status + "\",\"amount\":{\"refund\":"
							+ amount + ",\"total\":888,\"currency\":\"HKD\"}}"));
	}

	private DurableRefund passUntilEnded() throws InterruptedException {
		return this.world.passUntil(DurableReversalEvent.RefundEnded.class).refund();
	}

	private DurableRefund passUntilAction() throws InterruptedException {
		return this.world.passUntil(DurableReversalEvent.RefundRequiresAction.class).refund();
	}

	/**
	 * Execute a refund until WeChat Pay has accepted it.
	 */
	private DurableRefund accepted() throws InterruptedException {
		DurableRefund refund = refunded();
		this.world.engine.start();
		awaitTrail(refund, OnlinePaymentAttempt.Result.PROCESSING);
		return refund;
	}

	private void awaitTrail(DurableRefund refund, OnlinePaymentAttempt.Result last) {
		DurableWorld.await(() -> trail(refund), (trail) -> !trail.isEmpty() && trail.get(trail.size() - 1) == last);
	}

	private List<OnlinePaymentAttempt.Result> trail(DurableRefund refund) {
		return refunds().attempts(refund.id()).stream().map(OnlinePaymentAttempt::result).toList();
	}

	private int stored() {
		return this.world.count("wechatpay_hk_refund");
	}

	private int planned() {
		return this.world.count("wechatpay_hk_scheduled_task where task_name = 'refund'");
	}

	private SimulatedOrder order() {
		return this.world.simulator.orders().get(ORDER);
	}

	@Test
	void isStoredWithTheTransactionOfTheCallerAndSentAfterTheCommit() throws Exception {
		paid();
		this.world.engine.start();
		transaction().executeWithoutResult((status) -> {
			refunds().refund(request("R1", 300));
			status.setRollbackOnly();
		});
		assertThat(stored()).isZero();
		assertThat(planned()).isZero();

		DurableRefund refund = transaction().execute((status) -> {
			DurableRefund inside = refunds().refund(request("R1", 300));
			assertThat(this.world.calls(Operation.REFUND)).isZero();
			return inside;
		});

		awaitTrail(refund, OnlinePaymentAttempt.Result.PROCESSING);
		assertThat(this.world.simulator.requests().of(Operation.REFUND)).singleElement()
			.satisfies((request) -> assertThat(request.bodyText()).contains("\"out_refund_no\":\"R1\"", "sold out",
					"\"mchid\":\"1900000109\""));
		assertThat(order().refunded()).isEqualTo(300);
	}

	@Test
	void succeedsWhenAQueryShowsItAndNoNotificationComes() throws Exception {
		DurableRefund refund = accepted();
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		DurableRefund ended = passUntilEnded();

		assertThat(ended.state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertThat(ended.refundId()).isEqualTo(this.world.simulator.refunds().find("R1").id());
		assertThat(now(refund)).isEqualTo(ended);
		assertThat(trail(refund)).startsWith(OnlinePaymentAttempt.Result.PROCESSING)
			.endsWith(OnlinePaymentAttempt.Result.REFUNDED);
		assertThat(planned()).isZero();
		assertThat(this.world.count("wechatpay_hk_refund where request is not null")).isZero();
	}

	@Test
	void isQueriedByItsSchedule() throws Exception {
		DurableRefund refund = accepted();
		DurableWorld.await(this::pause, (seconds) -> seconds == 10);

		this.world.time.pass(Duration.ofSeconds(10));
		DurableWorld.await(() -> trail(refund), (trail) -> trail.size() == 2);

		DurableWorld.await(this::pause, (seconds) -> seconds == 30);
	}

	/**
	 * Return how long after the last change the next query is planned.
	 */
	private long pause() {
		return JdbcClient.create(this.world.store.dataSource())
			.sql("select r.changed_at, t.execution_time from wechatpay_hk_refund r, wechatpay_hk_scheduled_task t "
					+ "where t.task_instance = r.id")
			.query((result, number) -> Math
				.round((result.getObject(2, OffsetDateTime.class).toInstant().toEpochMilli() - result.getLong(1))
						/ 1000.0))
			.single();
	}

	@Test
	void succeedsInTheTransactionOfItsNotification() throws Exception {
		DurableRefund refund = refunded();
		transaction().executeWithoutResult((status) -> {
			refunds().onRefund(notification("SUCCESS"));
			status.setRollbackOnly();
		});
		assertThat(now(refund).state()).isEqualTo(DurableRefund.State.OPEN);

		transaction().executeWithoutResult((status) -> refunds().onRefund(notification("SUCCESS")));
		refunds().onRefund(notification("SUCCESS"));

		assertThat(this.world.next(DurableReversalEvent.RefundEnded.class).refund().state())
			.isEqualTo(DurableRefund.State.SUCCESS);
		assertThat(this.world.events).isEmpty();
		assertThat(planned()).isZero();
		assertThat(trail(refund)).containsExactly(OnlinePaymentAttempt.Result.NOTIFIED,
				OnlinePaymentAttempt.Result.NOTIFIED);
	}

	@Test
	void endsByANotificationOfTheInbox() throws Exception {
		refunded();
		try (DurableReversalEngine node = this.world.builder()
			.notificationListeners(
					() -> NotificationListeners.create(List.of(payments()), List.of(refunds()), List.of(), null))
			.build()) {
			node.notifications().handle(notification("SUCCESS")).block(DurableWorld.LONG_ENOUGH);
			TestDatabase.execute(this.world.store.dataSource(),
					"delete from wechatpay_hk_scheduled_task where task_name = 'refund'");
			node.start();

			assertThat(this.world.next(DurableReversalEvent.RefundEnded.class).refund().state())
				.isEqualTo(DurableRefund.State.SUCCESS);
		}
	}

	@Test
	void notificationOfAnUnknownRefundIsLeftToOthers() throws Exception {
		paid();

		refunds().onRefund(notification("SUCCESS"));

		assertThat(refunds().receives(notification("SUCCESS"))).isFalse();
		refunds().refund(request("R1", 300));
		assertThat(refunds().receives(notification("SUCCESS"))).isTrue();
	}

	@Test
	void moneyOfAClosedRefundCanBeRefundedUnderAnotherNumber() throws Exception {
		paid();
		DurableRefund first = refunds().refund(request("R1", PRICE));
		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> refunds().refund(request("R2", 1)))
			.withMessageContaining("Only 0 HKD");

		refunds().onRefund(notification("CLOSED", PRICE, ""));

		assertThat(this.world.next(DurableReversalEvent.RefundEnded.class).refund().state())
			.isEqualTo(DurableRefund.State.CLOSED);
		assertThat(now(first).state()).isEqualTo(DurableRefund.State.CLOSED);
		assertThat(refunds().refund(request("R2", PRICE)).state()).isEqualTo(DurableRefund.State.OPEN);
		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> refunds().refund(request("R3", 1)))
			.withMessageContaining("Only 0 HKD");
	}

	@Test
	void closedRefundThatAQueryShowsIsClosed() throws Exception {
		accepted();
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.REFUNDCLOSE);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.CLOSED);
		assertThat(refunds().refund(request("R2", PRICE)).outRefundNo()).isEqualTo("R2");
	}

	@Test
	void abnormalRefundRequiresActionAndMaySucceedLater() throws Exception {
		DurableRefund refund = accepted();
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.ABNORMAL);

		assertThat(passUntilAction().reason()).contains("could not be delivered");
		refunds().onRefund(notification("ABNORMAL"));
		assertThat(this.world.events).isEmpty();
		refunds().onRefund(notification("SUCCESS"));

		assertThat(this.world.next(DurableReversalEvent.RefundEnded.class).refund().state())
			.isEqualTo(DurableRefund.State.SUCCESS);
		assertThat(now(refund).state()).isEqualTo(DurableRefund.State.SUCCESS);
	}

	@Test
	void refusedRefundRequiresActionAndIsSentAgainWithItsNumber() throws Exception {
		DurableRefund refund = refunded();
		this.world.simulator.faults().inject(Fault.status(403, "NOT_ENOUGH")).on(Operation.REFUND).times(1);
		this.world.engine.start();
		DurableRefund stuck = passUntilAction();
		assertThat(stuck.reason()).contains("NOT_ENOUGH", "no such refund");
		assertThat(trail(refund)).containsExactly(OnlinePaymentAttempt.Result.REJECTED);

		refunds().retry(refund.id(), "Anna: the account is filled up");
		awaitTrail(refund, OnlinePaymentAttempt.Result.PROCESSING);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertIsSentAsOneRefund(2);
	}

	/**
	 * Another execution takes over where time passes quickly, so there may be more calls.
	 */
	private void assertIsSentAsOneRefund(int times) {
		List<RecordedRequest> sent = this.world.simulator.requests().of(Operation.REFUND);
		assertThat(sent).hasSizeGreaterThanOrEqualTo(times);
		assertThat(sent.stream().map(RecordedRequest::bodyText).distinct()).hasSize(1);
		assertThat(this.world.simulator.refunds().all()).hasSize(1);
	}

	@Test
	void refusalOfARefundThatTookEffectBeforeIsNoEnd() throws Exception {
		DurableRefund refund = refunded();
		this.world.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REFUND).times(1);
		this.world.engine.start();
		awaitTrail(refund, OnlinePaymentAttempt.Result.UNKNOWN);
		this.world.simulator.faults().inject(Fault.status(400, "INVALID_REQUEST")).on(Operation.REFUND).times(1);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
	}

	@Test
	void unsignedRefusalProvesNothing() throws Exception {
		DurableRefund refund = refunded();
		this.world.simulator.faults()
			.inject(Fault.status(403, "NOT_ENOUGH"), Fault.unsigned())
			.on(Operation.REFUND)
			.times(1);
		this.world.engine.start();
		awaitTrail(refund, OnlinePaymentAttempt.Result.UNKNOWN);

		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(1));
			return trail(refund);
		}, (trail) -> trail.contains(OnlinePaymentAttempt.Result.PROCESSING));
		assertThat(this.world.events).isEmpty();
	}

	@Test
	void isSentAgainWithTheSameNumberWhenTheResponseIsLost() throws Exception {
		DurableRefund refund = refunded();
		this.world.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REFUND).times(1);
		this.world.engine.start();
		awaitTrail(refund, OnlinePaymentAttempt.Result.UNKNOWN);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertIsSentAsOneRefund(2);
		assertThat(order().refunded()).isEqualTo(300);
	}

	@Test
	void isSentAgainWhenWechatPayDoesNotKnowItAnyMore() throws Exception {
		accepted();
		this.world.simulator.faults()
			.inject(Fault.status(404, "RESOURCE_NOT_EXISTS"))
			.on(Operation.QUERY_REFUND)
			.times(1);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertIsSentAsOneRefund(2);
	}

	@Test
	void isSentOnceTheGatewayIsBack() throws Exception {
		DurableRefund refund = refunded();
		this.world.simulator.faults().inject(Fault.serviceUnavailable()).on(Operation.REFUND).times(8);
		this.world.engine.start();
		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofMinutes(1));
			return trail(refund);
		}, (trail) -> trail.contains(OnlinePaymentAttempt.Result.PROCESSING));
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertIsSentAsOneRefund(9);
	}

	@Test
	void requiresActionWhenNoCallSucceedsForDays() throws Exception {
		refunded();
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REFUND);
		TestDatabase.execute(this.world.store.dataSource(), "update wechatpay_hk_refund set waited_millis = "
				+ DurableReversalSettings.defaults().attentionAfter().toMillis());
		this.world.engine.start();

		assertThat(passUntilAction().reason()).contains("SYSTEM_ERROR");
	}

	@Test
	void requiresActionWhenItIsOnItsWayForTooLong() throws Exception {
		accepted();
		this.world.time.pass(Duration.ofDays(16));

		assertThat(passUntilAction().reason()).contains("on its way for more than 15 days");
	}

	@Test
	void timeOnItsWayCountsFromItsAcceptance() throws Exception {
		DurableRefund refund = refunded();
		this.world.simulator.faults().inject(Fault.status(403, "NOT_ENOUGH")).on(Operation.REFUND).times(1);
		this.world.engine.start();
		passUntilAction();
		this.world.time.pass(Duration.ofDays(16));

		refunds().retry(refund.id(), "Anna: the account is filled up");
		awaitTrail(refund, OnlinePaymentAttempt.Result.PROCESSING);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
	}

	@Test
	void retryOfARefundThatWasOnItsWayForTooLongQueriesItAgain() throws Exception {
		DurableRefund refund = accepted();
		this.world.time.pass(Duration.ofDays(16));
		passUntilAction();
		int queries = trail(refund).size();

		refunds().retry(refund.id(), "Anna: the bank is slow");
		DurableWorld.await(() -> trail(refund),
				(trail) -> trail.subList(queries, trail.size()).contains(OnlinePaymentAttempt.Result.PROCESSING));
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertIsSentAsOneRefund(1);
	}

	@Test
	void sameNumberWithTheSameContentsIsTheSameRefund() throws Exception {
		DurableRefund refund = refunded();

		assertThat(refunds().refund(request("R1", 300))).isEqualTo(now(refund));
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> refunds().refund(request("R1", 301)))
			.withMessageContaining("other contents");
		refunds().onRefund(notification("SUCCESS"));
		this.world.next(DurableReversalEvent.RefundEnded.class);
		assertThat(refunds().refund(request("R1", 300))).isEqualTo(now(refund));
		assertThat(stored()).isEqualTo(1);
		assertThat(this.world.count("wechatpay_hk_online_payment where refunded = 300 and refunds = 1")).isEqualTo(1);
	}

	@Test
	void neverRefundsMoreThanWasPaid() throws Exception {
		refunded();
		refunds().refund(request("R2", 500));

		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> refunds().refund(request("R3", 89)))
			.withMessageContaining("Only 88 HKD of Payment 'N1' is left to refund");
		assertThat(refunds().refund(request("R3", 88)).amount().refund()).isEqualTo(88);
		assertThat(refunds().findByOrder(ORDER)).hasSize(3);
	}

	/**
	 * The lock on the payment keeps two refunds from taking the same money.
	 */
	@Test
	void neverRefundsMoreThanWasPaidAtTheSameTime() throws Exception {
		paid();
		List<Boolean> stored = Flux.range(0, 16)
			.flatMap((number) -> Mono.fromCallable(() -> isStored("C" + number))
				.subscribeOn(Schedulers.boundedElastic()), 16)
			.collectList()
			.block(DurableWorld.LONG_ENOUGH);

		assertThat(stored).filteredOn((isStored) -> isStored).hasSize(2);
		assertThat(stored()).isEqualTo(2);
	}

	@Test
	void doubleClickOfAFullRefundAtTheSameTimeIsOneRefund() throws Exception {
		paid();
		List<String> ids = Flux.range(0, 8)
			.flatMap((click) -> Mono.fromCallable(() -> refunds().refund(request("R1", PRICE)).id())
				.subscribeOn(Schedulers.boundedElastic()), 8)
			.distinct()
			.collectList()
			.block(DurableWorld.LONG_ENOUGH);

		assertThat(ids).hasSize(1);
		assertThat(stored()).isEqualTo(1);
	}

	/**
	 * What a transaction reads may be as old as its first query.
	 */
	@Test
	void transactionThatCannotSeeTheSameRefundYetGetsIt() throws Exception {
		paid();
		transaction().executeWithoutResult((status) -> {
			assertThat(stored()).isZero();
			DurableRefund first = Mono.fromCallable(() -> refunds().refund(request("R1", PRICE)))
				.subscribeOn(Schedulers.boundedElastic())
				.block(DurableWorld.LONG_ENOUGH);

			assertThat(refunds().refund(request("R1", PRICE))).isEqualTo(first);
		});
	}

	private boolean isStored(String number) {
		try {
			transaction().executeWithoutResult((status) -> refunds().refund(request(number, 400)));
			return true;
		}
		catch (ReversalConflictException ex) {
			return false;
		}
	}

	@Test
	void refusesThe51stRefundOfAnOrder() throws Exception {
		paid();
		IntStream.range(0, 50).forEach((number) -> refunds().refund(request("L" + number, 1)));

		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> refunds().refund(request("R1", 1)))
			.withMessageContaining("50 refunds already");
	}

	@Test
	void refundsOfAnOrderAreSentOneMinuteApart() throws Exception {
		DurableRefund first = refunded();
		DurableRefund second = refunds().refund(request("R2", 100));
		DurableRefund third = refunds().refund(request("R3", 100));

		assertThat(second.sendAt()).isEqualTo(first.sendAt().plusSeconds(60));
		assertThat(third.sendAt()).isEqualTo(first.sendAt().plusSeconds(120));
		this.world.engine.start();
		awaitTrail(first, OnlinePaymentAttempt.Result.PROCESSING);
		assertThat(trail(second)).isEmpty();
	}

	@Test
	void refusesAPaymentThatIsNotPaid() {
		placed();

		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> refunds().refund(request("R1", 300)))
			.withMessageContaining("is OPEN and not PAID");
	}

	@Test
	void refusesAPaymentThatIsNotStoredHere() {
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> refunds().refund(request("R1", 300)))
			.withMessageContaining("There is no online payment 'N1'");
	}

	@Test
	void refusesAnotherTotalThanWasPaid() throws Exception {
		paid();

		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> refunds().refund(RefundRequest
			.builder(OrderReference.outTradeNo(ORDER), "R1", new RefundAmount(300, 889, CurrencyCode.HKD))
			.build())).withMessageContaining("which is 888 HKD");
	}

	@Test
	void refusesWhatNamesNoOrderNumberOrAnotherHost() throws Exception {
		paid();

		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(
					() -> refunds().refund(
							RefundRequest
								.builder(OrderReference.transactionId("4200000000002104083200000488"), "R1",
										new RefundAmount(300, PRICE, CurrencyCode.HKD))
								.build()))
			.withMessageContaining("outTradeNo");
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> refunds().refund(request("R1", 300).withDeadline(Duration.ofSeconds(1))))
			.withMessageContaining("deadline");
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(
					() -> refunds().refund(
							RefundRequest
								.builder(
										OrderReference.outTradeNo(ORDER)
											.withMerchantIds(MerchantIds.direct("1900000999")),
										"R1", new RefundAmount(300, PRICE, CurrencyCode.HKD))
								.build()
								.withIds(new ShopIds("1900000999", "wx8888888888888888", null, null, null, null))))
			.withMessageContaining("other merchant numbers");
		assertThat(stored()).isZero();
	}

	@Test
	void otherAmountOfANotificationIsDecidedByAQuery() throws Exception {
		DurableRefund refund = accepted();
		refunds().onRefund(notification("SUCCESS", 299, ""));
		assertThat(now(refund).state()).isEqualTo(DurableRefund.State.OPEN);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
	}

	@Test
	void notificationOfAnotherMerchantEndsNothing() throws Exception {
		DurableRefund refund = refunded();

		refunds().onRefund(notification("SUCCESS", 300, "\"mchid\":\"1900000999\","));

		assertThat(now(refund).state()).isEqualTo(DurableRefund.State.OPEN);
	}

	@Test
	void numberOfAnotherRefundRequiresAction() throws Exception {
		paid();
		this.world.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REFUND).times(1);
		RefundRequest other = RefundRequest
			.builder(OrderReference.outTradeNo(ORDER), "R1", new RefundAmount(301, PRICE, CurrencyCode.HKD))
			.build();
		RefundService.create(this.world.client).refund(other).onErrorComplete().block(DurableWorld.LONG_ENOUGH);
		refunds().refund(request("R1", 300));
		this.world.engine.start();

		assertThat(passUntilAction().reason()).contains("its amount or order is not the one of the request");
	}

	@Test
	void notificationThatContradictsAnEndIsDecidedByAQuery() throws Exception {
		DurableRefund refund = accepted();
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);
		passUntilEnded();
		int queries = this.world.calls(Operation.QUERY_REFUND);

		refunds().onRefund(notification("CLOSED"));

		DurableWorld.await(() -> this.world.calls(Operation.QUERY_REFUND), (calls) -> calls == queries + 1);
		DurableWorld.await(this::planned, (planned) -> planned == 0);
		assertThat(now(refund).state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertThat(this.world.events).isEmpty();
	}

	@Test
	void endThatAQueryRefutesRequiresAction() throws Exception {
		DurableRefund refund = accepted();
		refunds().onRefund(notification("CLOSED"));
		assertThat(this.world.next(DurableReversalEvent.RefundEnded.class).refund().state())
			.isEqualTo(DurableRefund.State.CLOSED);
		assertThat(this.world.count("wechatpay_hk_online_payment where refunded = 0")).isEqualTo(1);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		refunds().onRefund(notification("SUCCESS"));

		assertThat(passUntilAction().reason()).contains("recorded as CLOSED");
		assertThat(this.world.count("wechatpay_hk_online_payment where refunded = 300")).isEqualTo(1);
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> refunds().retry(refund.id(), "Anna: look again"))
			.withMessageContaining("had ended before");
		assertThat(refunds().settle(refund.id(), "Anna: the payer has it").state())
			.isEqualTo(DurableRefund.State.SETTLED);
	}

	@Test
	void queryThatContradictsANotificationIsRepeated() throws Exception {
		DurableRefund refund = accepted();
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY_REFUND);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);
		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(1));
			return this.world.calls(Operation.QUERY_REFUND);
		}, (queries) -> queries == 1);
		refunds().onRefund(notification("CLOSED"));
		this.world.next(DurableReversalEvent.RefundEnded.class);

		response.tryEmitEmpty();

		assertThat(passUntilAction().reason()).contains("recorded as CLOSED");
		assertThat(this.world.calls(Operation.QUERY_REFUND)).isGreaterThanOrEqualTo(2);
		assertThat(trail(refund)).endsWith(OnlinePaymentAttempt.Result.REFUNDED, OnlinePaymentAttempt.Result.NOTIFIED,
				OnlinePaymentAttempt.Result.REFUNDED);
	}

	@Test
	void endThatAQueryShowsHoldsThoughItWasAbnormalMeanwhile() throws Exception {
		accepted();
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY_REFUND);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);
		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(1));
			return this.world.calls(Operation.QUERY_REFUND);
		}, (queries) -> queries == 1);
		refunds().onRefund(notification("ABNORMAL"));
		this.world.next(DurableReversalEvent.RefundRequiresAction.class);

		response.tryEmitEmpty();

		assertThat(this.world.next(DurableReversalEvent.RefundEnded.class).refund().state())
			.isEqualTo(DurableRefund.State.SUCCESS);
		assertThat(planned()).isZero();
	}

	/**
	 * A node that slept learns last that there was no such refund, which another one has
	 * sent since.
	 */
	@Test
	void refusalBeforeItWasSentByAnotherExecutionIsNoEnd() throws Exception {
		DurableRefund refund = refunded();
		this.world.simulator.faults().inject(Fault.status(403, "NOT_ENOUGH")).on(Operation.REFUND).times(1);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY_REFUND);
		this.world.engine.start();
		DurableWorld.await(() -> this.world.calls(Operation.QUERY_REFUND), (queries) -> queries == 1);
		DurableWorld.await(() -> {
			this.world.time.pass(DurableWorld.takeOver());
			return trail(refund);
		}, (trail) -> trail.contains(OnlinePaymentAttempt.Result.PROCESSING));

		response.tryEmitEmpty();

		DurableWorld.await(() -> trail(refund), (trail) -> trail.get(0) == OnlinePaymentAttempt.Result.REJECTED);
		assertThat(now(refund).state()).isEqualTo(DurableRefund.State.OPEN);
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);
		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
	}

	@Test
	void settledRefundThatSucceedsRequiresAction() throws Exception {
		DurableRefund refund = refunded();
		refunds().settle(refund.id(), "Anna: paid in cash");
		assertThat(this.world.next(DurableReversalEvent.RefundEnded.class).refund().state())
			.isEqualTo(DurableRefund.State.SETTLED);
		refunds().onRefund(notification("CLOSED"));
		assertThat(this.world.events).isEmpty();

		refunds().onRefund(notification("SUCCESS"));

		assertThat(this.world.next(DurableReversalEvent.RefundRequiresAction.class).refund().reason())
			.contains("settled otherwise");
		assertThat(planned()).isZero();
	}

	@Test
	void newStateIsNotRecordedWithoutWhatTheListenerWrites() throws Exception {
		DurableRefund refund = accepted();
		AtomicInteger calls = new AtomicInteger();
		this.world.inTransaction = (event) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("The books are closed");
			}
		};
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);

		assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
		assertThat(calls).hasValue(2);
		assertThat(trail(refund)).containsOnlyOnce(OnlinePaymentAttempt.Result.REFUNDED);
	}

	@Test
	void endIsDeliveredAgainUntilAListenerReturns() throws Exception {
		refunded();
		AtomicInteger calls = new AtomicInteger();
		this.world.reaction = (event) -> {
			if (event instanceof DurableReversalEvent.RefundEnded && calls.incrementAndGet() == 1) {
				throw new IllegalStateException("The shop is closed");
			}
		};
		refunds().onRefund(notification("SUCCESS"));
		this.world.engine.start();

		DurableReversalEvent.RefundEnded ended = this.world.passUntil(DurableReversalEvent.RefundEnded.class);

		assertThat(ended.isRedelivered()).isTrue();
		assertThat(ended.refund().state()).isEqualTo(DurableRefund.State.SUCCESS);
	}

	@Test
	void goesOnOnAnotherNodeWhenOneIsGone() throws Exception {
		accepted();
		this.world.engine.close();
		this.world.simulator.finishRefund("R1", SimulatedRefundStatus.SUCCESS);
		try (DurableReversalEngine other = this.world.engine()) {
			other.start();

			assertThat(passUntilEnded().state()).isEqualTo(DurableRefund.State.SUCCESS);
		}
		assertIsSentAsOneRefund(1);
	}

	@Test
	void sendsNothingWhilePaused() throws Exception {
		DurableRefund refund = refunded();
		reversals().pause();
		this.world.engine.start();
		this.world.time.pass(Duration.ofMinutes(1));
		assertThat(this.world.calls(Operation.REFUND)).isZero();

		reversals().resume();

		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(3));
			return trail(refund);
		}, (trail) -> trail.contains(OnlinePaymentAttempt.Result.PROCESSING));
	}

	@Test
	void planThatGotLostIsRestored() throws Exception {
		DurableRefund refund = refunded();
		TestDatabase.execute(this.world.store.dataSource(), "delete from wechatpay_hk_scheduled_task");

		this.world.engine.start();

		awaitTrail(refund, OnlinePaymentAttempt.Result.PROCESSING);
	}

	/**
	 * MySQL and MariaDB lock the gap where a row that is to be deleted is missing, here
	 * the one after all plans.
	 */
	@Test
	void endWithoutAPlanKeepsNobodyFromPlanning() throws Exception {
		refunded();
		TestDatabase.execute(this.world.store.dataSource(), "update wechatpay_hk_refund set id = 'zz'");

		transaction().executeWithoutResult((status) -> {
			refunds().settle("zz", "Anna: paid in cash");
			assertThat(Mono.fromCallable(this.world::schedule)
				.subscribeOn(Schedulers.boundedElastic())
				.block(DurableWorld.LONG_ENOUGH)).isNotNull();
		});
	}

	@Test
	void paymentIsKeptAsLongAsItsRefund() throws Exception {
		DurableRefund refund = refunded();
		this.world.time.pass(DurableReversalSettings.defaults().retention().minusDays(1));
		refunds().settle(refund.id(), "Anna: paid in cash");
		this.world.next(DurableReversalEvent.RefundEnded.class);
		this.world.time.pass(Duration.ofDays(2));
		assertThat(retained(this.world.time.instant())).isEqualTo(1);

		assertThat(retained(this.world.time.instant().plus(DurableReversalSettings.defaults().retention()))).isZero();
		assertThat(stored()).isZero();
		assertThat(this.world.count("wechatpay_hk_refund_attempt")).isZero();
	}

	/**
	 * Return how many payments are left after housekeeping.
	 */
	private int retained(Instant time) {
		Storage storage = Storage.of(this.world.store.dataSource(),
				DurableSchema.of(this.world.store.dataSource()).jdbcCustomization(), () -> time, "node");
		new Housekeeping(storage, (before, limit) -> 0, DurableReversalSettings.defaults().retention(), Duration.ZERO,
				() -> time)
			.run();
		return this.world.count("wechatpay_hk_online_payment");
	}

}
