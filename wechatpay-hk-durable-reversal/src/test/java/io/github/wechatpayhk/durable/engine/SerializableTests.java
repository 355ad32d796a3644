package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Flux;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool whose transactions are {@code SERIALIZABLE}: the database refuses transactions
 * that disturb each other, and they are begun again.
 */
@ParameterizedClass
@MethodSource("io.github.wechatpayhk.durable.engine.TestDatabase#chosen")
class SerializableTests {

	private static final int ORDERS = 30;

	private final TestDatabase database;

	@TempDir
	private Path directory;

	private HikariDataSource pool;

	private DurableWorld world;

	SerializableTests(TestDatabase database) {
		this.database = database;
	}

	@BeforeEach
	void createWorld() {
		HikariConfig config = new HikariConfig();
		config.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
		config.setMaximumPoolSize(20);
		this.pool = this.database.pool(this.directory, config);
		this.world = new DurableWorld(DurableStore.of(this.pool));
	}

	@AfterEach
	void closeWorld() {
		this.world.close();
		this.pool.close();
	}

	@Test
	void reversesEachOrderOnceOnTwoNodes() throws Exception {
		List<String> orders = Flux.range(0, ORDERS).map((number) -> "S" + number).collectList().block();
		orders.forEach((order) -> this.world.simulator.orders()
			.put(SimulatedOrder.quickPay(order)
				.merchant(this.world.simulator.merchant())
				.state(TradeState.SUCCESS)
				.amount(888, "HKD")));
		try (DurableReversalEngine other = this.world.engine()) {
			this.world.engine.start();
			other.start();

			List<DurableReversal> scheduled = Flux.fromIterable(orders)
				.concatWith(Flux.fromIterable(orders))
				.flatMap((order) -> this.world.reversals()
					.scheduleReactive(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(order))), 8)
				.collectList()
				.block(DurableWorld.LONG_ENOUGH);

			assertThat(scheduled).hasSize(2 * ORDERS).extracting(DurableReversal::id).doesNotContainNull();
			await("wechatpay_hk_reversal where state = 'REVERSED'", ORDERS);
			await("wechatpay_hk_event", 0);
		}
		assertThat(this.world.events.stream().map(DurableReversalEvent::id).distinct()).hasSize(ORDERS);
		assertThat(this.world.count("wechatpay_hk_reversal_attempt where result = 'REVERSED'")).isEqualTo(ORDERS);
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(this.world.count("wechatpay_hk_reversal_attempt"));
	}

	/**
	 * An execution of db-scheduler that a conflict ended is repeated after seconds.
	 */
	private void await(String table, int rows) {
		Polling.until(() -> this.world.count(table), (number) -> number == rows, Duration.ofMinutes(2));
	}

}
