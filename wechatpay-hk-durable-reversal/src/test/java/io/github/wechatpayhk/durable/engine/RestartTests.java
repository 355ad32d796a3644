package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;

import io.github.wechatpayhk.durable.DurablePayment;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that opens an embedded store knows that the one before it is gone.
 */
class RestartTests {

	@TempDir
	private Path directory;

	@Test
	void takesOverAtOnceWhatTheLastProcessHadUnderWay() throws Exception {
		try (DurableWorld before = new DurableWorld(TestDatabase.H2, this.directory)) {
			before.schedule();
			JdbcClient.create(before.store.dataSource())
				.sql("update wechatpay_hk_scheduled_task set picked = true, picked_by = 'dead', version = 2, "
						+ "last_heartbeat = dateadd(day, 1, current_timestamp)")
				.update();
		}

		try (DurableWorld after = new DurableWorld(TestDatabase.H2, this.directory)) {
			after.putOrder(TradeState.SUCCESS);
			after.engine.start();

			assertThat(after.next(DurableReversalEvent.Ended.class).reversal().state())
				.isEqualTo(ReversalState.REVERSED);
		}
	}

	@Test
	void resumesAPaymentAtOnce() throws Exception {
		MicropayRequest order = MicropayRequest.builder("P1", "120061098828009406", OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();
		try (DurableWorld before = new DurableWorld(TestDatabase.H2, this.directory)) {
			Disposable abandoned = QuickPay.builder(QuickPayServices.of(before.client))
				.intents(before.engine.quickPayIntents(null))
				.build()
				.pay(order)
				.subscribe();
			before.simulator.requests()
				.await((request) -> request.target().contains("micropay"), DurableWorld.LONG_ENOUGH);
			abandoned.dispose();
		}

		try (DurableWorld after = new DurableWorld(TestDatabase.H2, this.directory)) {
			after.simulator.orders()
				.put(SimulatedOrder.quickPay("P1")
					.merchant(after.simulator.merchant())
					.state(TradeState.SUCCESS)
					.amount(888, "HKD"));
			after.engine.start();

			assertThat(after.next(DurableReversalEvent.PaymentEnded.class).payment().state())
				.isEqualTo(DurablePayment.State.PAID);
		}
	}

}
