package io.github.wechatpayhk.durable.engine;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationListeners;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.StartPaymentService.PreparedPayment;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An online payment ends exactly once, by whatever is verified first.
 */
class OnlinePaymentTests extends OnEachDatabase {

	private static final String NUMBER = "N1";

	private static final Duration EARLIEST_CLOSE = Duration.ofMinutes(5);

	OnlinePaymentTests(TestDatabase database) {
		super(database);
	}

	private OnlinePayments payments() {
		return this.world.engine.onlinePayments();
	}

	private static PlaceOrderRequest.Builder builder(long amount) {
		return PlaceOrderRequest.builder(TradeType.NATIVE, NUMBER, OrderAmount.hkd(amount))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.notifyUrl("https://shop.example.com/notifications");
	}

	private static PlaceOrderRequest order() {
		return builder(888).build();
	}

	private OnlinePayment placed() {
		OnlinePayment payment = payments().place(order());
		assertThat(prepared(payment).placed().codeUrl()).startsWith("weixin://");
		return payment;
	}

	private PreparedPayment prepared(OnlinePayment payment) {
		PreparedPayment prepared = payments().prepare(payment.id()).block(DurableWorld.LONG_ENOUGH);
		assertThat(prepared).isNotNull();
		return prepared;
	}

	private OnlinePayment now(OnlinePayment payment) {
		return payments().find(payment.id()).orElseThrow();
	}

	private TransactionTemplate transaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.world.store.dataSource()));
	}

	private static PaymentNotification notification(long amount) {
		return notification(amount, "");
	}

	private static PaymentNotification notification(long amount, String fields) {
		return (PaymentNotification) Notification
			.of(new NotificationEvent("default", "EV-1", "TRANSACTION.SUCCESS", null, null,
					"{" + fields + "\"id\":\"4200000000002104083200000488\",\"out_trade_no\":\"" + NUMBER
							+ "\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":" + amount
							+ ",\"currency\":\"HKD\"}}"));
	}

	private OnlinePayment passUntilEnded() throws InterruptedException {
		return this.world.passUntil(DurableReversalEvent.OnlinePaymentEnded.class).payment();
	}

	/**
	 * Let time pass until a payment is to be closed.
	 */
	private void passUntilExpiry() {
		this.world.time.pass(OnlinePaymentSettings.defaults().expiry());
	}

	private List<OnlinePaymentAttempt.Result> trail(OnlinePayment payment) {
		return payments().attempts(payment.id()).stream().map(OnlinePaymentAttempt::result).toList();
	}

	private int stored() {
		return this.world.count("wechatpay_hk_online_payment");
	}

	@Test
	void isStoredWithTheTransactionOfTheCallerAndSentAfterwards() {
		transaction().executeWithoutResult((status) -> {
			payments().place(order());
			status.setRollbackOnly();
		});
		assertThat(stored()).isZero();

		OnlinePayment payment = transaction().execute((status) -> payments().place(order()));

		assertThat(payment.state()).isEqualTo(OnlinePayment.State.OPEN);
		assertThat(now(payment)).isEqualTo(payment);
		assertThat(this.world.simulator.requests().total()).isZero();
		prepared(payment);
		assertThat(now(payment).sentAt()).isNotNull();
		assertThat(this.world.simulator.orders().get(NUMBER).expiresAt())
			.isEqualTo(payment.expiresAt().truncatedTo(ChronoUnit.SECONDS));
	}

	@Test
	void isPaidWhenAQueryShowsItAndNoNotificationComes() throws Exception {
		OnlinePayment payment = placed();
		this.world.engine.start();
		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(1));
			return trail(payment);
		}, (trail) -> trail.contains(OnlinePaymentAttempt.Result.UNPAID));

		this.world.simulator.pay(NUMBER);

		OnlinePayment ended = passUntilEnded();
		assertThat(ended.state()).isEqualTo(OnlinePayment.State.PAID);
		assertThat(ended.transactionId()).isEqualTo(this.world.simulator.orders().get(NUMBER).transactionId());
		assertThat(now(payment)).isEqualTo(ended);
		assertThat(trail(payment)).startsWith(OnlinePaymentAttempt.Result.SENT, OnlinePaymentAttempt.Result.UNPAID)
			.endsWith(OnlinePaymentAttempt.Result.PAID);
		assertThat(this.world.count("wechatpay_hk_scheduled_task where task_name = 'online-payment'")).isZero();
		assertThat(this.world.count("wechatpay_hk_online_payment where request is not null")).isZero();
	}

	@Test
	void isQueriedByItsSchedule() {
		OnlinePayment payment = placed();
		assertThat(planned()).isEqualTo(5);
		this.world.engine.start();

		this.world.time.pass(Duration.ofSeconds(5));
		DurableWorld.await(() -> trail(payment), (trail) -> trail.size() == 2);
		DurableWorld.await(this::planned, (seconds) -> seconds == 10);

		this.world.time.pass(Duration.ofSeconds(10));
		DurableWorld.await(() -> trail(payment), (trail) -> trail.size() == 3);
		DurableWorld.await(this::planned, (seconds) -> seconds == 15);
	}

	/**
	 * Return how long after the last change the next query is planned.
	 */
	private long planned() {
		return JdbcClient.create(this.world.store.dataSource())
			.sql("select p.changed_at, t.execution_time from wechatpay_hk_online_payment p, "
					+ "wechatpay_hk_scheduled_task t where t.task_instance = p.id")
			.query((result, number) -> Math
				.round((instant(result.getObject(2, OffsetDateTime.class)) - result.getLong(1)) / 1000.0))
			.single();
	}

	private static long instant(OffsetDateTime time) {
		return time.toInstant().toEpochMilli();
	}

	@Test
	void isPaidInTheTransactionOfItsNotification() throws Exception {
		OnlinePayment payment = placed();
		transaction().executeWithoutResult((status) -> {
			payments().onPayment(notification(888));
			status.setRollbackOnly();
		});
		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.OPEN);
		assertThat(this.world.events).isEmpty();

		transaction().executeWithoutResult((status) -> {
			payments().onPayment(notification(888));
			assertThat(this.world.events).isEmpty();
		});
		payments().onPayment(notification(888));

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.PAID);
		assertThat(this.world.events).isEmpty();
		assertThat(trail(payment)).containsExactly(OnlinePaymentAttempt.Result.SENT,
				OnlinePaymentAttempt.Result.NOTIFIED, OnlinePaymentAttempt.Result.NOTIFIED);
		assertThat(this.world.calls(Operation.QUERY)).isZero();
		assertThat(this.world.count("wechatpay_hk_scheduled_task where task_name = 'online-payment'")).isZero();
	}

	@Test
	void isPaidByANotificationOfTheInbox() throws Exception {
		placed();
		try (DurableReversalEngine node = this.world.builder()
			.notificationListeners(() -> NotificationListeners.create(List.of(payments()), List.of(), List.of(), null))
			.build()) {
			node.start();
			node.notifications().handle(notification(888)).block(DurableWorld.LONG_ENOUGH);

			assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
				.isEqualTo(OnlinePayment.State.PAID);
		}
	}

	@Test
	void notificationOfAnUnknownOrderIsLeftToOthers() {
		payments().onPayment(notification(888));

		assertThat(stored()).isZero();
	}

	@Test
	void otherAmountOfANotificationIsDecidedByAQuery() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.pay(NUMBER);
		payments().onPayment(notification(887));
		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.OPEN);

		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.PAID);
	}

	@Test
	void requiresActionWhenAnotherAmountWasPaid() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.pay(NUMBER);
		this.world.simulator.orders()
			.change(this.world.simulator.orders().get(NUMBER),
					(order) -> order.with().amount(88, "HKD").build(Instant.now()));
		this.world.engine.start();

		OnlinePayment stuck = this.world.passUntil(DurableReversalEvent.OnlinePaymentRequiresAction.class).payment();

		assertThat(stuck.state()).isEqualTo(OnlinePayment.State.REQUIRES_ACTION);
		assertThat(stuck.reason()).contains("amount");
		assertThat(trail(payment)).endsWith(OnlinePaymentAttempt.Result.OTHER_AMOUNT);
		assertThat(payments().settle(payment.id(), "Anna: refunded").state()).isEqualTo(OnlinePayment.State.SETTLED);
		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.SETTLED);
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> payments().retry(payment.id(), "Anna: once more"))
			.withMessageContaining("has ended");
	}

	@Test
	void isClosedWhenItExpires() throws Exception {
		OnlinePayment payment = placed();
		passUntilExpiry();
		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(this.world.simulator.orders().state(NUMBER)).isEqualTo(TradeState.CLOSED);
		assertThat(this.world.calls(Operation.QUERY)).isEqualTo(2);
		assertThat(this.world.calls(Operation.CLOSE)).isEqualTo(1);
		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> prepared(payment))
			.withMessageContaining("CLOSED");
	}

	@Test
	void isClosedWithoutACallThatChangesAnythingIfItWasNeverSent() throws Exception {
		OnlinePayment payment = payments().place(order());
		passUntilExpiry();
		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> prepared(payment))
			.withMessageContaining("expired");
		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(this.world.calls(Operation.CLOSE)).isZero();
		assertThat(this.world.calls(Operation.NATIVE)).isZero();
	}

	@Test
	void isNotClosedWithinFiveMinutesOfItsLastRequest() throws Exception {
		OnlinePayment payment = payments().place(builder(888)
			.validity(null, OffsetDateTime.ofInstant(this.world.time.instant().plusSeconds(60), ZoneOffset.UTC))
			.build());
		prepared(payment);
		this.world.engine.start();
		this.world.time.pass(Duration.ofSeconds(280));
		DurableWorld.await(() -> trail(payment), (trail) -> trail.contains(OnlinePaymentAttempt.Result.UNPAID));
		assertThat(this.world.calls(Operation.CLOSE)).isZero();
		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.OPEN);

		this.world.time.pass(Duration.ofSeconds(20));

		assertThat(passUntilEnded().state()).isEqualTo(OnlinePayment.State.CLOSED);
	}

	/**
	 * Place an order that is old enough to be closed.
	 */
	private OnlinePayment closable() {
		OnlinePayment payment = placed();
		this.world.time.pass(EARLIEST_CLOSE);
		return payment;
	}

	@Test
	void closeEndsAnUnpaidOrderBeforeItExpires() throws Exception {
		OnlinePayment payment = closable();

		OnlinePayment closing = payments().close(payment.id(), "The payer cancelled");

		assertThat(closing).isEqualTo(now(payment));
		assertThat(closing.state()).isEqualTo(OnlinePayment.State.OPEN);
		assertThat(closing.expiresAt()).isBefore(payment.expiresAt());
		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(() -> prepared(payment))
			.withMessageContaining("closed since");
		this.world.engine.start();
		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(this.world.simulator.orders().state(NUMBER)).isEqualTo(TradeState.CLOSED);
		assertThat(this.world.calls(Operation.QUERY)).isEqualTo(2);
		assertThat(this.world.calls(Operation.CLOSE)).isEqualTo(1);
		assertThat(trail(payment)).containsExactly(OnlinePaymentAttempt.Result.SENT,
				OnlinePaymentAttempt.Result.CLOSE_ORDERED, OnlinePaymentAttempt.Result.CLOSED);
		assertThat(payments().close(payment.id(), "Once more").state()).isEqualTo(OnlinePayment.State.CLOSED);
	}

	@Test
	void closeOfAYoungOrderIsScheduledFiveMinutesAfterItWasSent() throws Exception {
		OnlinePayment payment = placed();
		payments().close(payment.id(), "The payer cancelled");
		this.world.engine.start();
		DurableWorld.await(() -> trail(payment), (trail) -> trail.contains(OnlinePaymentAttempt.Result.UNPAID));
		this.world.time.pass(EARLIEST_CLOSE.minusSeconds(20));
		DurableWorld.await(() -> trail(payment),
				(trail) -> trail.stream().filter(OnlinePaymentAttempt.Result.UNPAID::equals).count() == 2);
		assertThat(this.world.calls(Operation.CLOSE)).isZero();
		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.OPEN);

		this.world.time.pass(Duration.ofSeconds(20));

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(this.world.calls(Operation.CLOSE)).isEqualTo(1);
	}

	@Test
	void closeOfAPaidOrderEndsAsPaid() throws Exception {
		OnlinePayment payment = closable();
		this.world.simulator.pay(NUMBER);

		payments().close(payment.id(), "The payer cancelled");
		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.PAID);
		assertThat(this.world.calls(Operation.CLOSE)).isZero();
		assertThat(payments().close(payment.id(), "Once more")).isEqualTo(now(payment));
	}

	@Test
	void closeOfAnOrderThatWasNeverSentChangesNothingAtTheGateway() throws Exception {
		OnlinePayment payment = payments().place(order());

		payments().close(payment.id(), "The payer cancelled");
		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(this.world.calls(Operation.CLOSE)).isZero();
		assertThat(this.world.calls(Operation.NATIVE)).isZero();
	}

	/**
	 * The process that sends it may be paused for long.
	 */
	@Test
	void closeOfAnOrderThatMayStillArriveEndsAtTheExpiryThatWasSent() throws Exception {
		OnlinePayment payment = payments().place(order());
		this.world.simulator.faults().inject(Fault.resetBeforeEffect()).on(Operation.NATIVE).times(1);
		StepVerifier.create(payments().prepare(payment.id())).expectError().verify(DurableWorld.LONG_ENOUGH);
		this.world.time.pass(EARLIEST_CLOSE);

		payments().close(payment.id(), "The payer cancelled");
		this.world.engine.start();
		DurableWorld.await(() -> trail(payment), (trail) -> trail.contains(OnlinePaymentAttempt.Result.UNPAID));
		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.OPEN);

		OnlinePayment ended = passUntilEnded();

		assertThat(ended.state()).isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(ended.endedAt()).isAfterOrEqualTo(payment.expiresAt());
	}

	@Test
	void closeWhileAQueryIsUnderWayFollowsThatQuery() throws Exception {
		OnlinePayment payment = closable();
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY);
		this.world.engine.start();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("out-trade-no"), DurableWorld.LONG_ENOUGH);

		payments().close(payment.id(), "The payer cancelled");
		response.tryEmitEmpty();
		DurableWorld.await(() -> trail(payment), (trail) -> trail.contains(OnlinePaymentAttempt.Result.UNPAID));
		this.world.time.pass(Duration.ofSeconds(10));

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(this.world.calls(Operation.CLOSE)).isEqualTo(1);
	}

	@Test
	void closeHoldsWithTheTransactionOfTheCaller() {
		OnlinePayment payment = placed();
		transaction().executeWithoutResult((status) -> {
			payments().close(payment.id(), "The payer cancelled");
			status.setRollbackOnly();
		});

		assertThat(now(payment).expiresAt()).isEqualTo(payment.expiresAt());
		assertThat(trail(payment)).containsExactly(OnlinePaymentAttempt.Result.SENT);
	}

	@Test
	void closeOfAPaymentThatRequiresActionIsRefused() {
		OnlinePayment payment = placed();
		TestDatabase.execute(this.world.store.dataSource(),
				"update wechatpay_hk_online_payment set state = 'REQUIRES_ACTION'");

		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> payments().close(payment.id(), "The payer cancelled"))
			.withMessageContaining("retry or settle it");
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> payments().close("none", "The payer cancelled"));
	}

	@Test
	void isPaidWhenItIsPaidInTheSecondInWhichItIsClosed() throws Exception {
		OnlinePayment payment = placed();
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY);
		passUntilExpiry();
		this.world.engine.start();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("out-trade-no"), DurableWorld.LONG_ENOUGH);

		this.world.simulator.pay(NUMBER);
		response.tryEmitEmpty();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.PAID);
		assertThat(this.world.calls(Operation.CLOSE)).isEqualTo(1);
		assertThat(trail(payment)).endsWith(OnlinePaymentAttempt.Result.PAID);
	}

	@Test
	void isClosedAgainWhenTheResponseToTheCloseIsLost() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.faults().inject(Fault.resetBeforeEffect()).on(Operation.CLOSE).times(1);
		passUntilExpiry();
		this.world.engine.start();
		DurableWorld.await(() -> trail(payment), (trail) -> trail.contains(OnlinePaymentAttempt.Result.UNPAID));
		this.world.time.pass(Duration.ofSeconds(10));

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);
		assertThat(this.world.calls(Operation.CLOSE)).isEqualTo(2);
		assertThat(trail(payment)).containsExactly(OnlinePaymentAttempt.Result.SENT, OnlinePaymentAttempt.Result.UNPAID,
				OnlinePaymentAttempt.Result.CLOSED);
	}

	@Test
	void doubleClickPlacesOneOrder() {
		OnlinePayment first = placed();

		assertThat(payments().place(order()).id()).isEqualTo(first.id());
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> payments().place(builder(889).build()))
			.withMessageContaining("other contents");
		assertThat(stored()).isEqualTo(1);
		assertThat(prepared(first).placed()).isEqualTo(prepared(first).placed());
		assertThat(this.world.simulator.orders().get(NUMBER).total()).isEqualTo(888);
	}

	@Test
	void doubleClickAfterTheEndReturnsThePaymentAsItEnded() throws Exception {
		OnlinePayment first = placed();
		payments().onPayment(notification(888));
		this.world.next(DurableReversalEvent.OnlinePaymentEnded.class);

		assertThat(payments().place(order())).isEqualTo(now(first));
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> payments().place(builder(889).build()));
	}

	@Test
	void isQueriedAtOnceWhenItsPlacingIsRefusedAsPaid() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.pay(NUMBER);

		StepVerifier.create(payments().prepare(payment.id()))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.code()).isEqualTo("ORDERPAID")))
			.verify(DurableWorld.LONG_ENOUGH);
		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.PAID);
	}

	@Test
	void requiresActionWhenNoCallSucceedsForDays() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.pay(NUMBER);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY);
		TestDatabase.execute(this.world.store.dataSource(), "update wechatpay_hk_online_payment set waited_millis = "
				+ DurableReversalSettings.defaults().attentionAfter().toMillis());
		this.world.engine.start();
		this.world.passUntil(DurableReversalEvent.OnlinePaymentRequiresAction.class);
		this.world.simulator.faults().clear();

		payments().retry(payment.id(), "Anna: the line is back");

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.PAID);
		assertThat(trail(payment)).contains(OnlinePaymentAttempt.Result.RETRY_ORDERED);
	}

	@Test
	void isPaidAfterTheGatewayWasAwayOverTheExpiry() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.faults().inject(Fault.noResponse()).on(Operation.QUERY, Operation.CLOSE).times(1);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY, Operation.CLOSE).times(3);
		this.world.simulator.pay(NUMBER);
		passUntilExpiry();
		this.world.engine.start();

		assertThat(passUntilEnded().state()).isEqualTo(OnlinePayment.State.PAID);
		assertThat(trail(payment)).contains(OnlinePaymentAttempt.Result.UNKNOWN);
	}

	@Test
	void newStateIsNotRecordedWithoutWhatTheListenerWrites() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.pay(NUMBER);
		AtomicInteger calls = new AtomicInteger();
		this.world.inTransaction = (event) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("The books are closed");
			}
		};
		this.world.engine.start();

		assertThat(passUntilEnded().state()).isEqualTo(OnlinePayment.State.PAID);
		assertThat(calls).hasValue(2);
		assertThat(trail(payment)).containsOnlyOnce(OnlinePaymentAttempt.Result.PAID);
	}

	@Test
	void endIsDeliveredAgainUntilAListenerReturns() throws Exception {
		placed();
		AtomicInteger calls = new AtomicInteger();
		this.world.reaction = (event) -> {
			if (calls.incrementAndGet() == 1) {
				throw new IllegalStateException("The shop is closed");
			}
		};
		payments().onPayment(notification(888));
		this.world.engine.start();

		DurableReversalEvent.OnlinePaymentEnded ended = this.world
			.passUntil(DurableReversalEvent.OnlinePaymentEnded.class);

		assertThat(ended.isRedelivered()).isTrue();
		assertThat(ended.payment().state()).isEqualTo(OnlinePayment.State.PAID);
	}

	@Test
	void goesOnOnAnotherNodeWhenOneIsGone() throws Exception {
		placed();
		this.world.engine.start();
		this.world.engine.close();
		this.world.simulator.pay(NUMBER);
		try (DurableReversalEngine other = this.world.engine()) {
			other.start();

			assertThat(passUntilEnded().state()).isEqualTo(OnlinePayment.State.PAID);
		}
	}

	@Test
	void closedPaymentThatANotificationContradictsIsQueriedAndRequiresAction() throws Exception {
		OnlinePayment payment = placed();
		passUntilExpiry();
		this.world.engine.start();
		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);

		payments().onPayment(notification(888));
		DurableWorld.await(() -> trail(payment), (trail) -> trail.contains(OnlinePaymentAttempt.Result.NOTIFIED)
				&& trail.get(trail.size() - 1) == OnlinePaymentAttempt.Result.CLOSED);
		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.CLOSED);

		this.world.simulator.orders()
			.change(this.world.simulator.orders().get(NUMBER),
					(order) -> order.with().state(TradeState.SUCCESS).build(Instant.now()));
		payments().onPayment(notification(888));

		assertThat(this.world.passUntil(DurableReversalEvent.OnlinePaymentRequiresAction.class).payment().reason())
			.contains("recorded as CLOSED");
	}

	@Test
	void sendsNothingWhilePaused() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.pay(NUMBER);
		reversals().pause();
		this.world.engine.start();
		this.world.time.pass(Duration.ofMinutes(1));
		assertThat(this.world.calls(Operation.QUERY)).isZero();

		reversals().resume();

		assertThat(passUntilEnded().id()).isEqualTo(payment.id());
	}

	@Test
	void isForgottenAfterTheRetentionTime() throws Exception {
		placed();
		payments().onPayment(notification(888));
		this.world.next(DurableReversalEvent.OnlinePaymentEnded.class);
		this.world.time.pass(DurableReversalSettings.defaults().retention().plusDays(1));
		this.world.engine.start();

		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofMinutes(10));
			return stored();
		}, (stored) -> stored == 0);
		assertThat(this.world.count("wechatpay_hk_online_payment_attempt")).isZero();
	}

	@Test
	void planThatGotLostIsRestored() throws Exception {
		placed();
		this.world.simulator.pay(NUMBER);
		TestDatabase.execute(this.world.store.dataSource(), "delete from wechatpay_hk_scheduled_task");

		this.world.engine.start();

		assertThat(passUntilEnded().state()).isEqualTo(OnlinePayment.State.PAID);
	}

	@Test
	void refusesAnExpiryInThePast() {
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> payments().place(builder(888).validity(null, OffsetDateTime.now().minusDays(1)).build()))
			.withMessageContaining("timeExpire");
		assertThat(stored()).isZero();
	}

	@Test
	void refusesAnOrderThatGoesToAnotherHost() {
		assertThatExceptionOfType(WechatPayHkRequestException.class)
			.isThrownBy(() -> payments().place(builder(888).build().withBaseUrl(URI.create("https://example.com/hk/"))))
			.withMessageContaining("'order' names a base URL");
		assertThat(stored()).isZero();
	}

	@Test
	void settledPaymentThatIsPaidRequiresAction() throws Exception {
		OnlinePayment payment = placed();
		payments().settle(payment.id(), "Anna: paid in cash");
		this.world.next(DurableReversalEvent.OnlinePaymentEnded.class);

		payments().onPayment(notification(888));

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentRequiresAction.class).payment().reason())
			.contains("settled otherwise");
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> payments().retry(payment.id(), "Anna: look again"))
			.withMessageContaining("had ended before");
		assertThat(payments().settle(payment.id(), "Anna: refunded").state()).isEqualTo(OnlinePayment.State.SETTLED);
	}

	@Test
	void queryThatShowsASettledPaymentAsPaidRequiresAction() throws Exception {
		OnlinePayment payment = placed();
		this.world.simulator.pay(NUMBER);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY);
		this.world.engine.start();
		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(1));
			return this.world.calls(Operation.QUERY);
		}, (queries) -> queries == 1);
		payments().settle(payment.id(), "Anna: paid in cash");
		this.world.next(DurableReversalEvent.OnlinePaymentEnded.class);

		response.tryEmitEmpty();

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentRequiresAction.class).payment().reason())
			.contains("recorded as SETTLED");
	}

	@Test
	void isPaidByANotificationAfterItRequiredAction() throws Exception {
		OnlinePayment payment = placed();
		TestDatabase.execute(this.world.store.dataSource(),
				"update wechatpay_hk_online_payment set state = 'REQUIRES_ACTION'");

		payments().onPayment(notification(888));

		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.PAID);
		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.PAID);
	}

	@Test
	void notificationOfAnotherSubMerchantDoesNotMakeItPaid() {
		OnlinePayment payment = placed();

		payments().onPayment(notification(888, "\"mchid\":\"1900000999\","));

		assertThat(now(payment).state()).isEqualTo(OnlinePayment.State.OPEN);
	}

	@Test
	void closedPaymentThatNoQueryFindsRequiresAction() throws Exception {
		OnlinePayment payment = payments().place(order());
		passUntilExpiry();
		this.world.engine.start();
		assertThat(this.world.next(DurableReversalEvent.OnlinePaymentEnded.class).payment().state())
			.isEqualTo(OnlinePayment.State.CLOSED);

		payments().onPayment(notification(888));

		assertThat(this.world.passUntil(DurableReversalEvent.OnlinePaymentRequiresAction.class).payment().id())
			.isEqualTo(payment.id());
	}

	@Test
	void closedPaymentIsNotQueriedWithoutEndWhenCallsFail() throws Exception {
		OnlinePayment payment = placed();
		passUntilExpiry();
		this.world.engine.start();
		this.world.next(DurableReversalEvent.OnlinePaymentEnded.class);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY);

		payments().onPayment(notification(888));
		DurableWorld.await(() -> trail(payment),
				(trail) -> trail.get(trail.size() - 1) == OnlinePaymentAttempt.Result.UNKNOWN);
		TestDatabase.execute(this.world.store.dataSource(), "update wechatpay_hk_online_payment set waited_millis = "
				+ DurableReversalSettings.defaults().attentionAfter().toMillis());

		assertThat(this.world.passUntil(DurableReversalEvent.OnlinePaymentRequiresAction.class).payment().reason())
			.contains("no query confirms it");
	}

	@Test
	void placedAgainAfterItsExpiryIsThePaymentAsItEnded() throws Exception {
		PlaceOrderRequest order = builder(888)
			.validity(null, OffsetDateTime.ofInstant(this.world.time.instant().plusSeconds(600), ZoneOffset.UTC))
			.build();
		OnlinePayment payment = payments().place(order);
		payments().onPayment(notification(888));
		this.world.next(DurableReversalEvent.OnlinePaymentEnded.class);
		this.world.time.pass(Duration.ofHours(1));

		assertThat(payments().place(order)).isEqualTo(now(payment));
	}

	/**
	 * Each waits for nothing of the others, whatever gaps an index has.
	 */
	@Test
	void manyAreStoredAtTheSameTime() {
		Flux.range(0, 32)
			.flatMap((number) -> Mono.fromCallable(() -> transaction().execute((status) -> payments()
				.place(PlaceOrderRequest.builder(TradeType.NATIVE, "M" + number, OrderAmount.hkd(888))
					.description("Tea")
					.notifyUrl("https://shop.example.com/notify")
					.merchantCategoryCode("1011")
					.build())))
				.subscribeOn(Schedulers.boundedElastic()), 32)
			.blockLast(DurableWorld.LONG_ENOUGH);

		assertThat(stored()).isEqualTo(32);
	}

}
