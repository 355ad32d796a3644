package io.github.wechatpayhk.durable.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications follow in their own books: exactly once in the transaction of a new state,
 * at least once outside of it.
 */
class ReversalEventTests extends OnEachDatabase {

	ReversalEventTests(TestDatabase database) {
		super(database);
	}

	@BeforeEach
	void createBooks() {
		TestDatabase.execute(this.world.store.dataSource(), "create table book (entry varchar(100))");
	}

	private void book(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.Ended ended) {
			JdbcClient.create(this.world.store.dataSource())
				.sql("insert into book values (?)")
				.param(ended.reversal().request().outTradeNo() + " " + ended.reversal().state())
				.update();
		}
	}

	private List<String> books() {
		return JdbcClient.create(this.world.store.dataSource())
			.sql("select entry from book")
			.query(String.class)
			.list();
	}

	@Test
	void areWrittenInTheTransactionOfTheState() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.inTransaction = this::book;
		this.world.engine.start();

		this.world.schedule();

		this.world.next(DurableReversalEvent.Ended.class);
		assertThat(books()).containsExactly("D1 REVERSED");
	}

	@Test
	void keepTheStateBackWhileAListenerInTheTransactionFails() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.inTransaction = (event) -> {
			book(event);
			throw new IllegalStateException("The books are closed");
		};
		this.world.engine.start();

		DurableReversal reversal = this.world.schedule();
		DurableReversal waiting = this.world.await(reversal, (now) -> now.reason() != null);

		assertThat(waiting.state()).isEqualTo(ReversalState.WAITING);
		assertThat(waiting.nextAttemptAt()).isAfter(this.world.time.instant());
		assertThat(books()).isEmpty();
		assertThat(this.world.events).isEmpty();
		assertThat(reversals().attempts(reversal.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.REVERSED);

		this.world.inTransaction = this::book;
		this.world.passUntilAnEvent();
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(books()).containsExactly("D1 REVERSED");
	}

	/**
	 * H2, MySQL and MariaDB end a deadlock by a rollback of the whole transaction. A
	 * listener that goes on then writes in another one.
	 */
	@Test
	void areNotDeliveredWhenTheTransactionWasRolledBackUnderAListener() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		AtomicInteger calls = new AtomicInteger();
		this.world.inTransaction = (event) -> {
			if (calls.getAndIncrement() == 0) {
				new JdbcTemplate(this.world.store.dataSource()).execute((ConnectionCallback<Boolean>) (connection) -> {
					connection.rollback();
					return true;
				});
			}
			book(event);
		};
		DurableReversal reversal = this.world.schedule();
		this.world.engine.start();

		this.world.next(DurableReversalEvent.Ended.class);
		assertThat(reversals().find(reversal.id()).orElseThrow().state()).isEqualTo(ReversalState.REVERSED);
		assertThat(books()).containsExactly("D1 REVERSED");
		assertThat(calls).hasValue(2);
	}

	@Test
	void goOnForeverWhileAListenerInTheTransactionFails() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		AtomicInteger attention = new AtomicInteger();
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE);
		this.world.inTransaction = (event) -> {
			if (event instanceof DurableReversalEvent.NeedsAttention && attention.incrementAndGet() < 3) {
				throw new IllegalStateException("The books are closed");
			}
		};
		this.world.schedule();
		this.world.waitedForDays();

		this.world.engine.start();
		this.world.passUntilAnEvent();

		this.world.next(DurableReversalEvent.NeedsAttention.class);
		assertThat(attention).hasValue(3);
	}

	@Test
	void areRolledBackWithTheTransactionInWhichAPersonSettles() {
		this.world.inTransaction = this::book;
		DurableReversal reversal = this.world.schedule();
		TransactionTemplate transaction = new TransactionTemplate(
				new JdbcTransactionManager(this.world.store.dataSource()));

		transaction.executeWithoutResult((status) -> {
			reversals().settle(reversal.id(), "Anna: paid back in cash");
			status.setRollbackOnly();
		});
		assertThat(books()).isEmpty();
		assertThat(this.world.count("wechatpay_hk_event")).isZero();

		reversals().settle(reversal.id(), "Anna: paid back in cash");
		assertThat(books()).containsExactly("D1 SETTLED");
	}

	@Test
	void refuseThatAPersonSettlesWhenTheListenerDoes() {
		this.world.inTransaction = (event) -> {
			throw new IllegalStateException("The books are closed");
		};
		DurableReversal reversal = this.world.schedule();

		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> reversals().settle(reversal.id(), "Anna: paid back in cash"))
			.withMessageContaining("The books are closed");
		assertThat(reversals().find(reversal.id()).orElseThrow().state()).isEqualTo(ReversalState.WAITING);
	}

	@Test
	void areDeliveredAgainUntilTheyAreAcknowledged() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		List<DurableReversalEvent> refused = new ArrayList<>();
		this.world.reaction = (event) -> {
			if (refused.size() < 2) {
				refused.add(event);
				throw new IllegalStateException("The mail server is away");
			}
		};
		this.world.engine.start();

		this.world.schedule();
		DurableWorld.await(() -> {
			this.world.time.pass(DurableWorld.takeOver());
			return this.world.events.isEmpty();
		}, (isEmpty) -> !isEmpty);

		DurableReversalEvent.Ended delivered = this.world.next(DurableReversalEvent.Ended.class);
		assertThat(delivered.isRedelivered()).isTrue();
		assertThat(delivered.reversal().state()).isEqualTo(ReversalState.REVERSED);
		assertThat(delivered.reversal().endedAt()).isNotNull();
		assertThat(refused).hasSize(2)
			.allSatisfy((event) -> assertThat(event.id()).isEqualTo(delivered.id()))
			.extracting(DurableReversalEvent::isRedelivered)
			.containsExactly(false, true);
		DurableWorld.await(() -> this.world.count("wechatpay_hk_event"), (number) -> number == 0);
		assertThat(this.world.count("wechatpay_hk_scheduled_task where task_name = 'event'")).isZero();
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(1);
	}

	@Test
	void areDeliveredAsTheyWereWhateverFollowed() throws Exception {
		this.world.putOrder(TradeState.CLOSED);
		AtomicInteger refused = new AtomicInteger();
		this.world.reaction = (event) -> {
			if (refused.getAndIncrement() == 0) {
				throw new IllegalStateException("The mail server is away");
			}
		};
		this.world.engine.start();
		DurableReversal reversal = this.world.schedule();
		this.world.await(reversal, (now) -> now.state() == ReversalState.NOTHING_TO_REVERSE);
		DurableWorld.await(refused::get, (number) -> number == 1);
		this.world.putOrder(TradeState.SUCCESS);

		reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		DurableWorld.await(() -> {
			this.world.time.pass(DurableWorld.takeOver());
			return this.world.events.isEmpty();
		}, (isEmpty) -> !isEmpty);
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.NOTHING_TO_REVERSE);
	}

	@Test
	void areDeliveredByTheNextProcessWhenOneDied() throws Exception {
		DurableReversal reversal = this.world.schedule();
		this.world.reaction = (event) -> {
			throw new IllegalStateException("The process dies here");
		};
		reversals().settle(reversal.id(), "Anna: paid back in cash");
		this.world.reaction = (event) -> {
		};

		try (DurableReversalEngine next = this.world.engine()) {
			next.start();
			this.world.time.pass(DurableWorld.takeOver());

			DurableReversalEvent.Ended ended = this.world.next(DurableReversalEvent.Ended.class);
			assertThat(ended.isRedelivered()).isTrue();
			assertThat(ended.reversal().reason()).isEqualTo("Anna: paid back in cash");
		}
	}

}
