package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.OnlinePaymentServices;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.Listeners;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundService.RefundList;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Two nodes in a time that the model makes pass. The model executes what the nodes
 * planned, one execution at a time. A seed draws faults, crashes and what happens while a
 * call is under way. Whether all went well is read from the simulator and from a book
 * that a listener keeps, not from the code under test.
 */
abstract class QueryModel implements AutoCloseable {

	static final Duration EARLIEST_CLOSE = Duration.ofMinutes(5);

	static final Duration SKEW = Duration.ofSeconds(2);

	static final long PRICE = 888;

	private static final Duration TAKEN_OVER_AFTER = Duration.ofSeconds(60);

	private static final List<String> TABLES = List.of("wechatpay_hk_refund", "wechatpay_hk_online_payment",
			"wechatpay_hk_event", "wechatpay_hk_scheduled_task", "book");

	final SimulatedClock clock = SimulatedClock.standing(Instant.ofEpochMilli(1_800_000_000_000L));

	final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(this.clock)
		.rateLimit(RateLimits.none())
		.orderRules((rules) -> rules.withEarliestClose(EARLIEST_CLOSE))
		.startInMemory();

	private final JdbcConnectionPool pool;

	final JdbcClient database;

	final DurableMerchant direct;

	final DurableMerchant institution;

	int notifications;

	QueryModel(Path directory) {
		this.pool = JdbcConnectionPool.create("jdbc:h2:mem:" + directory.getFileName(), "sa", "");
		this.database = JdbcClient.create(this.pool);
		DurableSchema.of(this.pool).create();
		this.database.sql("create table book (subject varchar(36), state varchar(20), recorded_at bigint)").update();
		this.direct = DurableMerchant.of(client(MerchantIds.direct("1900000109")));
		this.institution = DurableMerchant.of(client(MerchantIds.institution("1900000100", "1900000109")));
	}

	private WechatPayHkClient client(MerchantIds ids) {
		return WechatPayHkClient
			.builder(ids,
					new MerchantCredential(SerialNumber.of(this.simulator.merchant().serialNumber()),
							Signer.rsa(this.simulator.merchant().privateKey())),
					PlatformKeys.publicKey(SerialNumber.of(this.simulator.platform().publicKeyId()),
							this.simulator.platform().publicKey()))
			.appid((ids.mchid() != null) ? "wx8888888888888888" : null)
			.spAppid((ids.spMchid() != null) ? "wx8888888888888888" : null)
			.baseUrl(this.simulator.baseUrl())
			.clock(this.clock)
			.signingScheduler(Schedulers.immediate())
			.exchangeFunction(this.simulator.exchangeFunction(Schedulers.immediate()))
			.build();
	}

	/**
	 * Forget the seed before.
	 */
	void reset() {
		TABLES.forEach((table) -> this.database.sql("delete from " + table).update());
		this.simulator.reset();
	}

	int count(String table) {
		return this.database.sql("select count(*) from " + table).query(Integer.class).single();
	}

	List<String> book(String id) {
		return this.database.sql("select state from book where subject = ?").param(id).query(String.class).list();
	}

	@Override
	public void close() {
		this.simulator.close();
		this.pool.dispose();
	}

	/**
	 * One seed.
	 */
	abstract class Schedule {

		final Random random;

		final boolean isInstitution;

		final List<Node> nodes;

		final Instant began;

		final PriorityQueue<Action> actions = new PriorityQueue<>(Comparator.comparing(Action::time));

		final Set<String> broken = new TreeSet<>();

		/**
		 * What was delivered, each as the number here and the state.
		 */
		final Set<String> delivered = new TreeSet<>();

		private final Duration enough;

		int interruptions = 3;

		boolean isOut;

		Schedule(long seed, Duration ahead, Duration enough) {
			this.random = new Random(seed * 31 + 7);
			this.isInstitution = this.random.nextInt(4) == 0;
			this.began = now();
			this.enough = enough;
			this.nodes = List.of(new Node(this, "one", Duration.ZERO), new Node(this, "two", ahead));
		}

		/**
		 * Return what the nodes call, perhaps broken.
		 */
		abstract DurableMerchant broken(DurableMerchant merchant);

		private QueryModel model() {
			return QueryModel.this;
		}

		/**
		 * Return whether the listener in the transaction keeps the book.
		 */
		abstract boolean isBookKept();

		/**
		 * Draw what happens while the call of a node is under way.
		 */
		abstract void meanwhile(Node node);

		/**
		 * Return what the shop is told, or {@code null} if it is not judged.
		 */
		abstract @Nullable Told told(DurableReversalEvent event);

		boolean chance(int percent) {
			return this.random.nextInt(100) < percent;
		}

		Instant now() {
			return QueryModel.this.clock.instant();
		}

		Node node() {
			return this.nodes.get(this.random.nextInt(2));
		}

		void after(Duration time, Runnable work) {
			this.actions.add(new Action(now().plus(time), work));
		}

		Duration upTo(Duration most) {
			return Duration.ofMillis(this.random.nextLong(most.toMillis()));
		}

		@Nullable String merchant() {
			return this.isInstitution ? "institution" : null;
		}

		PlaceOrderRequest order(String number, long price) {
			return PlaceOrderRequest.builder(TradeType.NATIVE, number, OrderAmount.hkd(price))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.notifyUrl("https://shop.example.com/notifications")
				.build();
		}

		void rule(String name, boolean holds) {
			if (!holds) {
				this.broken.add(name);
			}
		}

		/**
		 * Let everything happen that is planned, in the order of its time.
		 */
		void play() {
			Instant end = this.began.plus(this.enough);
			int steps = 0;
			while (now().isBefore(end) && steps++ < 2_000) {
				Optional<Plan> plan = nextPlan();
				Action action = this.actions.peek();
				if (plan.isEmpty() && action == null) {
					return;
				}
				if (action != null && plan.filter((due) -> due.time().isBefore(action.time())).isEmpty()) {
					this.actions.poll();
					reach(action.time());
					action.work().run();
				}
				else {
					reach(plan.orElseThrow().time());
					execute(plan.orElseThrow(), node());
				}
			}
		}

		void reach(Instant time) {
			if (time.isAfter(now())) {
				QueryModel.this.simulator.advance(Duration.between(now(), time));
			}
		}

		private Optional<Plan> nextPlan() {
			return QueryModel.this.database
				.sql("select task_name, task_instance, execution_time from wechatpay_hk_scheduled_task "
						+ "where not picked order by execution_time, task_instance limit 1")
				.query((result, row) -> new Plan(result.getString(1), result.getString(2),
						result.getObject(3, OffsetDateTime.class).toInstant()))
				.optional();
		}

		/**
		 * Do what db-scheduler does with a plan that is due.
		 */
		private void execute(Plan plan, Node node) {
			picked(plan, "picked = true, picked_by = '" + node.name + "'", "not picked");
			boolean isFailed = false;
			try {
				node.runs.get(plan.task()).accept(plan.instance());
			}
			catch (RuntimeException ex) {
				isFailed = !node.dataSource.isDead;
			}
			if (isFailed) {
				picked(plan, "picked = false, picked_by = null, execution_time = dateadd(second, 5, execution_time)",
						"picked_by = '" + node.name + "'");
				return;
			}
			node.restart();
			after(TAKEN_OVER_AFTER,
					() -> picked(plan, "picked = false, picked_by = null", "picked_by = '" + node.name + "'"));
		}

		/**
		 * Let the other node take over what a node has under way.
		 */
		void takeOver(Node node, String task, String id) {
			Node other = this.nodes.get((node == this.nodes.get(0)) ? 1 : 0);
			Plan plan = new Plan(task, id, now());
			picked(plan, "picked = false, picked_by = null", "picked_by = '" + node.name + "'");
			if (count("wechatpay_hk_scheduled_task where not picked and task_instance = '" + id + "'") == 1) {
				execute(plan, other);
			}
		}

		private void picked(Plan plan, String change, String condition) {
			QueryModel.this.database
				.sql("update wechatpay_hk_scheduled_task set version = version + 1, " + change
						+ " where task_name = ? and task_instance = ? and " + condition)
				.param(plan.task())
				.param(plan.instance())
				.update();
		}

		private DurableMerchant merchant(Node node, @Nullable String name) {
			DurableMerchant merchant = broken((name != null) ? QueryModel.this.institution : QueryModel.this.direct);
			OnlinePaymentServices online = merchant.online();
			return new DurableMerchant(merchant.ids(), merchant.reverse(),
					(reference) -> called(node, () -> merchant.query().query(reference)), merchant.quickPay(),
					new OnlinePaymentServices(online.client(),
							(request) -> called(node, () -> online.place().place(request)),
							(reference) -> called(node, () -> online.close().close(reference)),
							refunds(node, online.refund())));
		}

		private RefundService refunds(Node node, RefundService refunds) {
			return new RefundService() {

				@Override
				public Mono<Refund> refund(RefundRequest request) {
					return called(node, () -> refunds.refund(request));
				}

				@Override
				public Mono<Refund> query(RefundReference refund) {
					return called(node, () -> refunds.query(refund));
				}

				@Override
				public Mono<RefundList> list(OrderReference order, int offset, int count) {
					return called(node, () -> refunds.list(order, offset, count));
				}

			};
		}

		private <T> Mono<T> called(Node node, Supplier<Mono<T>> call) {
			return Mono.defer(() -> {
				if (this.isOut) {
					return Mono.error(new WechatPayHkTransportException(Outcome.UNKNOWN, "The gateway is away", null));
				}
				meanwhile(node);
				return call.get();
			}).doOnTerminate(() -> meanwhile(node));
		}

		private void record(DurableReversalEvent event) {
			Told told = told(event);
			if (told == null) {
				return;
			}
			if (chance(6) && this.interruptions-- > 0) {
				throw new IllegalStateException("The books are closed");
			}
			if (isBookKept()) {
				// on the connection of the transaction that records the state
				JdbcClient
					.create(this.nodes.stream()
						.map((node) -> node.dataSource)
						.filter(TransactionSynchronizationManager::hasResource)
						.findFirst()
						.orElseThrow())
					.sql("insert into book (subject, state, recorded_at) values (?, ?, ?)")
					.param(told.id())
					.param(told.state().name())
					.param(now().toEpochMilli())
					.update();
			}
		}

		private void deliver(DurableReversalEvent event) {
			Told told = told(event);
			if (told == null) {
				return;
			}
			if (chance(6) && this.interruptions-- > 0) {
				throw new IllegalStateException("The shop is closed");
			}
			this.delivered.add(told.id() + ' ' + told.state());
		}

	}

	/**
	 * A node, which dies and comes back.
	 */
	static final class Node {

		private final String name;

		final MortalDataSource dataSource;

		final StoredOnlinePayments payments;

		final StoredRefunds refunds;

		private final Map<String, Consumer<String>> runs;

		private Node(Schedule schedule, String name, Duration ahead) {
			this.name = name;
			InstantSource time = () -> schedule.now().plus(ahead);
			QueryModel model = schedule.model();
			this.dataSource = new MortalDataSource(model.pool);
			Storage storage = Storage.of(this.dataSource, DurableSchema.of(model.pool).jdbcCustomization(), time, name);
			Backoff backoff = new Backoff(DurableReversalSettings.defaults(), schedule.random::nextDouble);
			DurableMerchants merchants = (wanted) -> Mono.fromSupplier(() -> schedule.merchant(this, wanted));
			Events events = new Events(storage, List.of(schedule::record), new Listeners(List.of(schedule::deliver)),
					backoff, TAKEN_OVER_AFTER, time, (day) -> Optional.empty());
			OnlinePaymentSettings settings = OnlinePaymentSettings.defaults();
			OnlinePaymentRules paymentRules = new OnlinePaymentRules(storage, merchants, settings, backoff, events);
			RefundRules refundRules = new RefundRules(storage, merchants, settings, backoff, events);
			this.payments = new StoredOnlinePayments(storage, merchants, settings, paymentRules, time, name, events);
			this.refunds = new StoredRefunds(storage, merchants, refundRules, time, name, events);
			this.runs = Map.of(Plans.EVENT.getTaskName(), events::deliverAgain, Plans.ONLINE_PAYMENT.getTaskName(),
					new QueryRun<>(storage, paymentRules, backoff, time, name, events)::run, Plans.REFUND.getTaskName(),
					new QueryRun<>(storage, refundRules, backoff, time, name, events)::run);
		}

		void die() {
			this.dataSource.isDead = true;
		}

		void restart() {
			this.dataSource.isDead = false;
		}

	}

	/**
	 * Connections of a process that may die: it writes nothing from then on.
	 */
	static final class MortalDataSource extends DelegatingDataSource {

		private volatile boolean isDead;

		private MortalDataSource(DataSource target) {
			super(target);
		}

		@Override
		public Connection getConnection() throws SQLException {
			if (this.isDead) {
				throw new SQLException("The process is dead");
			}
			return super.getConnection();
		}

	}

	/**
	 * What the shop is told.
	 *
	 * @param id the number here
	 * @param state the state
	 */
	record Told(String id, Enum<?> state) {
	}

	record Action(Instant time, Runnable work) {
	}

	private record Plan(String task, String instance, Instant time) {
	}

}
