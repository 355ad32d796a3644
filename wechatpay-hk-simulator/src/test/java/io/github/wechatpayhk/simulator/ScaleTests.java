package io.github.wechatpayhk.simulator;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ScaleTests {

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
		.merchant(TestKeys.merchant())
		.platform(TestKeys::platform)
		.rateLimit(RateLimits.none())
		.journalCapacity(10)
		.startInMemory();

	private final DirectCaller caller = new DirectCaller(this.simulator);

	@Test
	void keepsAHundredThousandOrders() {
		addOrders(0, 100_000);

		RawResponse response = this.caller.post("/hk/v3/transactions/out-trade-no/T77777/reverse",
				"{\"mchid\":\"1900000109\"}");

		assertThat(response.status()).isEqualTo(204);
		assertThat(this.simulator.orders().size()).isEqualTo(100_001);
		assertThat(this.simulator.orders().state("T77777")).isEqualTo(TradeState.REVOKED);
	}

	/**
	 * The time is that of the processor for this thread, so another load of the machine
	 * does not count. A search through all orders would take a hundred times as long.
	 */
	@Test
	void findsAnOrderAmongAHundredThousandAsAmongAThousand() {
		addOrders(0, 1_000);
		long amongAThousand = processorTimeOfLookups();
		addOrders(1_000, 100_000);

		assertThat(processorTimeOfLookups()).isLessThan(30 * amongAThousand);
	}

	private void addOrders(int from, int to) {
		for (int i = from; i < to; i++) {
			this.simulator.orders().put(SimulatedOrder.quickPay("T" + i));
		}
	}

	private long processorTimeOfLookups() {
		OrderBook orders = this.simulator.orders();
		int size = orders.size();
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		long start = threads.getCurrentThreadCpuTime();
		for (int i = 0; i < 10_000; i++) {
			SimulatedOrder order = orders.get("T" + ((i * 7919) % (size - 1)));
			assertThat(orders.get(order.transactionId(), null, order.ids()).outTradeNo()).isEqualTo(order.outTradeNo());
		}
		return threads.getCurrentThreadCpuTime() - start;
	}

	@Test
	void refundsNoMoreThanWasPaidHoweverManyAskAtOnce() throws Exception {
		WechatPayHkSimulator lax = WechatPayHkSimulator.builder()
			.merchant(TestKeys.merchant())
			.platform(TestKeys::platform)
			.rateLimit(RateLimits.none())
			.refundRules((rules) -> rules.withSpacing(Duration.ZERO))
			.startInMemory();
		DirectCaller direct = new DirectCaller(lax);
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<Integer>> responses = IntStream.range(0, 40)
				.mapToObj((i) -> threads.submit(() -> direct
					.post("/hk/v3/refunds", direct.refund(WechatPayHkSimulator.PAID_ORDER, "R" + i, 100))
					.status()))
				.toList();
			int accepted = 0;
			for (Future<Integer> response : responses) {
				accepted += (response.get() == 200) ? 1 : 0;
			}
			assertThat(accepted).isEqualTo(8);
			assertThat(lax.orders().get(WechatPayHkSimulator.PAID_ORDER).held()).isEqualTo(88);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void theJournalIsBounded() {
		for (int i = 0; i < 25; i++) {
			this.caller.get("/nothing/" + i);
		}

		assertThat(this.simulator.requests().all()).hasSize(10);
		assertThat(this.simulator.requests().total()).isEqualTo(25);
		assertThat(this.simulator.requests().last().target()).isEqualTo("/nothing/24");
	}

	@Test
	void theSameSeedGivesTheSameRun() {
		assertThat(run(5)).isEqualTo(run(5)).isNotEqualTo(run(6));
	}

	private static String run(long seed) {
		try (WechatPayHkSimulator seeded = WechatPayHkSimulator.builder()
			.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
			.seed(seed)
			.startInMemory()) {
			RawResponse response = new DirectCaller(seeded).get("/hk/v3/certificates");
			return response.headers().fields() + response.bodyText() + seeded.merchant().certificatePem();
		}
	}

}
