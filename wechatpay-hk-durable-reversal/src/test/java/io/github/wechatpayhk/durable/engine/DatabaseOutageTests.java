package io.github.wechatpayhk.durable.engine;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Sinks;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A PostgreSQL that is restarted, or out of reach, below a node that goes on.
 */
class DatabaseOutageTests {

	@TempDir
	private Path directory;

	private int port;

	private EmbeddedPostgres server;

	private Relay network;

	private HikariDataSource dataSource;

	private DurableWorld world;

	@BeforeEach
	void createWorld() throws Exception {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.port = socket.getLocalPort();
		}
		startServer();
		this.network = new Relay(this.port);
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl("jdbc:postgresql://127.0.0.1:" + this.network.port() + "/postgres?user=postgres");
		config.setConnectionTimeout(1000);
		this.dataSource = new HikariDataSource(config);
		DurableSchema.of(this.dataSource).create();
		client().sql("create table shop_order (out_trade_no varchar(32))").update();
		this.world = new DurableWorld(DurableStore.of(this.dataSource));
		this.world.engine.start();
	}

	private void startServer() throws IOException {
		this.server = EmbeddedPostgres.builder()
			.setPort(this.port)
			.setDataDirectory(this.directory.resolve("data"))
			.setCleanDataDirectory(false)
			.start();
	}

	@AfterEach
	void closeWorld() throws IOException {
		this.world.close();
		this.dataSource.close();
		this.network.close();
		this.server.close();
	}

	private JdbcClient client() {
		return JdbcClient.create(this.dataSource);
	}

	private DurableReversal schedule(String order) {
		return this.world.reversals().schedule(ReverseOrderRequest.outTradeNo(order));
	}

	private void putOrder(String order) {
		this.world.simulator.orders()
			.put(SimulatedOrder.quickPay(order)
				.merchant(this.world.simulator.merchant())
				.state(TradeState.SUCCESS)
				.amount(888, "HKD"));
	}

	private void assertEndsReversed(DurableReversal scheduled) {
		assertThat(this.world.await(scheduled, (reversal) -> reversal.state().isTerminal()).state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void aRestartOfTheDatabaseDelaysScheduledReversalsOnly() throws Exception {
		putOrder("R1");
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE);
		DurableReversal waiting = schedule("R1");
		this.world.await(waiting, (reversal) -> reversal.reason() != null);

		this.server.close();

		assertThatExceptionOfType(ReversalStoreException.class).isThrownBy(() -> schedule("R2"))
			.withMessageContaining("R2")
			.withMessageContaining("could not be scheduled");
		this.world.simulator.faults().clear();
		startServer();
		awaitDatabase();
		assertEndsReversed(waiting);
		assertThat(this.world.reversals().findByOrder("R2")).isEmpty();
		putOrder("R3");
		assertEndsReversed(schedule("R3"));
	}

	@Test
	void aCallWhoseEndCannotBeStoredIsMadeAgain() {
		putOrder("R1");
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.REVERSE);
		DurableReversal scheduled = schedule("R1");
		this.world.simulator.requests()
			.await((request) -> request.target().endsWith("/R1/reverse"), DurableWorld.LONG_ENOUGH);

		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			this.network.cut();
			DurableWorld.await(this::isOutOfReach, (isOutOfReach) -> isOutOfReach);
			response.tryEmitEmpty();
			DurableWorld.await(log::text,
					(text) -> text.contains("The end of an attempt to reverse outTradeNo 'R1' is not noted"));
		}
		this.network.fix();

		awaitDatabase();
		assertEndsReversed(scheduled);
		List<ReversalAttempt.Result> trail = this.world.reversals()
			.attempts(scheduled.id())
			.stream()
			.map(ReversalAttempt::result)
			.toList();
		assertThat(trail).endsWith(ReversalAttempt.Result.REVERSED)
			.filteredOn((result) -> result != ReversalAttempt.Result.INTERRUPTED)
			.hasSize(1);
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(trail.size());
	}

	@Test
	void aCutNetworkFailsTheTransactionOfTheCallerAsAWhole() {
		putOrder("R1");
		TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));

		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> {
				client().sql("insert into shop_order values ('R1')").update();
				this.network.cut();
				assertThatExceptionOfType(ReversalStoreException.class).isThrownBy(() -> schedule("R1"))
					.withMessageContaining("could not be scheduled");
				throw new IllegalStateException("As the caller would");
			}))
			.isInstanceOfAny(IllegalStateException.class, TransactionException.class);
		assertThatExceptionOfType(TransactionException.class)
			.isThrownBy(() -> transaction.executeWithoutResult((status) -> schedule("R1")));

		this.network.fix();
		awaitDatabase();
		assertThat(client().sql("select count(*) from shop_order").query(Integer.class).single()).isZero();
		assertThat(this.world.reversals().findByOrder("R1")).isEmpty();
		assertEndsReversed(schedule("R1"));
	}

	private boolean isOutOfReach() {
		try {
			this.world.reversals().backlog();
			return false;
		}
		catch (ReversalStoreException ex) {
			return true;
		}
	}

	private void awaitDatabase() {
		DurableWorld.await(this::isOutOfReach, (isOutOfReach) -> !isOutOfReach);
	}

}
