package io.github.wechatpayhk.durable;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.wechatpayhk.ReverseOrderRequest;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.trust.PlatformKeys;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway, a database, and nodes that keep promises.
 */
final class DurableWorld implements AutoCloseable {

	static final String ORDER = "D1";

	static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	final WechatPayHkSimulator simulator = WechatPayHkSimulator.start();

	final TestTime time = new TestTime();

	final BlockingQueue<DurableReversalEvent> events = new LinkedBlockingQueue<>();

	/**
	 * What a listener does with each event, before it is in {@link #events}.
	 */
	volatile Consumer<DurableReversalEvent> reaction = (event) -> {
	};

	/**
	 * What a listener does in the transaction of each new state.
	 */
	volatile Consumer<DurableReversalEvent> inTransaction = (event) -> {
	};

	final DurableStore store;

	final WechatPayHkClient client;

	final DurableReversalEngine engine;

	DurableWorld(TestDatabase database, Path directory) {
		this(database.open(directory));
	}

	DurableWorld(DurableStore store) {
		this.store = store;
		this.client = client();
		this.engine = engine();
	}

	private WechatPayHkClient client() {
		MerchantCredential credential = new MerchantCredential(
				SerialNumber.of(this.simulator.merchant().serialNumber()),
				Signer.rsa(this.simulator.merchant().privateKey()));
		PlatformKeys keys = PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
				this.simulator.platform().publicKey());
		return WechatPayHkClient.builder(MerchantIds.direct("1900000109"), credential, keys)
			.appid("wx8888888888888888")
			.baseUrl(this.simulator.baseUrl())
			.build();
	}

	/**
	 * Return another node on the same database.
	 */
	DurableReversalEngine engine() {
		return engine(Duration.ofMillis(100));
	}

	DurableReversalEngine engine(Duration pollingInterval) {
		return builder(pollingInterval).build();
	}

	DurableReversalEngine.Builder builder(Duration pollingInterval) {
		DurableReversalSettings defaults = DurableReversalSettings.defaults();
		DurableReversalSettings quick = new DurableReversalSettings(defaults.firstPause(), defaults.longestPause(),
				defaults.attentionAfter(), defaults.retention(), 4, pollingInterval, Duration.ofSeconds(1),
				Duration.ofSeconds(20));
		return DurableReversalEngine.builder(this.store, DurableMerchants.of(DurableMerchant.of(this.client)))
			.settings(quick)
			.quickPayTimes(QuickPayTimes.defaults())
			.clock(this.time)
			.nanoTime(this.time::nanoTime)
			.transactionListener((event) -> this.inTransaction.accept(event))
			.listener((event) -> {
				this.reaction.accept(event);
				this.events.add(event);
			});
	}

	/**
	 * Return after how long a node takes over what another one had begun.
	 */
	static Duration takeOver() {
		return Duration.ofSeconds(6);
	}

	DurableReversals reversals() {
		return this.engine.reversals();
	}

	DurableReversal schedule() {
		return reversals().schedule(ReverseOrderRequest.outTradeNo(ORDER));
	}

	void putOrder(TradeState state) {
		this.simulator.orders()
			.put(SimulatedOrder.quickPay(ORDER).merchant(this.simulator.merchant()).state(state).amount(888, "HKD"));
	}

	TradeState orderState() {
		return this.simulator.orders().state(ORDER);
	}

	int calls(Operation operation) {
		return this.simulator.requests().of(operation).size();
	}

	<T extends DurableReversalEvent> T next(Class<T> type) throws InterruptedException {
		DurableReversalEvent event = this.events.poll(LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
		assertThat(event).isInstanceOf(type);
		return type.cast(event);
	}

	DurableReversal await(DurableReversal promise, Predicate<DurableReversal> condition) {
		return await(() -> reversals().find(promise.id()).orElseThrow(), condition);
	}

	/**
	 * Let time pass from one planned attempt to the next.
	 */
	void passUntilAnEvent() {
		await(() -> {
			reversals().list(ReversalState.WAITING, 0, 1)
				.stream()
				.filter((promise) -> promise.nextAttemptAt().isAfter(this.time.instant()))
				.findAny()
				.ifPresent((promise) -> this.time.pass(Duration.between(this.time.instant(), promise.nextAttemptAt())));
			return this.events.isEmpty();
		}, (isEmpty) -> !isEmpty);
	}

	int count(String table) {
		return JdbcClient.create(this.store.dataSource())
			.sql("select count(*) from " + table)
			.query(Integer.class)
			.single();
	}

	static <T> T await(Supplier<T> reading, Predicate<T> condition) {
		return Polling.until(reading, condition, LONG_ENOUGH);
	}

	@Override
	public void close() {
		this.engine.close();
		this.store.close();
		this.simulator.close();
	}

}
