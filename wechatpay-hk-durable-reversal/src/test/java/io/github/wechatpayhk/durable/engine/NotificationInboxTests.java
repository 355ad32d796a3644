package io.github.wechatpayhk.durable.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.NotificationHandler.NotificationResult;
import io.github.wechatpayhk.notification.NotificationListeners;
import io.github.wechatpayhk.notification.NotificationReceiver;
import io.github.wechatpayhk.notification.PaymentExpectation;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.TradeState;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.SharedEntityManagerCreator;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Notifications are stored once, and processed once in the transaction of the listener.
 */
class NotificationInboxTests extends OnEachDatabase {

	private static final Duration LONG_ENOUGH = DurableWorld.LONG_ENOUGH;

	private static final int MANY_ORDERS = 40;

	private final List<DurableReversalEngine> engines = new ArrayList<>();

	/**
	 * How often a listener was called, whatever became of its transaction.
	 */
	private final Queue<String> calls = new ConcurrentLinkedQueue<>();

	private final BlockingQueue<DurableReversalEvent> events = new LinkedBlockingQueue<>();

	/**
	 * What the listener does after it has written to its book.
	 */
	private volatile Consumer<Notification> reaction = (notification) -> {
	};

	private volatile @Nullable PaymentExpectation expectation;

	private DurableReversalEngine engine;

	private NotificationInbox inbox;

	NotificationInboxTests(TestDatabase database) {
		super(database);
	}

	@BeforeEach
	void createInbox() {
		TestDatabase.execute(this.world.store.dataSource(), "create table book (entry varchar(100))");
		this.engine = node();
		this.inbox = this.engine.notifications();
	}

	@AfterEach
	void closeEngines() {
		this.engines.forEach(DurableReversalEngine::close);
	}

	private DurableReversalEngine node() {
		return built(builder().notificationListeners(this::listeners));
	}

	private NotificationListeners listeners() {
		return NotificationListeners.create(List.of(this::listen), List.of(this::listen), List.of(), this.expectation);
	}

	private DurableReversalEngine built(DurableReversalEngine.Builder builder) {
		DurableReversalEngine built = builder.build();
		this.engines.add(built);
		return built;
	}

	private static DurableReversalSettings settings(Duration firstPause, Duration retention) {
		DurableReversalSettings defaults = DurableReversalSettings.defaults();
		return new DurableReversalSettings(firstPause, defaults.longestPause(), defaults.attentionAfter(), retention, 4,
				Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(20));
	}

	private DurableReversalEngine.Builder builder() {
		DurableReversalSettings defaults = DurableReversalSettings.defaults();
		return DurableReversalEngine
			.builder(this.world.store, DurableMerchants.of(DurableMerchant.of(this.world.client)))
			.settings(settings(defaults.firstPause(), defaults.retention()))
			.clock(this.world.time)
			.nanoTime(this.world.time::nanoTime)
			.listener(this.events::add);
	}

	private void listen(Notification notification) {
		this.calls.add(notification.subject());
		client().sql("insert into book values (?)").param(notification.subject()).update();
		this.reaction.accept(notification);
	}

	private JdbcClient client() {
		return JdbcClient.create(this.world.store.dataSource());
	}

	private List<String> books() {
		return client().sql("select entry from book").query(String.class).list();
	}

	private static Notification payment(String id, String outTradeNo) {
		return payment("default", id, outTradeNo);
	}

	private static Notification payment(String merchant, String id, String outTradeNo) {
		return Notification.of(new NotificationEvent(merchant, id, "TRANSACTION.SUCCESS", "2018-06-08T10:34:56+08:00",
				"支付成功", "{\"out_trade_no\":\"" + outTradeNo + "\",\"trade_state\":\"SUCCESS\",\"payer\":{\"openid\":"
						+ "\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},\"amount\":{\"total\":888,\"currency\":\"HKD\"}}"));
	}

	/**
	 * A payment that names whose it is, as all of WeChat Pay's do.
	 */
	private static Notification paymentOf(String subMchid, String merchant, String id, String outTradeNo) {
		NotificationEvent event = payment(merchant, id, outTradeNo).event();
		return Notification.of(new NotificationEvent(merchant, id, event.type(), null, null, event.resource()
			.replaceFirst("\\{", "{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"" + subMchid + "\",")));
	}

	private static Notification refund(String id, String outTradeNo, String status) {
		return Notification
			.of(new NotificationEvent("default", id, "REFUND." + status, null, null, "{\"out_trade_no\":\"" + outTradeNo
					+ "\",\"out_refund_no\":\"R" + outTradeNo + "\",\"refund_status\":\"" + status + "\"}"));
	}

	private NotificationResult receive(Notification notification) {
		return this.inbox.handle(notification).block(LONG_ENOUGH);
	}

	private DurableNotification stored(String subject) {
		return this.inbox.list(null, 0, 1000)
			.stream()
			.filter((notification) -> notification.subject().equals(subject))
			.findAny()
			.orElseThrow();
	}

	private DurableNotification await(String subject, DurableNotification.State state) {
		return DurableWorld.await(() -> stored(subject), (notification) -> notification.state() == state);
	}

	/**
	 * Let time pass until a notification is in a state.
	 */
	private DurableNotification passUntil(String subject, DurableNotification.State state) {
		return DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(3));
			return stored(subject);
		}, (notification) -> notification.state() == state);
	}

	/**
	 * Let the next failure be the last one.
	 */
	private void waitedForADay() {
		TestDatabase.execute(this.world.store.dataSource(),
				"update wechatpay_hk_notification set waited_millis = " + Duration.ofDays(1).toMillis());
	}

	private static IllegalStateException failure() {
		return new IllegalStateException("The books are closed");
	}

	@Test
	void storesANotificationOnceByItsIdAndByItsSubject() {
		assertThat(receive(payment("EV-1", "T1"))).isEqualTo(NotificationResult.STORED);
		assertThat(receive(payment("EV-1", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(receive(payment("EV-2", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(receive(payment("EV-1", "T2"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(receive(payment("kowloon", "EV-1", "T1"))).isEqualTo(NotificationResult.STORED);
		assertThat(receive(refund("EV-3", "T1", "ABNORMAL"))).isEqualTo(NotificationResult.STORED);
		assertThat(receive(refund("EV-4", "T1", "SUCCESS"))).isEqualTo(NotificationResult.STORED);

		this.engine.start();
		await("refund:RT1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(receive(payment("EV-5", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(this.world.count("wechatpay_hk_notification")).isEqualTo(4);
	}

	@Test
	void storesANotificationOnceUnderWhateverName() {
		assertThat(receive(paymentOf("1900000109", "institution", "EV-1", "T1"))).isEqualTo(NotificationResult.STORED);
		assertThat(receive(paymentOf("1900000109", "shop", "EV-1", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(receive(paymentOf("1900000109", "Shop", "EV-2", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
		assertThat(receive(paymentOf("1900000110", "institution", "EV-3", "T1"))).isEqualTo(NotificationResult.STORED);
		assertThat(this.world.count("wechatpay_hk_notification")).isEqualTo(2);
	}

	@Test
	void deliversTheNotificationsOfAnOrderOneAfterTheOtherUnderWhateverName() {
		receive(paymentOf("1900000109", "institution", "EV-1", "T1"));
		receive(Notification.of(new NotificationEvent("shop", "EV-2", "REFUND.SUCCESS", null, null,
				"{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\",\"out_trade_no\":\"T1\","
						+ "\"out_refund_no\":\"RT1\",\"refund_status\":\"SUCCESS\"}")));
		AtomicInteger failures = new AtomicInteger();
		this.reaction = (notification) -> {
			if (failures.getAndIncrement() == 0) {
				throw failure();
			}
		};
		this.engine.start();

		passUntil("refund:RT1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(books()).containsExactlyInAnyOrder("payment:T1:SUCCESS", "refund:RT1:SUCCESS");
		assertThat(this.calls).containsExactly("payment:T1:SUCCESS", "payment:T1:SUCCESS", "refund:RT1:SUCCESS");
	}

	@Test
	void isAcknowledgedOnceItIsCommitted() {
		StepVerifier.create(this.inbox.handle(payment("EV-1", "T1")).map((result) -> this.inbox.list(null, 0, 10)))
			.assertNext((committed) -> assertThat(committed).singleElement()
				.satisfies((notification) -> assertThat(notification.outTradeNo()).isEqualTo("T1"))
				.satisfies((notification) -> assertThat(notification.state())
					.isEqualTo(DurableNotification.State.WAITING)))
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void isNotAcknowledgedWhenItCannotBeStored() {
		TestDatabase.execute(this.world.store.dataSource(), "drop table wechatpay_hk_notification");

		StepVerifier.create(this.inbox.handle(payment("EV-1", "T1")))
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOf(ReversalStoreException.class)
				.hasMessageStartingWith("Notification EV-1 is not stored")
				.hasMessageNotContaining("oUpF8uMuAJO"))
			.verify(LONG_ENOUGH);
	}

	@Test
	void doesNothingBeforeItIsSubscribedTo() {
		this.inbox.handle(payment("EV-1", "T1"));

		assertThat(this.inbox.list(null, 0, 10)).isEmpty();
	}

	@Test
	void blocksNoThreadThatMustNotBlock() {
		Mono<String> thread = Mono.defer(() -> this.inbox.handle(payment("EV-1", "T1")))
			.subscribeOn(Schedulers.parallel())
			.map((result) -> Thread.currentThread().getName());

		assertThat(thread.block(LONG_ENOUGH)).isEqualTo("wechatpay-hk-notification");
	}

	@Test
	void isRejectedWhenTooManyWaitForTheDatabase() throws Exception {
		int tooMany = Schedulers.DEFAULT_BOUNDED_ELASTIC_SIZE + NotificationReceiver.MAX_CONCURRENT + 1;
		try (Connection connection = this.world.store.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			insertOther(connection);
			Mono<Throwable> rejection = Flux.range(0, tooMany)
				.flatMap((number) -> this.inbox.handle(payment("EV-1", "T1")).materialize(), tooMany)
				.mapNotNull(Signal::getThrowable)
				.filter(RejectedExecutionException.class::isInstance)
				.next();
			StepVerifier.create(rejection).expectNextCount(1).expectComplete().verify(LONG_ENOUGH);
			connection.rollback();
		}
	}

	private static void insertOther(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement
				.execute("insert into wechatpay_hk_notification (id, merchant, recipient, notification_id, subject, "
						+ "event_type, state, received_at, changed_at, step, waited_millis) values ('other', 'default', "
						+ "'default', 'EV-1', 'payment:T1:SUCCESS', 'TRANSACTION.SUCCESS', 'WAITING', 0, 0, 0, 0)");
		}
	}

	@Test
	void isStoredAlthoughItsDeliveryIsCancelled() throws Exception {
		try (Connection connection = this.world.store.dataSource().getConnection()) {
			connection.setAutoCommit(false);
			insertOther(connection);
			CountDownLatch subscribed = new CountDownLatch(1);
			Disposable delivery = this.inbox.handle(payment("EV-1", "T1"))
				.doOnSubscribe((subscription) -> subscribed.countDown())
				.subscribe();
			assertThat(subscribed.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
			delivery.dispose();
			connection.rollback();
		}

		DurableWorld.await(() -> this.inbox.list(null, 0, 10), (list) -> !list.isEmpty());
		assertThat(receive(payment("EV-2", "T2"))).isEqualTo(NotificationResult.STORED);
	}

	@Test
	void callsTheListenerInTheTransactionThatMarksItAsProcessed() {
		AtomicInteger failures = new AtomicInteger();
		Queue<DurableNotification.State> seen = new ConcurrentLinkedQueue<>();
		this.reaction = (notification) -> {
			seen.add(stored("payment:T1:SUCCESS").state());
			if (failures.getAndIncrement() < 2) {
				throw failure();
			}
		};
		this.engine.start();

		receive(payment("EV-1", "T1"));
		DurableNotification waiting = DurableWorld.await(() -> stored("payment:T1:SUCCESS"),
				(notification) -> notification.reason() != null);
		assertThat(waiting.reason()).contains("The books are closed");
		assertThat(books()).isEmpty();

		assertThat(passUntil("payment:T1:SUCCESS", DurableNotification.State.PROCESSED).endedAt()).isNotNull();
		assertThat(books()).containsExactly("payment:T1:SUCCESS");
		assertThat(this.calls).hasSize(3);
		assertThat(seen).containsOnly(DurableNotification.State.WAITING);
		assertThat(this.world.count("wechatpay_hk_scheduled_task where task_name = 'notification'")).isZero();
	}

	/**
	 * H2, MySQL and MariaDB end a deadlock by a rollback of the whole transaction. A
	 * listener that goes on then writes in another one.
	 */
	@Test
	void beginsAnewWhenTheTransactionWasRolledBackUnderTheListener() {
		AtomicInteger calls = new AtomicInteger();
		this.reaction = (notification) -> {
			if (calls.getAndIncrement() == 0) {
				rollBack();
				client().sql("insert into book values ('after the deadlock')").update();
			}
		};
		built(patient()).start();

		receive(payment("EV-1", "T1"));

		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(books()).containsExactly("payment:T1:SUCCESS");
		assertThat(calls).hasValue(2);
	}

	private void rollBack() {
		new JdbcTemplate(this.world.store.dataSource()).execute((ConnectionCallback<Boolean>) (connection) -> {
			connection.rollback();
			return true;
		});
	}

	/**
	 * MariaDB ends a transaction in this way whose snapshot is too old.
	 */
	@Test
	void beginsAnewAtOnceWhenARecordHasChangedSinceItWasRead() {
		AtomicInteger calls = new AtomicInteger();
		this.reaction = (notification) -> {
			if (calls.getAndIncrement() == 0) {
				throw new UncategorizedSQLException("update book", "update book set entry = 'x'",
						new SQLException("Record has changed since last read in table 'book'", "HY000", 1020));
			}
		};
		built(patient()).start();

		receive(payment("EV-1", "T1"));

		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(books()).containsExactly("payment:T1:SUCCESS");
		assertThat(calls).hasValue(2);
	}

	@Test
	void commitsAReversalThatTheListenerSchedulesTogetherWithTheNotification() {
		AtomicInteger failures = new AtomicInteger();
		this.reaction = (notification) -> {
			this.engine.reversals().schedule(ReverseOrderRequest.outTradeNo("T1"));
			if (failures.getAndIncrement() == 0) {
				throw failure();
			}
		};
		this.engine.start();

		receive(payment("EV-1", "T1"));
		DurableWorld.await(() -> stored("payment:T1:SUCCESS"), (notification) -> notification.reason() != null);
		assertThat(this.engine.reversals().findByOrder("T1")).isEmpty();

		passUntil("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(this.engine.reversals().findByOrder("T1")).hasSize(1);
	}

	@Test
	void restoresWhatWasReceivedAndKeepsNoPersonalDataAfterwards() throws Exception {
		BlockingQueue<Notification> received = new LinkedBlockingQueue<>();
		this.reaction = received::add;
		Notification original = payment("EV-1", "T1");
		receive(original);
		this.engine.start();

		Notification restored = received.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
		assertThat(restored).isEqualTo(original);
		assertThat(((PaymentNotification) restored).order().payer().openid()).isEqualTo("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
		DurableNotification ended = await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(ended.toString()).doesNotContain("oUpF8uMuAJO");
		assertThat(this.world.count("wechatpay_hk_notification where resource is not null")).isZero();
	}

	@Test
	void requiresManualActionWhenAListenerAlwaysFailsAndHoldsNoOtherOrderUp() throws Exception {
		this.reaction = (notification) -> {
			if ("T1".equals(notification.outTradeNo())) {
				throw failure();
			}
		};
		receive(payment("EV-1", "T1"));
		receive(refund("EV-2", "T1", "SUCCESS"));
		receive(payment("EV-3", "T2"));
		waitedForADay();
		this.engine.start();

		await("payment:T2:SUCCESS", DurableNotification.State.PROCESSED);
		DurableNotification stuck = passUntil("payment:T1:SUCCESS", DurableNotification.State.NEEDS_ATTENTION);
		assertThat(stuck.reason()).contains("The books are closed");
		assertThat(this.events.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isInstanceOfSatisfying(
				DurableReversalEvent.NotificationNeedsAttention.class,
				(event) -> assertThat(event.notification()).isEqualTo(stuck));
		assertThat(this.engine.reversals().backlog().notificationsNeedingAttention()).isEqualTo(1);
		assertThat(this.engine.reversals().backlog().notificationsWaiting()).isEqualTo(1);
		DurableWorld.await(() -> this.world.count("wechatpay_hk_event"), (number) -> number == 0);

		this.reaction = (notification) -> {
		};
		assertThat(this.inbox.retry(stuck.id(), "Anna: the books are open").state())
			.isEqualTo(DurableNotification.State.WAITING);
		await("refund:RT1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(books()).containsExactlyInAnyOrder("payment:T2:SUCCESS", "payment:T1:SUCCESS", "refund:RT1:SUCCESS")
			.containsSubsequence("payment:T1:SUCCESS", "refund:RT1:SUCCESS");
	}

	@Test
	void requiresManualActionNoLaterThanAReversal() {
		DurableReversalSettings defaults = DurableReversalSettings.defaults();
		DurableReversalEngine node = built(builder()
			.settings(new DurableReversalSettings(defaults.firstPause(), Duration.ofSeconds(5), Duration.ofSeconds(6),
					defaults.retention(), 4, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(20)))
			.notificationListeners(() -> {
				throw failure();
			}));
		node.start();

		receive(payment("EV-1", "T1"));

		passUntil("payment:T1:SUCCESS", DurableNotification.State.NEEDS_ATTENTION);
	}

	@Test
	void deliversTheEventOfManualActionAgainUntilItIsAcknowledged() throws Exception {
		AtomicInteger deliveries = new AtomicInteger();
		DurableReversalEngine node = built(builder().listener((event) -> {
			if (deliveries.getAndIncrement() == 0) {
				throw new IllegalStateException("The mail server is away");
			}
		}).notificationListeners(() -> {
			throw failure();
		}));
		receive(payment("EV-1", "T1"));
		waitedForADay();
		node.start();

		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofSeconds(3));
			return deliveries.get();
		}, (number) -> number == 2);
		assertThat(this.events.take()).isInstanceOfSatisfying(DurableReversalEvent.NotificationNeedsAttention.class,
				(event) -> assertThat(event.isRedelivered()).isFalse());
		assertThat(this.events.take()).isInstanceOfSatisfying(DurableReversalEvent.NotificationNeedsAttention.class,
				(event) -> {
					assertThat(event.isRedelivered()).isTrue();
					assertThat(event.notification().subject()).isEqualTo("payment:T1:SUCCESS");
				});
	}

	/**
	 * A node whose first pause is longer than a test.
	 */
	private DurableReversalEngine.Builder patient() {
		return builder().notificationListeners(this::listeners)
			.settings(settings(Duration.ofHours(1), DurableReversalSettings.defaults().retention()));
	}

	/**
	 * The operator decides between the look at the notification and its delivery.
	 */
	@Test
	void keepsTheFullTimeThatAnOperatorGaveDuringADelivery() {
		AtomicInteger decisions = new AtomicInteger();
		AtomicInteger failures = new AtomicInteger();
		this.reaction = (notification) -> {
			if (failures.getAndIncrement() == 0) {
				throw failure();
			}
		};
		DurableReversalEngine node = built(patient().transactionManager(() -> {
			if (decisions.getAndIncrement() == 0) {
				this.inbox.retry(stored("payment:T1:SUCCESS").id(), "Anna: the books are open");
			}
			return null;
		}));
		receive(payment("EV-1", "T1"));
		waitedForADay();
		node.start();

		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(this.events).isEmpty();
		assertThat(failures).hasValue(2);
	}

	@Test
	void letsAnOperatorSettleWhatNoListenerProcesses() {
		this.reaction = (notification) -> {
			if (notification instanceof PaymentNotification) {
				throw failure();
			}
		};
		receive(payment("EV-1", "T1"));
		receive(refund("EV-2", "T1", "SUCCESS"));
		this.engine.start();
		DurableNotification waiting = DurableWorld.await(() -> stored("payment:T1:SUCCESS"),
				(notification) -> notification.reason() != null);

		DurableNotification settled = this.inbox.settle(waiting.id(), "Anna: booked by hand");

		assertThat(settled.state()).isEqualTo(DurableNotification.State.SETTLED);
		assertThat(settled.reason()).isEqualTo("Anna: booked by hand");
		await("refund:RT1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(books()).containsExactly("refund:RT1:SUCCESS");
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> this.inbox.retry(waiting.id(), "Anna: once more"));
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> this.inbox.settle("none", "Anna: booked by hand"));
		assertThat(this.inbox.find(waiting.id())).contains(settled);
	}

	@Test
	void deliversTheNotificationsOfAnOrderInTheOrderOfTheirArrival() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		this.reaction = (notification) -> {
			if (notification instanceof PaymentNotification && "T1".equals(notification.outTradeNo())) {
				release.countDown();
				if (this.calls.stream().filter(notification.subject()::equals).count() == 1) {
					throw failure();
				}
			}
		};
		receive(payment("EV-1", "T1"));
		this.engine.start();
		assertThat(release.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();

		receive(refund("EV-2", "T1", "ABNORMAL"));
		receive(refund("EV-3", "T1", "SUCCESS"));
		receive(payment("EV-4", "T2"));
		await("payment:T2:SUCCESS", DurableNotification.State.PROCESSED);
		DurableNotification behind = DurableWorld.await(() -> stored("refund:RT1:ABNORMAL"),
				(notification) -> notification.reason() != null);
		assertThat(behind.reason()).contains("EV-1");

		passUntil("refund:RT1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(books()).containsSubsequence("payment:T1:SUCCESS", "refund:RT1:ABNORMAL", "refund:RT1:SUCCESS");
		assertThat(this.calls.stream().filter((call) -> call.startsWith("refund"))).hasSize(2);
	}

	@Test
	void runsTheListenerOnceForConcurrentDuplicatesOnSeveralNodes() {
		DurableReversalEngine other = node();
		this.engine.start();
		other.start();
		int orders = 10;
		int duplicates = 8;

		List<NotificationResult> results = Flux.range(0, orders * duplicates)
			.flatMap((number) -> ((number % 2 == 0) ? this.inbox : other.notifications())
				.handle(payment("EV-" + number, "T" + number / duplicates)), orders * duplicates)
			.collectList()
			.block(LONG_ENOUGH);

		assertThat(results).filteredOn(NotificationResult.STORED::equals).hasSize(orders);
		assertThat(results).filteredOn(NotificationResult.DUPLICATE::equals).hasSize(orders * (duplicates - 1));
		for (int order = 0; order < orders; order++) {
			await("payment:T" + order + ":SUCCESS", DurableNotification.State.PROCESSED);
		}
		assertThat(books()).hasSize(orders).doesNotHaveDuplicates();
		assertThat(this.calls).hasSize(orders);
	}

	@Test
	void runsTheListenerOnceThoughItsNodeIsTakenForDead() throws Exception {
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.reaction = (notification) -> {
			called.countDown();
			awaitUninterrupted(release);
		};
		this.engine.start();
		receive(payment("EV-1", "T1"));
		assertThat(called.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();
		String plan = "wechatpay_hk_scheduled_task where task_name = 'notification' and picked_by ";
		client()
			.sql("update wechatpay_hk_scheduled_task set picked_by = 'dead', version = version + 1, "
					+ "last_heartbeat = execution_time where task_name = 'notification'")
			.update();
		this.world.time.pass(DurableWorld.takeOver());

		DurableReversalEngine other = node();
		other.start();
		DurableWorld.await(() -> this.world.count(plan + "<> 'dead'"), (number) -> number == 1);
		release.countDown();

		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		DurableWorld.await(() -> this.world.count("wechatpay_hk_scheduled_task where task_name = 'notification'"),
				(number) -> number == 0);
		assertThat(this.calls).hasSize(1);
		assertThat(books()).containsExactly("payment:T1:SUCCESS");
	}

	@Test
	void processesByJpaInATransactionOfJpa() {
		LocalContainerEntityManagerFactoryBean entityManagers = new LocalContainerEntityManagerFactoryBean();
		entityManagers.setDataSource(this.world.store.dataSource());
		entityManagers.setManagedTypes(PersistenceManagedTypes.of(JpaOrder.class.getName()));
		entityManagers.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
		entityManagers.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "create"));
		entityManagers.afterPropertiesSet();
		try (EntityManagerFactory factory = Objects.requireNonNull(entityManagers.getObject())) {
			JpaTransactionManager jpa = new JpaTransactionManager(factory);
			AtomicInteger failures = new AtomicInteger();
			this.reaction = (notification) -> {
				new TransactionTemplate(jpa)
					.executeWithoutResult((status) -> SharedEntityManagerCreator.createSharedEntityManager(factory)
						.persist(new JpaOrder(notification.outTradeNo())));
				if (failures.getAndIncrement() == 0) {
					throw failure();
				}
			};
			DurableReversalEngine node = built(
					builder().notificationListeners(this::listeners).transactionManager(() -> jpa));
			node.start();

			receive(payment("EV-1", "T1"));
			passUntil("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);

			assertThat(failures).hasValue(2);
			assertThat(books()).containsExactly("payment:T1:SUCCESS");
			assertThat(client().sql("select outTradeNo from jpa_order").query(String.class).list())
				.containsExactly("T1");
			node.close();
		}
	}

	@Test
	void processesInItsOwnTransactionWhenTheApplicationsAreOnAnotherDatabase() {
		JdbcDataSource other = new JdbcDataSource();
		other.setURL("jdbc:h2:mem:other");
		DurableReversalEngine node = built(builder().notificationListeners(this::listeners)
			.transactionManager(() -> new JdbcTransactionManager(other)));
		AtomicInteger failures = new AtomicInteger();
		this.reaction = (notification) -> {
			if (failures.getAndIncrement() == 0) {
				throw failure();
			}
		};
		node.start();

		receive(payment("EV-1", "T1"));
		passUntil("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);

		assertThat(books()).containsExactly("payment:T1:SUCCESS");
	}

	@Test
	void isLeftToOtherNodesByOneWithoutListeners() throws Exception {
		DurableReversalEngine without = built(builder());
		without.start();
		assertThat(without.notifications().handle(payment("EV-1", "T1")).block(LONG_ENOUGH))
			.isEqualTo(NotificationResult.STORED);
		DurableReversal reversal = without.reversals().schedule(ReverseOrderRequest.outTradeNo("none"));
		DurableWorld.await(() -> without.reversals().find(reversal.id()).orElseThrow(),
				(found) -> found.attempts() > 0);
		assertThat(stored("payment:T1:SUCCESS").state()).isEqualTo(DurableNotification.State.WAITING);

		this.engine.start();
		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
	}

	@Test
	void holdsNoReversalUpWhateverItsListenersDo() throws Exception {
		int notifications = 12;
		CountDownLatch called = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.reaction = (notification) -> {
			called.countDown();
			awaitUninterrupted(release);
		};
		this.world.putOrder(TradeState.SUCCESS);
		for (int number = 0; number < notifications; number++) {
			receive(payment("EV-" + number, "T" + number));
		}
		this.engine.start();
		assertThat(called.await(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS)).isTrue();

		DurableReversal reversal = this.engine.reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));
		DurableWorld.await(() -> this.engine.reversals().find(reversal.id()).orElseThrow(),
				(found) -> found.state() == ReversalState.REVERSED);

		assertThat(this.engine.reversals().backlog().notificationsWaiting()).isEqualTo(notifications);
		assertThat(this.calls).hasSizeBetween(1, 2);
		release.countDown();
		DurableWorld.await(() -> this.engine.reversals().backlog().notificationsWaiting(), (waiting) -> waiting == 0);
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		try {
			assertThat(latch.await(LONG_ENOUGH.multipliedBy(2).toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * db-scheduler deletes tasks that it does not know after 14 days.
	 */
	@Test
	void keepsItsPlanOnANodeWithoutListenersHoweverLongItWaits() {
		String plan = "select execution_time from wechatpay_hk_scheduled_task where task_name = 'notification'";
		receive(payment("EV-1", "T1"));
		Object planned = client().sql(plan).query().singleValue();
		DurableReversal reversal = this.engine.reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));
		DurableReversalEngine without = built(builder());
		this.world.time.pass(Duration.ofDays(15));
		client()
			.sql("update wechatpay_hk_scheduled_task set picked = ?, picked_by = 'dead', last_heartbeat = "
					+ "execution_time where task_name = 'reversal'")
			.param(true)
			.update();

		without.start();
		DurableWorld.await(() -> without.reversals().find(reversal.id()).orElseThrow(),
				(found) -> found.attempts() > 0);

		assertThat(client().sql(plan).query().singleValue()).isEqualTo(planned);
	}

	@Test
	void requiresManualActionWhenThePaymentIsNotTheExpectedOne() {
		this.expectation = (payment) -> OrderAmount.hkd("T1".equals(payment.outTradeNo()) ? 999 : 888);
		this.engine.start();
		receive(payment("EV-1", "T1"));
		receive(payment("EV-2", "T2"));

		await("payment:T2:SUCCESS", DurableNotification.State.PROCESSED);
		DurableNotification stuck = await("payment:T1:SUCCESS", DurableNotification.State.NEEDS_ATTENTION);
		assertThat(stuck.reason()).isEqualTo("The payment is not the expected one and was not delivered as paid");
		assertThat(books()).containsExactly("payment:T2:SUCCESS");

		this.expectation = null;
		this.inbox.retry(stuck.id(), "Anna: the price is corrected");
		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
	}

	@Test
	void endsWhenNoListenerReceivesItsKind() {
		this.engine.start();
		receive(Notification.of(new NotificationEvent("default", "EV-1", "COUPON.USE", null, null, "{}")));

		assertThat(await("event:EV-1", DurableNotification.State.UNHEARD).reason()).isNotNull();
	}

	/**
	 * While a new version is rolled out, a node of the old one may take it.
	 */
	@Test
	void isDeliveredAgainOnceAListenerReceivesItsKind() {
		DurableReversalEngine old = built(builder()
			.notificationListeners(() -> NotificationListeners.create(List.of(), List.of(), List.of(), null)));
		DurableNotification unheard;
		try (CapturedLog log = CapturedLog.at(Level.WARN)) {
			receive(payment("EV-1", "T1"));
			old.start();
			unheard = await("payment:T1:SUCCESS", DurableNotification.State.UNHEARD);
			DurableWorld.await(log::text, (text) -> text.contains("EV-1 (payment:T1:SUCCESS)"));
			old.stop();
		}

		assertThat(this.inbox.retry(unheard.id(), "Anna: the new version listens").endedAt()).isNull();
		this.engine.start();

		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		assertThat(books()).containsExactly("payment:T1:SUCCESS");
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> this.inbox.retry(unheard.id(), "Anna: once more"));
	}

	@Test
	void isDeliveredAtOnceAfterTheClockWasSetBack() {
		this.world.time.set(Duration.ofDays(1));
		receive(payment("EV-1", "T1"));
		this.world.time.set(Duration.ofDays(-1));

		this.engine.start();

		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
	}

	@Test
	void isDeliveredThoughItsPlanWasLost() {
		receive(payment("EV-1", "T1"));
		TestDatabase.execute(this.world.store.dataSource(), "delete from wechatpay_hk_scheduled_task");

		this.engine.start();

		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
	}

	@Test
	void isDroppedWhenItsRetentionIsOver() {
		this.engine.start();
		receive(payment("EV-1", "T1"));
		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);

		this.world.time.pass(DurableReversalSettings.defaults().retention());

		DurableWorld.await(() -> {
			this.world.time.pass(Duration.ofHours(2));
			return this.inbox.list(null, 0, 10);
		}, List::isEmpty);
	}

	/**
	 * WeChat Pay repeats a notification for 24 hours and 4 minutes. Each of the reversals
	 * shows that old rows were deleted.
	 */
	@Test
	void isRecognizedForAsLongAsItIsRepeatedHoweverShortTheRetention() {
		DurableReversalEngine node = built(builder().notificationListeners(this::listeners)
			.settings(settings(DurableReversalSettings.defaults().firstPause(), Duration.ofHours(1))));
		node.start();
		receive(payment("EV-1", "T1"));
		await("payment:T1:SUCCESS", DurableNotification.State.PROCESSED);
		for (int half = 0; half < 2; half++) {
			this.world.putOrder(TradeState.SUCCESS);
			DurableReversal reversal = node.reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));
			DurableWorld.await(() -> node.reversals().find(reversal.id()).orElseThrow(),
					(found) -> found.state() == ReversalState.REVERSED);
			this.world.time.pass(Duration.ofHours(12));
			DurableWorld.await(() -> node.reversals().find(reversal.id()), Optional::isEmpty);
		}

		assertThat(receive(payment("EV-1", "T1"))).isEqualTo(NotificationResult.DUPLICATE);
	}

	@Test
	void processesARefundInEachOfItsStates() {
		this.engine.start();
		receive(refund("EV-1", "T1", "ABNORMAL"));
		receive(refund("EV-2", "T1", "CLOSED"));
		receive(refund("EV-3", "T1", "SUCCESS"));

		for (String status : List.of("ABNORMAL", "CLOSED", "SUCCESS")) {
			RefundNotification refund = (RefundNotification) refund("EV", "T1", status);
			await(refund.subject(), DurableNotification.State.PROCESSED);
		}
		assertThat(books()).hasSize(3).element(0).isEqualTo("refund:RT1:ABNORMAL");
	}

	@Test
	void goesOnAtOnceAfterAnEarlierNotificationOfTheSameOrder() {
		for (int order = 0; order < MANY_ORDERS; order++) {
			receive(refund("EV-1-" + order, "T" + order, "ABNORMAL"));
			receive(refund("EV-2-" + order, "T" + order, "CLOSED"));
			receive(refund("EV-3-" + order, "T" + order, "SUCCESS"));
		}

		this.engine.start();

		DurableWorld.await(() -> this.inbox.list(DurableNotification.State.WAITING, 0, 1000), List::isEmpty);
		assertThat(books()).hasSize(3 * MANY_ORDERS);
	}

	@Entity(name = "jpa_order")
	static class JpaOrder {

		@Id
		private String outTradeNo;

		protected JpaOrder() {
		}

		JpaOrder(String outTradeNo) {
			this.outTradeNo = outTradeNo;
		}

	}

}
