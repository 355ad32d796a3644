package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.util.Map;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalBacklog;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * People see what is open, settle it, pause all of it; what ended is forgotten one day.
 */
class SupervisedReversalTests extends OnEachDatabase {

	SupervisedReversalTests(TestDatabase database) {
		super(database);
	}

	@Test
	void countsWhatIsOpen() {
		DurableReversal reversal = this.world.schedule();
		reversals().schedule(ReverseOrderRequest.transactionId("4200000000002104083200000488"));
		reversals().settle(reversal.id(), "Anna: paid back in cash");

		ReversalBacklog backlog = reversals().backlog();

		assertThat(backlog.waiting()).isEqualTo(1);
		assertThat(backlog.needsAttention()).isZero();
		assertThat(backlog.oldest()).isAfterOrEqualTo(reversal.scheduledAt());
		assertThat(reversals().counts()).containsAllEntriesOf(
				Map.of(ReversalState.WAITING, 1L, ReversalState.SETTLED, 1L, ReversalState.REVERSED, 0L));
		assertThat(reversals().list(ReversalState.SETTLED, 0, 10)).extracting(DurableReversal::id)
			.containsExactly(reversal.id());
	}

	@Test
	void isSettledByAPersonForGood() throws Exception {
		DurableReversal reversal = this.world.schedule();

		DurableReversal settled = reversals().settle(reversal.id(), "Anna: paid back in cash");

		assertThat(settled.state()).isEqualTo(ReversalState.SETTLED);
		assertThat(settled.reason()).isEqualTo("Anna: paid back in cash");
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal()).isEqualTo(settled);
		assertThat(reversals().attempts(reversal.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.SETTLED);
		assertThat(this.world.count("wechatpay_hk_scheduled_task")).isZero();
		assertThatExceptionOfType(ReversalConflictException.class)
			.isThrownBy(() -> reversals().retry(reversal.id(), "Ben"))
			.withMessageContaining("SETTLED");
		assertThatIllegalArgumentException().isThrownBy(() -> reversals().settle(reversal.id(), " "));
		assertThat(this.world.events).isEmpty();
	}

	@Test
	void tellsThatItWasSettledWhenThatIsCommitted() throws Exception {
		DurableReversal reversal = this.world.schedule();
		TransactionTemplate transaction = new TransactionTemplate(
				new JdbcTransactionManager(this.world.store.dataSource()));

		transaction.executeWithoutResult((status) -> {
			reversals().settle(reversal.id(), "Anna: paid back in cash");
			status.setRollbackOnly();
		});
		assertThat(this.world.events).isEmpty();

		transaction.executeWithoutResult((status) -> {
			reversals().settle(reversal.id(), "Anna: paid back in cash");
			assertThat(this.world.events).isEmpty();
		});
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.SETTLED);
		assertThat(this.world.events).isEmpty();
	}

	@Test
	void endsOnceAlsoWhenAPersonIsFaster() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.REVERSE);
		this.world.engine.start();
		DurableReversal reversal = this.world.schedule();
		this.world.await(reversal, (now) -> now.attempts() == 1);

		reversals().settle(reversal.id(), "Anna: paid back in cash");
		response.tryEmitEmpty();

		DurableWorld.await(() -> reversals().attempts(reversal.id()),
				(trail) -> trail.stream().anyMatch((attempt) -> attempt.result() == ReversalAttempt.Result.REVERSED));
		DurableWorld.await(() -> this.world.count("wechatpay_hk_scheduled_task where task_name = 'reversal'"),
				(number) -> number == 0);
		assertThat(reversals().find(reversal.id()).orElseThrow().state()).isEqualTo(ReversalState.SETTLED);
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.SETTLED);
		assertThat(this.world.events).isEmpty();
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
	void forgetsWhatEndedLongAgo() {
		DurableReversal reversal = this.world.schedule();
		reversals().settle(reversal.id(), "Anna: paid back in cash");
		this.world.time.pass(Duration.ofDays(91));

		this.world.engine.start();

		DurableWorld.await(() -> reversals().find(reversal.id()), (found) -> found.isEmpty());
		assertThat(this.world.count("wechatpay_hk_reversal_attempt")).isZero();
	}

}
