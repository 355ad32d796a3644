package io.github.wechatpayhk.durable;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.ReverseOrderRequest;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Promises are made, kept and settled, on each kind of database and over real sockets.
 */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class DurableReversalsTests {

	private final TestDatabase database;

	@TempDir
	private Path directory;

	private DurableWorld world;

	DurableReversalsTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void createWorld() {
		this.world = new DurableWorld(this.database, this.directory);
	}

	@AfterEach
	void closeWorld() {
		this.world.close();
	}

	private DurableReversals reversals() {
		return this.world.reversals();
	}

	@Test
	void reversesAtOnceAndKeepsTheTrail() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.engine.start();

		DurableReversal promise = this.world.schedule();

		assertThat(promise.state()).isEqualTo(ReversalState.WAITING);
		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.REVERSED);
		assertThat(ended.endedAt()).isNotNull();
		assertThat(reversals().attempts(promise.id())).singleElement().satisfies((attempt) -> {
			assertThat(attempt.result()).isEqualTo(ReversalAttempt.Result.REVERSED);
			assertThat(attempt.status()).isEqualTo(204);
			assertThat(attempt.endedAt()).isNotNull();
		});
		assertThat(this.world.orderState()).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void isPartOfTheCallersTransaction() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		TestDatabase.execute(this.world.store.dataSource(), "create table shop_order (state varchar(20))");
		JdbcClient shop = JdbcClient.create(this.world.store.dataSource());
		TransactionTemplate transaction = new TransactionTemplate(
				new JdbcTransactionManager(this.world.store.dataSource()));
		this.world.engine.start();

		transaction.executeWithoutResult((status) -> {
			shop.sql("insert into shop_order values ('CANCELLED')").update();
			this.world.schedule();
			status.setRollbackOnly();
		});
		assertThat(reversals().list(null, 0, 10)).isEmpty();

		transaction.executeWithoutResult((status) -> {
			shop.sql("insert into shop_order values ('CANCELLED')").update();
			this.world.schedule();
			assertThat(this.world.calls(Operation.REVERSE)).isZero();
		});
		this.world.next(DurableReversalEvent.Ended.class);
		assertThat(shop.sql("select count(*) from shop_order").query(Integer.class).single()).isEqualTo(1);
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(1);
	}

	@Test
	void isRefusedInATransactionOnAnotherDatabase() {
		DurableStore other = DurableStore.embedded(this.directory.resolve("other"));
		try {
			TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(other.dataSource()));

			assertThatExceptionOfType(ReversalConflictException.class)
				.isThrownBy(() -> transaction.executeWithoutResult((status) -> this.world.schedule()))
				.withMessageContaining("another database");
		}
		finally {
			other.close();
		}
	}

	@Test
	void promisesAnOrderOnce() {
		DurableReversal first = this.world.schedule();

		DurableReversal second = reversals()
			.schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER).withMchid("1900000109"));

		assertThat(second.id()).isEqualTo(first.id());
		assertThat(reversals().findByOrder(DurableWorld.ORDER)).hasSize(1);
	}

	@Test
	void refusesTheSameOrderWithOtherIds() {
		this.world.schedule();

		assertThatExceptionOfType(ReversalConflictException.class).isThrownBy(
				() -> reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER).withMchid("1900000110")))
			.withMessageContaining("1900000109")
			.withMessageContaining("1900000110");
	}

	@Test
	void refusesWhatCanNeverBeSent() {
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(() -> reversals()
			.schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER).withSpMchid("1900000100")));
		assertThatExceptionOfType(WechatPayHkRequestException.class).isThrownBy(() -> reversals()
			.schedule(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo("1")).withMerchant("nobody")));
		assertThat(reversals().list(null, 0, 10)).isEmpty();
	}

	@Test
	void promisesWithoutBlocking() {
		StepVerifier
			.create(reversals()
				.scheduleReactive(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER))))
			.expectNextMatches((promise) -> promise.state() == ReversalState.WAITING)
			.expectComplete()
			.verify(DurableWorld.LONG_ENOUGH);
	}

	@Test
	void failsTheCallersTransactionWhenTheDatabaseDoes() {
		TestDatabase.execute(this.world.store.dataSource(), "drop table wechatpay_hk_scheduled_task");

		assertThatExceptionOfType(ReversalStoreException.class).isThrownBy(this.world::schedule)
			.withMessageContaining("'D1' could not be promised");
		assertThat(reversals().list(null, 0, 10)).isEmpty();
	}

	@Test
	void seesThatThereIsNothingToReverse() throws Exception {
		this.world.putOrder(TradeState.CLOSED);
		this.world.engine.start();

		this.world.schedule();

		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		assertThat(ended.reason()).contains("CLOSED");
		assertThat(this.world.calls(Operation.QUERY)).isEqualTo(1);
	}

	@Test
	void believesASignedRefusalOfAPaidOrder() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.status(400, "REVERSE_EXPIRE")).on(Operation.REVERSE);
		this.world.engine.start();

		this.world.schedule();

		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.REFUSED);
		assertThat(ended.reason()).contains("REVERSE_EXPIRE").contains("refunded");
	}

	@Test
	void doesNotBelieveAnUnsignedRefusal() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults()
			.inject(Fault.status(400, "REVERSE_EXPIRE"), Fault.unsigned())
			.on(Operation.REVERSE)
			.times(1);
		this.world.engine.start();

		DurableReversal promise = this.world.schedule();
		this.world.await(promise, (now) -> now.attempts() == 1 && now.reason() != null);
		this.world.time.pass(Duration.ofSeconds(10));

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(reversals().attempts(promise.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.REJECTED, ReversalAttempt.Result.REVERSED);
	}

	@Test
	void repeatsWhatIsUnknownWithGrowingPauses() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE).times(3);
		this.world.engine.start();

		DurableReversal promise = this.world.schedule();
		for (int attempt = 1; attempt <= 3; attempt++) {
			int expected = attempt;
			DurableReversal waiting = this.world.await(promise, (now) -> now.attempts() == expected
					&& now.reason() != null && now.nextAttemptAt().isAfter(this.world.time.instant()));
			Duration pause = Duration.between(waiting.changedAt(), waiting.nextAttemptAt());
			assertThat(pause).isBetween(Duration.ofSeconds(5L << (attempt - 1)),
					Duration.ofMillis(5500L << (attempt - 1)));
			this.world.time.pass(pause);
		}

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().attempts()).isEqualTo(4);
	}

	@Test
	void aMissingOrderIsFinalOnlyAfterAWhile() throws Exception {
		this.world.engine.start();

		DurableReversal promise = this.world.schedule();
		this.world.await(promise, (now) -> now.attempts() == 1 && now.reason() != null);
		assertThat(reversals().find(promise.id()).orElseThrow().state()).isEqualTo(ReversalState.WAITING);
		passUntilAnEvent();

		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		assertThat(Duration.between(ended.promisedAt(), ended.endedAt())).isGreaterThan(Duration.ofSeconds(60));
	}

	@Test
	void callsAPersonAtLast() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE);
		this.world.engine.start();

		DurableReversal promise = this.world.schedule();
		passUntilAnEvent();

		DurableReversal waiting = this.world.next(DurableReversalEvent.NeedsAttention.class).reversal();
		assertThat(waiting.id()).isEqualTo(promise.id());
		assertThat(Duration.between(waiting.promisedAt(), waiting.changedAt())).isBetween(Duration.ofDays(5),
				Duration.ofDays(7));
		assertThat(reversals().backlog().needsAttention()).isEqualTo(1);

		this.world.simulator.faults().clear();
		reversals().retry(promise.id(), "Anna: the gateway is back");

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(reversals().attempts(promise.id()))
			.anySatisfy((attempt) -> assertThat(attempt.result()).isEqualTo(ReversalAttempt.Result.RETRY_ORDERED));
	}

	private void passUntilAnEvent() {
		DurableWorld.await(() -> {
			reversals().list(ReversalState.WAITING, 0, 1)
				.stream()
				.filter((promise) -> promise.nextAttemptAt().isAfter(this.world.time.instant()))
				.findAny()
				.ifPresent((promise) -> this.world.time
					.pass(Duration.between(this.world.time.instant(), promise.nextAttemptAt())));
			return this.world.events.isEmpty();
		}, (isEmpty) -> !isEmpty);
	}

	@Test
	void waitsLoudlyWhileItIsMisconfigured() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.unauthorized()).on(Operation.REVERSE).times(1);
		this.world.engine.start();

		DurableReversal promise = this.world.schedule();

		assertThat(this.world.next(DurableReversalEvent.Misconfigured.class).problem()).contains("SIGN_ERROR");
		this.world.await(promise, (now) -> now.reason() != null);
		this.world.time.pass(Duration.ofSeconds(10));
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void isSettledByAPersonForGood() throws Exception {
		DurableReversal promise = this.world.schedule();

		DurableReversal settled = reversals().settle(promise.id(), "Anna: paid back in cash");

		assertThat(settled.state()).isEqualTo(ReversalState.SETTLED);
		assertThat(settled.reason()).isEqualTo("Anna: paid back in cash");
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal()).isEqualTo(settled);
		assertThat(reversals().attempts(promise.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.SETTLED);
		assertThat(count("wechatpay_hk_scheduled_task")).isZero();
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> reversals().retry(promise.id(), "Ben"))
			.withMessageContaining("SETTLED");
		assertThatIllegalArgumentException().isThrownBy(() -> reversals().settle(promise.id(), " "));
		assertThat(this.world.events).isEmpty();
	}

	@Test
	void tellsThatItWasSettledWhenThatIsCommitted() throws Exception {
		DurableReversal promise = this.world.schedule();
		TransactionTemplate transaction = new TransactionTemplate(
				new JdbcTransactionManager(this.world.store.dataSource()));

		transaction.executeWithoutResult((status) -> {
			reversals().settle(promise.id(), "Anna: paid back in cash");
			status.setRollbackOnly();
		});
		assertThat(this.world.events).isEmpty();

		transaction.executeWithoutResult((status) -> {
			reversals().settle(promise.id(), "Anna: paid back in cash");
			assertThat(this.world.events).isEmpty();
		});
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.SETTLED);
		assertThat(this.world.events).isEmpty();
	}

	private int count(String table) {
		return JdbcClient.create(this.world.store.dataSource())
			.sql("select count(*) from " + table)
			.query(Integer.class)
			.single();
	}

	@Test
	void sendsNothingWhileItIsPaused() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		reversals().pause();
		this.world.engine.start();

		this.world.schedule();

		assertThat(reversals().backlog().isPaused()).isTrue();
		assertThat(reversals().backlog().waiting()).isEqualTo(1);
		this.world.engine.stop();
		assertThat(this.world.calls(Operation.REVERSE)).isZero();

		this.world.engine.start();
		reversals().resume();
		this.world.time.pass(Duration.ofMinutes(1));
		this.world.next(DurableReversalEvent.Ended.class);
		assertThat(reversals().backlog().isPaused()).isFalse();
	}

	@Test
	void countsWhatIsOpen() {
		DurableReversal promise = this.world.schedule();
		reversals().schedule(ReverseOrderRequest.transactionId("4200000000002104083200000488"));
		reversals().settle(promise.id(), "Anna: paid back in cash");

		ReversalBacklog backlog = reversals().backlog();

		assertThat(backlog.waiting()).isEqualTo(1);
		assertThat(backlog.needsAttention()).isZero();
		assertThat(backlog.oldest()).isAfterOrEqualTo(promise.promisedAt());
		assertThat(reversals().counts()).containsAllEntriesOf(
				Map.of(ReversalState.WAITING, 1L, ReversalState.SETTLED, 1L, ReversalState.REVERSED, 0L));
		assertThat(reversals().list(ReversalState.SETTLED, 0, 10)).extracting(DurableReversal::id)
			.containsExactly(promise.id());
	}

	@Test
	void forgetsWhatEndedLongAgo() {
		DurableReversal promise = this.world.schedule();
		reversals().settle(promise.id(), "Anna: paid back in cash");
		this.world.time.pass(Duration.ofDays(91));

		this.world.engine.start();

		DurableWorld.await(() -> reversals().find(promise.id()), (found) -> found.isEmpty());
		assertThat(count("wechatpay_hk_reversal_attempt")).isZero();
	}

	@Test
	void findsAPromiseThatLostItsPlan() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.schedule();
		TestDatabase.execute(this.world.store.dataSource(), "delete from wechatpay_hk_scheduled_task");

		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void leavesTheFirstSecondsAfterThePaymentAlone() {
		Instant sent = this.world.time.instant().minusSeconds(5).truncatedTo(ChronoUnit.MILLIS);

		DurableReversal promise = reversals().schedule(
				DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER)).withPaymentSentAt(sent));

		assertThat(promise.nextAttemptAt()).isEqualTo(sent.plusSeconds(15));
	}

	@Test
	void beginsAtOnceHoweverSeldomItPolls() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		try (DurableReversalEngine patient = this.world.engine(Duration.ofHours(1))) {
			patient.start();

			patient.reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));

			assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
				.isEqualTo(ReversalState.REVERSED);
		}
	}

	@Test
	void endsOnceAlsoWhenAPersonIsFaster() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.latency(Duration.ofSeconds(2))).on(Operation.REVERSE);
		this.world.engine.start();
		DurableReversal promise = this.world.schedule();
		this.world.await(promise, (now) -> now.attempts() == 1);

		reversals().settle(promise.id(), "Anna: paid back in cash");

		DurableWorld.await(() -> reversals().attempts(promise.id()),
				(trail) -> trail.stream().anyMatch((attempt) -> attempt.result() == ReversalAttempt.Result.REVERSED));
		DurableWorld.await(() -> count("wechatpay_hk_scheduled_task where task_name = 'reversal'"),
				(number) -> number == 0);
		assertThat(reversals().find(promise.id()).orElseThrow().state()).isEqualTo(ReversalState.SETTLED);
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.SETTLED);
		assertThat(this.world.events).isEmpty();
	}

	@Test
	void remembersAnAttemptWhoseProcessDied() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		DurableReversal promise = this.world.schedule();
		JdbcClient.create(this.world.store.dataSource())
			.sql("insert into wechatpay_hk_reversal_attempt (reversal_id, number, result, node, started_at) "
					+ "values (?, 1, 'UNDER_WAY', 'dead', 0)")
			.param(promise.id())
			.update();

		this.world.engine.start();
		this.world.next(DurableReversalEvent.Ended.class);

		assertThat(reversals().attempts(promise.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.INTERRUPTED, ReversalAttempt.Result.REVERSED);
	}

	@Test
	void staysOnePromiseWhenManyPromiseItAtTheSameTime() {
		List<String> ids = Flux.range(0, 8)
			.flatMap((number) -> reversals()
				.scheduleReactive(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER))))
			.map(DurableReversal::id)
			.collectList()
			.block(DurableWorld.LONG_ENOUGH);

		assertThat(ids).hasSize(8);
		assertThat(new HashSet<>(ids)).hasSize(1);
		assertThat(count("wechatpay_hk_scheduled_task")).isEqualTo(1);
	}

}
