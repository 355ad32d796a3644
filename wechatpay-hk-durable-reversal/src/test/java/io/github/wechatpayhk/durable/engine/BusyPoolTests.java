package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A pool of one connection, which somebody else holds.
 */
@ParameterizedClass
@MethodSource("io.github.wechatpayhk.durable.engine.TestDatabase#chosen")
class BusyPoolTests {

	private final TestDatabase database;

	@TempDir
	private Path directory;

	private HikariDataSource pool;

	private DurableWorld world;

	BusyPoolTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void createWorld() {
		HikariConfig config = new HikariConfig();
		config.setMaximumPoolSize(1);
		config.setConnectionTimeout(250);
		this.pool = this.database.pool(this.directory, config);
		this.world = new DurableWorld(DurableStore.of(this.pool));
		this.world.putOrder(TradeState.SUCCESS);
	}

	@AfterEach
	void closeWorld() {
		this.world.close();
		this.pool.close();
	}

	@Test
	void failsTheCallerClearly() throws SQLException {
		try (Connection held = this.pool.getConnection()) {
			assertThatExceptionOfType(ReversalStoreException.class).isThrownBy(() -> this.world.schedule())
				.withMessageContaining("'D1' could not be scheduled")
				.withMessageContaining("Connection is not available, request timed out");
			assertThat(held.isClosed()).isFalse();
		}

		assertThat(this.world.reversals().list(null, 0, 10)).isEmpty();
		assertThat(this.world.schedule().state()).isEqualTo(ReversalState.WAITING);
	}

	/**
	 * Nothing needs two connections at the same time, which would never be had.
	 */
	@Test
	void reversesWithOneConnection() throws Exception {
		this.world.engine.start();

		this.world.schedule();

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		DurableWorld.await(() -> this.world.count("wechatpay_hk_event"), (number) -> number == 0);
	}

	@Test
	void makesACallAgainWhoseEndFoundNoConnection() throws Exception {
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY);
		this.world.engine.start();
		DurableReversal scheduled = this.world.schedule();
		DurableWorld.await(() -> this.world.calls(Operation.QUERY), (queries) -> queries == 1);

		try (Connection held = this.pool.getConnection(); CapturedLog log = CapturedLog.at(Level.INFO)) {
			response.tryEmitEmpty();
			DurableWorld.await(log::text, (text) -> text.contains("'D1' is not noted, and there will be another one"));
			assertThat(held.isClosed()).isFalse();
		}

		this.world.time.pass(DurableWorld.takeOver());
		DurableReversal ended = this.world.await(scheduled, (now) -> now.state().isTerminal());
		assertThat(ended.state()).isEqualTo(ReversalState.REVERSED);
		assertThat(this.world.reversals().attempts(scheduled.id())).extracting(ReversalAttempt::result)
			.endsWith(ReversalAttempt.Result.REVERSED)
			.filteredOn((result) -> result == ReversalAttempt.Result.REVERSED)
			.hasSize(1);
		this.world.next(DurableReversalEvent.Ended.class);
		assertThat(this.world.events).isEmpty();
	}

}
