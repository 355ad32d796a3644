package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.LongStream;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.store.TransactionCompletion;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Orders that are paid at once or later, and scheduled in, after and outside of
 * transactions, as a seed draws it: whatever was scheduled and not rolled back is stored,
 * and reversed if it is paid. {@code -Dmodel.seeds=500} sets how many seeds run.
 */
class ScheduleModelTests {

	private static final int SEEDS = Integer.getInteger("model.seeds", 20);

	private static final int MUTANT_SEEDS = 50;

	@TempDir
	private Path directory;

	private HikariDataSource pool;

	private DurableWorld world;

	@BeforeEach
	void createWorld() {
		HikariConfig config = new HikariConfig();
		config.setAutoCommit(false);
		this.pool = TestDatabase.H2.pool(this.directory, config);
		this.world = new DurableWorld(DurableStore.of(this.pool));
		this.world.engine.start();
	}

	@AfterEach
	void closeWorld() {
		this.world.close();
	}

	@Test
	void whatIsScheduledIsStoredAndReversed() {
		for (long seed = 1; seed <= SEEDS; seed++) {
			assertThat(broken(seed, this.world.reversals()::schedule)).as("seed " + seed).isEmpty();
		}
	}

	@Test
	void failsWhenACallbackWritesToTheCompletedTransaction() {
		TransactionTemplate lost = transaction();
		lost.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);

		assertIsKilled((order) -> !TransactionCompletion.isCompleted() ? this.world.reversals().schedule(order)
				: lost.execute((status) -> {
					status.setRollbackOnly();
					return this.world.reversals().schedule(order);
				}), "stored", "reopened");
	}

	@Test
	void failsWhenWhatHasEndedIsNotReopened() {
		assertIsKilled((order) -> this.world.reversals()
			.findByOrder(String.valueOf(order.outTradeNo()))
			.stream()
			.findFirst()
			.orElseGet(() -> this.world.reversals().schedule(order)), "reopened");
	}

	private void assertIsKilled(Function<ReverseOrderRequest, DurableReversal> mutant, String... rules) {
		List<String> broken = LongStream.rangeClosed(1, MUTANT_SEEDS)
			.mapToObj((seed) -> broken(seed, mutant))
			.filter((found) -> !found.isEmpty())
			.findFirst()
			.orElseThrow(() -> new AssertionError("The mutant survives " + MUTANT_SEEDS + " seeds"));
		assertThat(broken).isSubsetOf(rules);
	}

	/**
	 * Run one seed.
	 * @return the rules that were broken
	 */
	private List<String> broken(long seed, Function<ReverseOrderRequest, DurableReversal> schedule) {
		Random random = new Random(seed * 31 + 7);
		String number = "M" + seed;
		if (random.nextBoolean()) {
			putOrder(number, TradeState.CLOSED);
			Way.OUTSIDE.call(transaction(), () -> this.world.reversals().schedule(order(number)));
			await(number, ReversalState.NOTHING_TO_REVERSE);
		}
		putOrder(number, TradeState.SUCCESS);
		boolean isKnown = !this.world.reversals().findByOrder(number).isEmpty();
		Way way = Way.values()[random.nextInt(Way.values().length)];
		way.call(transaction(), () -> assertThat(schedule.apply(order(number))).isNotNull());

		List<DurableReversal> stored = this.world.reversals().findByOrder(number);
		if (way == Way.ROLLED_BACK) {
			boolean isUnchanged = stored.isEmpty() != isKnown
					&& stored.stream().allMatch((reversal) -> reversal.state() == ReversalState.NOTHING_TO_REVERSE);
			return isUnchanged ? List.of() : List.of("rolled back");
		}
		if (stored.isEmpty()) {
			return List.of("stored");
		}
		if (stored.get(0).state() == ReversalState.NOTHING_TO_REVERSE) {
			return List.of("reopened");
		}
		await(number, ReversalState.REVERSED);
		return (this.world.simulator.orders().state(number) == TradeState.REVOKED) ? List.of() : List.of("reversed");
	}

	private static ReverseOrderRequest order(String number) {
		return ReverseOrderRequest.outTradeNo(number);
	}

	private void putOrder(String number, TradeState state) {
		this.world.simulator.orders()
			.put(SimulatedOrder.quickPay(number)
				.merchant(this.world.simulator.merchant())
				.state(state)
				.amount(888, "HKD"));
	}

	private void await(String number, ReversalState state) {
		DurableWorld.await(() -> this.world.reversals().findByOrder(number).get(0).state(),
				(present) -> present == state);
	}

	private TransactionTemplate transaction() {
		return new TransactionTemplate(new JdbcTransactionManager(this.pool));
	}

	/**
	 * Where the caller of {@code schedule} stands.
	 */
	private enum Way {

		OUTSIDE, COMMITTED, ROLLED_BACK, AFTER_COMMIT, AFTER_COMPLETION;

		void call(TransactionTemplate transaction, Runnable scheduling) {
			if (this == OUTSIDE) {
				scheduling.run();
				return;
			}
			transaction.executeWithoutResult((status) -> {
				if (this == COMMITTED || this == ROLLED_BACK) {
					scheduling.run();
				}
				else {
					TransactionSynchronizationManager.registerSynchronization(synchronization(scheduling));
				}
				if (this == ROLLED_BACK) {
					status.setRollbackOnly();
				}
			});
		}

		private TransactionSynchronization synchronization(Runnable scheduling) {
			return new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					if (Way.this == AFTER_COMMIT) {
						scheduling.run();
					}
				}

				@Override
				public void afterCompletion(int status) {
					if (Way.this == AFTER_COMPLETION) {
						scheduling.run();
					}
				}

			};
		}

	}

}
