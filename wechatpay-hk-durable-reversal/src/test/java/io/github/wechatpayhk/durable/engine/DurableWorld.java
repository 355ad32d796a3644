package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.reactive.function.client.ClientRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A gateway, a database, and nodes that execute scheduled reversals.
 */
final class DurableWorld implements AutoCloseable {

	static final String ORDER = "D1";

	static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private static final Duration POLLING_INTERVAL = Duration.ofMillis(10);

	/**
	 * Shared, as its keys take long to make. Each world leaves it empty.
	 */
	private static final WechatPayHkSimulator SIMULATOR = WechatPayHkSimulator.start();

	final WechatPayHkSimulator simulator = SIMULATOR;

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

	/**
	 * What holds back the response to a request, which has reached this side.
	 */
	private volatile Function<ClientRequest, Mono<Void>> holding = (request) -> Mono.empty();

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
			.customize((builder) -> builder.filter(
					(request, next) -> next.exchange(request).delayUntil((response) -> this.holding.apply(request))))
			.build();
	}

	/**
	 * Return another node on the same database.
	 */
	DurableReversalEngine engine() {
		return engine(POLLING_INTERVAL);
	}

	DurableReversalEngine engine(Duration pollingInterval) {
		return builder(pollingInterval).build();
	}

	DurableReversalEngine.Builder builder() {
		return builder(POLLING_INTERVAL);
	}

	private DurableReversalEngine.Builder builder(Duration pollingInterval) {
		return DurableReversalEngine.builder(this.store, DurableMerchants.of(DurableMerchant.of(this.client)))
			.settings(settings(DurableReversalSettings.defaults().longestPause(), pollingInterval))
			.quickPayTimes(QuickPayTimes.defaults())
			.clock(this.time)
			.nanoTime(this.time::nanoTime)
			.transactionListener((event) -> this.inTransaction.accept(event))
			.listener((event) -> {
				this.reaction.accept(event);
				this.events.add(event);
			});
	}

	static DurableReversalSettings settings(Duration longestPause, Duration pollingInterval) {
		DurableReversalSettings defaults = DurableReversalSettings.defaults();
		return new DurableReversalSettings(defaults.firstPause(), longestPause, defaults.attentionAfter(),
				defaults.retention(), 4, pollingInterval, Duration.ofSeconds(1), Duration.ofSeconds(20));
	}

	/**
	 * Let the next attempt be the last one before a scheduled reversal needs attention.
	 */
	void waitedForDays() {
		TestDatabase.execute(this.store.dataSource(), "update wechatpay_hk_reversal set waited_millis = "
				+ DurableReversalSettings.defaults().attentionAfter().toMillis());
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

	/**
	 * Let time pass until something is delivered.
	 */
	<T extends DurableReversalEvent> T passUntil(Class<T> type) throws InterruptedException {
		await(() -> {
			this.time.pass(Duration.ofSeconds(3));
			return this.events.isEmpty();
		}, (isEmpty) -> !isEmpty);
		return next(type);
	}

	DurableReversal await(DurableReversal reversal, Predicate<DurableReversal> condition) {
		return await(() -> reversals().find(reversal.id()).orElseThrow(), condition);
	}

	/**
	 * Let time pass from one planned attempt to the next.
	 */
	void passUntilAnEvent() {
		await(() -> {
			reversals().list(ReversalState.WAITING, 0, 1)
				.stream()
				.filter((reversal) -> reversal.nextAttemptAt().isAfter(this.time.instant()))
				.findAny()
				.ifPresent(
						(reversal) -> this.time.pass(Duration.between(this.time.instant(), reversal.nextAttemptAt())));
			return this.events.isEmpty();
		}, (isEmpty) -> !isEmpty);
	}

	int count(String table) {
		return JdbcClient.create(this.store.dataSource())
			.sql("select count(*) from " + table)
			.query(Integer.class)
			.single();
	}

	/**
	 * Hold back the next response to a request, which has reached this side.
	 * @param operation what is called
	 * @return lets go of the response, or loses it with an error
	 */
	Sinks.Empty<Void> holdResponse(Operation operation) {
		Sinks.Empty<Void> release = Sinks.empty();
		AtomicInteger held = new AtomicInteger();
		this.holding = (request) -> (operation(request) == operation && held.getAndIncrement() == 0) ? release.asMono()
				: Mono.empty();
		return release;
	}

	private static Operation operation(ClientRequest request) {
		String path = request.url().getPath();
		boolean isRefund = path.contains("/refunds");
		if (request.method().equals(HttpMethod.GET)) {
			return isRefund ? Operation.QUERY_REFUND : Operation.QUERY;
		}
		if (isRefund) {
			return Operation.REFUND;
		}
		return path.endsWith("/reverse") ? Operation.REVERSE
				: path.endsWith("/close") ? Operation.CLOSE : Operation.MICROPAY;
	}

	static <T> T await(Supplier<T> reading, Predicate<T> condition) {
		return Polling.until(reading, condition, LONG_ENOUGH);
	}

	@Override
	public void close() {
		this.engine.close();
		this.store.close();
		if (this.store.dataSource() instanceof HikariDataSource pool) {
			pool.close();
		}
		this.simulator.reset();
	}

}
