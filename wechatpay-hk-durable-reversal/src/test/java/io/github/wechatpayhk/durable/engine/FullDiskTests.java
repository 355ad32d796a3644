package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A database whose disk is full, and then has space again.
 */
class FullDiskTests {

	private static final int ENOUGH_ORDERS = 2000;

	@TempDir
	private Path directory;

	@Test
	void embeddedStoreGoesOnWhenThereIsSpaceAgain() throws Exception {
		try (SmallDisk disk = SmallDisk.mount(this.directory, 8);
				DurableWorld world = new DurableWorld(TestDatabase.H2, disk.directory())) {
			world.putOrder(TradeState.SUCCESS);
			Sinks.Empty<Void> response = world.holdResponse(Operation.QUERY);
			world.engine.start();
			DurableReversal underWay = world.schedule();
			DurableWorld.await(() -> world.calls(Operation.QUERY), (queries) -> queries == 1);

			disk.fill();
			try (CapturedLog log = CapturedLog.at(Level.INFO)) {
				response.tryEmitEmpty();
				DurableWorld.await(log::text,
						(text) -> text.contains("'D1' is not noted, and there will be another one"));
				assertThatExceptionOfType(ReversalStoreException.class).isThrownBy(() -> schedule(world, 0))
					.withMessageContaining("'F0' could not be scheduled, as the database failed");
			}
			disk.free();

			DurableWorld.await(() -> isStored(world, 0), (isStored) -> isStored);
			assertEndsReversed(world, underWay);
			assertThat(read(() -> world.reversals().attempts(underWay.id()))).extracting(ReversalAttempt::result)
				.containsExactly(ReversalAttempt.Result.INTERRUPTED, ReversalAttempt.Result.REVERSED);
		}
	}

	@Test
	void serverGoesOnWhenThereIsSpaceAgain() throws Exception {
		try (SmallDisk disk = SmallDisk.mount(this.directory, 160);
				EmbeddedPostgres server = EmbeddedPostgres.builder()
					.setDataDirectory(disk.directory().resolve("data"))
					.start();
				HikariDataSource pool = pool(server);
				DurableWorld world = new DurableWorld(DurableStore.of(pool))) {
			world.putOrder(TradeState.SUCCESS);
			DurableReversal waiting = world.schedule();

			disk.fill();
			int stored = IntStream.range(0, ENOUGH_ORDERS)
				.filter((number) -> !isStored(world, number))
				.findFirst()
				.orElseThrow();
			world.engine.start();
			disk.free();

			assertThat(world.reversals().findByOrder("F" + stored)).isEmpty();
			assertThat(world.count("wechatpay_hk_reversal where order_number like 'F%'")).isEqualTo(stored);
			assertThat(schedule(world, stored).state()).isEqualTo(ReversalState.WAITING);
			assertEndsReversed(world, waiting);
		}
	}

	private static HikariDataSource pool(EmbeddedPostgres server) {
		HikariConfig config = new HikariConfig();
		config.setDataSource(server.getPostgresDatabase());
		HikariDataSource pool = new HikariDataSource(config);
		DurableSchema.of(pool).create();
		return pool;
	}

	private static DurableReversal schedule(DurableWorld world, int number) {
		return world.reversals().schedule(ReverseOrderRequest.outTradeNo("F" + number));
	}

	private static boolean isStored(DurableWorld world, int number) {
		try {
			schedule(world, number);
			return true;
		}
		catch (ReversalStoreException ex) {
			assertThat(ex).hasMessageContaining("'F" + number + "' could not be scheduled, as the database failed");
			return false;
		}
	}

	private static void assertEndsReversed(DurableWorld world, DurableReversal scheduled) throws InterruptedException {
		world.time.pass(DurableWorld.takeOver());
		DurableReversal ended = DurableWorld.await(
				() -> read(() -> world.reversals().find(scheduled.id()).orElseThrow()),
				(now) -> now.state().isTerminal());
		assertThat(ended.state()).isEqualTo(ReversalState.REVERSED);
		assertThat(world.orderState()).isEqualTo(TradeState.REVOKED);
		assertThat(world.next(DurableReversalEvent.Ended.class).reversal().id()).isEqualTo(scheduled.id());
	}

	/**
	 * Each connection of the pool to a database that gave up fails once more.
	 */
	private static <T> T read(Supplier<T> reading) {
		return DurableWorld.await(() -> readOnce(reading), Optional::isPresent).orElseThrow();
	}

	private static <T> Optional<T> readOnce(Supplier<T> reading) {
		try {
			return Optional.of(reading.get());
		}
		catch (ReversalStoreException ex) {
			assertThat(ex).hasMessageContaining("as the database failed");
			return Optional.empty();
		}
	}

}
