package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Several nodes on one PostgreSQL.
 */
class SeveralNodesTests {

	@TempDir
	private Path directory;

	private DurableWorld world;

	private DurableReversalEngine other;

	@BeforeEach
	void createWorld() {
		this.world = new DurableWorld(TestDatabase.POSTGRESQL, this.directory);
		this.other = this.world.engine();
	}

	@AfterEach
	void closeWorld() {
		this.other.close();
		this.world.close();
	}

	@Test
	void shareTheWorkWithoutDoingItTwice() throws Exception {
		int orders = 40;
		for (int number = 0; number < orders; number++) {
			this.world.simulator.orders()
				.put(SimulatedOrder.quickPay("N" + number)
					.merchant(this.world.simulator.merchant())
					.state(TradeState.SUCCESS)
					.amount(888, "HKD"));
			this.world.reversals().schedule(ReverseOrderRequest.outTradeNo("N" + number));
		}
		this.world.engine.start();
		this.other.start();

		for (int number = 0; number < orders; number++) {
			assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
				.isEqualTo(ReversalState.REVERSED);
		}
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(orders);
		assertThat(this.world.reversals().counts()).containsEntry(ReversalState.REVERSED, (long) orders);
	}

	@Test
	void takeOverWhatADeadNodeHadBegun() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		DurableReversal reversal = this.world.schedule();
		JdbcClient.create(this.world.store.dataSource())
			.sql("update wechatpay_hk_scheduled_task set picked = true, picked_by = 'dead', version = version + 1, "
					+ "last_heartbeat = now() - interval '1 minute'")
			.update();

		this.other.start();

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().id()).isEqualTo(reversal.id());
	}

	@Test
	void pauseTogether() {
		this.other.start();
		this.world.reversals().pause();

		this.world.putOrder(TradeState.SUCCESS);
		this.world.schedule();
		this.other.stop();

		assertThat(this.other.reversals().backlog().isPaused()).isTrue();
		assertThat(this.world.calls(Operation.REVERSE)).isZero();
	}

	@Test
	void aStoppingNodeEndsItsCallsAndHandsBackTheRest() throws Exception {
		for (int number = 0; number < 12; number++) {
			this.world.simulator.orders()
				.put(SimulatedOrder.quickPay("S" + number)
					.merchant(this.world.simulator.merchant())
					.state(TradeState.SUCCESS)
					.amount(888, "HKD"));
			this.world.reversals().schedule(ReverseOrderRequest.outTradeNo("S" + number));
		}
		this.world.simulator.faults().inject(Fault.latency(Duration.ofSeconds(1))).on(Operation.REVERSE);
		this.world.engine.start();
		this.world.simulator.requests()
			.await((request) -> request.target().contains("reverse"), DurableWorld.LONG_ENOUGH);

		this.world.engine.stop();

		long reversed = this.world.reversals().counts().get(ReversalState.REVERSED);
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo((int) reversed).isLessThan(12);
		assertThat(JdbcClient.create(this.world.store.dataSource())
			.sql("select count(*) from wechatpay_hk_scheduled_task where picked and task_name = 'reversal'")
			.query(Integer.class)
			.single()).isZero();
		this.world.simulator.faults().clear();
		this.other.start();
		for (int number = 0; number < 12; number++) {
			this.world.next(DurableReversalEvent.Ended.class);
		}
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(12);
	}

}
