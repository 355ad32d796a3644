package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A network that drops the packets between a node and its PostgreSQL and breaks no
 * connection: nobody reports an error, and what waits for a response waits for ever.
 */
class SilentNetworkTests {

	private EmbeddedPostgres server;

	private Relay network;

	private HikariDataSource pool;

	private DurableWorld world;

	private DurableReversalEngine engine;

	@BeforeEach
	void createWorld() throws IOException {
		this.server = EmbeddedPostgres.start();
		this.network = new Relay(this.server.getPort());
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + this.network.port() + "/postgres?user=postgres");
		config.setConnectionTimeout(1000);
		this.pool = new HikariDataSource(config);
		DurableSchema.of(this.pool).create();
		this.world = new DurableWorld(DurableStore.of(this.pool));
		this.engine = this.world.builder().longestStatement(Duration.ofSeconds(2)).build();
		this.world.putOrder(TradeState.SUCCESS);
	}

	@AfterEach
	void closeWorld() throws IOException {
		this.engine.close();
		this.world.close();
		this.network.close();
		this.server.close();
	}

	/**
	 * The thread that polls waits for a response like all others.
	 */
	@Test
	void delaysReversalsOnly() throws Exception {
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.REVERSE);
		this.engine.start();
		DurableReversal underWay = this.engine.reversals().schedule(order());
		DurableWorld.await(() -> this.world.calls(Operation.REVERSE), (calls) -> calls == 1);

		this.network.silence();
		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			response.tryEmitEmpty();
			assertThatExceptionOfType(ReversalStoreException.class)
				.isThrownBy(() -> this.engine.reversals().schedule(order()))
				.withMessageContaining("could not be scheduled, as the database failed");
			DurableWorld.await(log::text, (text) -> text.contains("is not noted, and there will be another one"));
		}
		this.network.fix();

		this.world.time.pass(DurableWorld.takeOver());
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().id()).isEqualTo(underWay.id());
		assertThat(this.world.orderState()).isEqualTo(TradeState.REVOKED);
		assertThat(this.world.reversals().attempts(underWay.id())).extracting(ReversalAttempt::result)
			.startsWith(ReversalAttempt.Result.INTERRUPTED)
			.endsWith(ReversalAttempt.Result.REVERSED)
			.containsOnlyOnce(ReversalAttempt.Result.REVERSED);
	}

	/**
	 * Not every pool resets the connections that it lends.
	 */
	@Test
	void connectionsGoBackWithoutTheLimit() throws SQLException {
		SingleConnectionDataSource single = new SingleConnectionDataSource(
				this.server.getJdbcUrl("postgres", "postgres"), true);
		try (Connection connection = single.getConnection()) {
			DurableReversalEngine.builder(DurableStore.of(single), merchants()).build().reversals().schedule(order());

			assertThat(this.world.reversals().findByOrder(DurableWorld.ORDER)).hasSize(1);
			assertThat(connection.getNetworkTimeout()).isZero();
		}
		finally {
			single.destroy();
		}
	}

	private DurableMerchants merchants() {
		return DurableMerchants.of(DurableMerchant.of(this.world.client));
	}

	private static ReverseOrderRequest order() {
		return ReverseOrderRequest.outTradeNo(DurableWorld.ORDER);
	}

}
