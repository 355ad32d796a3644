package io.github.wechatpayhk.durable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import javax.sql.DataSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationEvent;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.h2.jdbcx.JdbcConnectionPool;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One online payment after the other on two nodes, in a time that the model makes pass.
 * The model executes what the nodes planned, one execution at a time. A seed draws
 * payers, notifications, faults, crashes and what happens while a call is under way.
 * Whether all went well is read from the orders of the simulator and from a book that a
 * listener keeps, not from the code under test.
 */
final class OnlinePaymentModel implements AutoCloseable {

	private static final Duration TAKEN_OVER_AFTER = Duration.ofSeconds(60);

	private static final Duration EARLIEST_CLOSE = Duration.ofMinutes(5);

	private static final Duration ENOUGH = Duration.ofDays(10);

	private static final Duration SKEW = Duration.ofSeconds(2);

	private static final long PRICE = 888;

	private static final List<String> TABLES = List.of("wechatpay_hk_online_payment", "wechatpay_hk_event",
			"wechatpay_hk_scheduled_task", "book");

	private final SimulatedClock clock = SimulatedClock.standing(Instant.ofEpochMilli(1_800_000_000_000L));

	final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(this.clock)
		.rateLimit(RateLimits.none())
		.orderRules((rules) -> rules.withEarliestClose(EARLIEST_CLOSE))
		.startInMemory();

	private final JdbcConnectionPool pool;

	private final JdbcClient database;

	private final DurableMerchant direct;

	private final DurableMerchant institution;

	private int notifications;

	OnlinePaymentModel(Path directory) {
		this.pool = JdbcConnectionPool.create("jdbc:h2:mem:" + directory.getFileName(), "sa", "");
		this.database = JdbcClient.create(this.pool);
		DurableSchema.of(this.pool).create();
		this.database.sql("create table book (payment varchar(36), state varchar(20), recorded_at bigint)").update();
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
	 * Run one seed.
	 * @return the rules that were broken
	 */
	Set<String> broken(long seed, Mutant mutant) {
		TABLES.forEach((table) -> this.database.sql("delete from " + table).update());
		this.simulator.reset();
		return new Run(seed, mutant).broken();
	}

	@Override
	public void close() {
		this.simulator.close();
		this.pool.dispose();
	}

	/**
	 * What a model test breaks, to see that the rules notice.
	 */
	interface Mutant {

		Mutant NONE = new Mutant() {
		};

		/**
		 * Return what the nodes call.
		 */
		default DurableMerchant merchant(DurableMerchant merchant) {
			return merchant;
		}

		/**
		 * Return what the nodes are notified of.
		 */
		default PaymentNotification notification(PaymentNotification notification) {
			return notification;
		}

		/**
		 * Return whether the listener in the transaction keeps the book.
		 */
		default boolean isBookKept(Random random) {
			return true;
		}

		/**
		 * Return how far the clock of the second node is ahead.
		 */
		default Duration ahead() {
			return SKEW;
		}

	}

	/**
	 * One seed.
	 */
	private final class Run {

		private final Random random;

		private final Mutant mutant;

		private final boolean isInstitution;

		private final List<Node> nodes;

		private final PriorityQueue<Action> actions = new PriorityQueue<>(Comparator.comparing(Action::time));

		private final Set<String> broken = new TreeSet<>();

		private final Set<String> delivered = new TreeSet<>();

		private final String number;

		private final Instant began;

		private final boolean isPriceChanged;

		/**
		 * Whether the gateway leaves an order open that has expired, so that only a close
		 * ends it. The simulator does that for an order whose payment failed.
		 */
		private final boolean isExpiryIgnored;

		/**
		 * After how many calls of a payment that has expired the payer pays, negative for
		 * never. The first two are around the query, the next ones around the close.
		 */
		private int callsUntilLatePayment;

		private int interruptions = 3;

		private boolean isOut;

		private @Nullable OnlinePayment payment;

		private Run(long seed, Mutant mutant) {
			this.random = new Random(seed * 31 + 7);
			this.mutant = mutant;
			this.isInstitution = this.random.nextInt(4) == 0;
			this.number = "M" + seed;
			this.began = OnlinePaymentModel.this.clock.instant();
			this.isPriceChanged = this.random.nextInt(4) == 0;
			this.isExpiryIgnored = this.random.nextBoolean();
			this.callsUntilLatePayment = this.random.nextBoolean() ? this.random.nextInt(6) : -1;
			this.nodes = List.of(new Node("one", Duration.ZERO), new Node("two", mutant.ahead()));
		}

		private boolean chance(int percent) {
			return this.random.nextInt(100) < percent;
		}

		private Instant now() {
			return OnlinePaymentModel.this.clock.instant();
		}

		private Node node() {
			return this.nodes.get(this.random.nextInt(2));
		}

		private void after(Duration time, Runnable work) {
			this.actions.add(new Action(now().plus(time), work));
		}

		private Duration upTo(Duration most) {
			return Duration.ofMillis(this.random.nextLong(most.toMillis()));
		}

		private PlaceOrderRequest order(long price) {
			return PlaceOrderRequest.builder(TradeType.NATIVE, this.number, OrderAmount.hkd(price))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.notifyUrl("https://shop.example.com/notifications")
				.build();
		}

		private Set<String> broken() {
			if (chance(10)) {
				rollBack();
			}
			OnlinePayment placed = node().payments.place(merchant(), order(PRICE));
			this.payment = placed;
			clickAgain(placed);
			if (chance(90)) {
				send(placed, Duration.ZERO);
			}
			if (chance(30)) {
				send(placed, upTo(Duration.ofMinutes(16)));
			}
			this.actions.add(new Action(placed.expiresAt().minusSeconds(1), () -> {
				if (chance(10)) {
					send(placed, Duration.ZERO);
				}
				if (chance(40)) {
					OnlinePaymentModel.this.simulator.faults()
						.inject(Fault.notFound(), Fault.unsigned())
						.on(Operation.QUERY)
						.times(2);
				}
			}));
			int when = this.random.nextInt(100);
			if (when < 35) {
				after(upTo(Duration.ofMinutes(14)), this::pay);
			}
			else if (when < 50) {
				after(Duration.ofMinutes(14).plus(upTo(Duration.ofMinutes(2))), this::pay);
			}
			disturb();
			play();
			judge(placed);
			return this.broken;
		}

		private @Nullable String merchant() {
			return this.isInstitution ? "institution" : null;
		}

		private void rollBack() {
			TransactionTemplate transaction = new TransactionTemplate(
					new JdbcTransactionManager(this.nodes.get(0).dataSource));
			transaction.executeWithoutResult((status) -> {
				this.nodes.get(0).payments.place(merchant(), order(PRICE));
				status.setRollbackOnly();
			});
			rule("rolled back", count("wechatpay_hk_online_payment") == 0 && count("wechatpay_hk_scheduled_task") == 0);
		}

		private void clickAgain(OnlinePayment placed) {
			if (chance(20)) {
				rule("one order", node().payments.place(merchant(), order(PRICE)).id().equals(placed.id()));
			}
			if (chance(20)) {
				try {
					node().payments.place(merchant(), order(PRICE + 1));
					rule("other contents", false);
				}
				catch (ReversalConflictException ex) {
					// as it should be
				}
			}
		}

		private void send(OnlinePayment placed, Duration after) {
			after(after, () -> {
				Node node = node();
				try {
					node.payments.prepare(placed.id()).block(Duration.ofSeconds(30));
				}
				catch (RuntimeException ex) {
					if (chance(50)) {
						send(placed, Duration.ofSeconds(1));
					}
				}
				node.restart();
			});
		}

		private void pay() {
			if (!is(TradeState.NOTPAY)) {
				return;
			}
			OnlinePaymentModel.this.simulator.pay(this.number);
			if (this.isPriceChanged) {
				change((paid) -> paid.with().amount(PRICE - 1, "HKD").build(now()));
			}
			if (!is(TradeState.SUCCESS)) {
				return;
			}
			while (chance(55)) {
				after(chance(70) ? upTo(Duration.ofSeconds(20)) : upTo(Duration.ofHours(2)), this::notifyOnce);
			}
			if (chance(10)) {
				after(upTo(Duration.ofMinutes(1)),
						() -> change((paid) -> paid.with().state(TradeState.REFUND).refunded(1).build(now())));
			}
		}

		private void change(UnaryOperator<SimulatedOrder> change) {
			OnlinePaymentModel.this.simulator.orders()
				.change(OnlinePaymentModel.this.simulator.orders().get(this.number), change);
		}

		private void notifyOnce() {
			long total = OnlinePaymentModel.this.simulator.orders().get(this.number).total();
			PaymentNotification notification = this.mutant.notification((PaymentNotification) Notification
				.of(new NotificationEvent(this.isInstitution ? "institution" : "default",
						"EV-" + OnlinePaymentModel.this.notifications++, "TRANSACTION.SUCCESS", null, null,
						"{\"out_trade_no\":\"" + this.number + "\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":"
								+ total + ",\"currency\":\"HKD\"}}")));
			Node node = node();
			try {
				node.payments.onPayment(notification);
			}
			catch (RuntimeException ex) {
				node.restart();
				after(Duration.ofSeconds(15), this::notifyOnce);
			}
		}

		/**
		 * Draw what goes wrong at the gateway.
		 */
		private void disturb() {
			List<Fault> faults = List.of(Fault.resetBeforeEffect(), Fault.resetAfterEffect(), Fault.systemError(),
					Fault.unsigned(), Fault.tampered(), Fault.badGatewayHtml(), Fault.tooManyRequests());
			for (Operation operation : List.of(Operation.NATIVE, Operation.QUERY, Operation.CLOSE)) {
				if (chance((operation == Operation.CLOSE) ? 60 : 35)) {
					OnlinePaymentModel.this.simulator.faults()
						.inject(faults.get(this.random.nextInt(faults.size())))
						.on(operation)
						.after((operation == Operation.QUERY) ? this.random.nextInt(3) : 0)
						.times(1 + this.random.nextInt(4));
				}
			}
			if (chance(15)) {
				after(upTo(Duration.ofMinutes(20)), () -> this.isOut = true);
				after(Duration.ofMinutes(20).plus(upTo(Duration.ofHours(1))), () -> this.isOut = false);
			}
		}

		/**
		 * Let everything happen that is planned, in the order of its time.
		 */
		private void play() {
			Instant end = this.began.plus(ENOUGH);
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

		private void reach(Instant time) {
			if (!time.isAfter(now())) {
				return;
			}
			boolean isKeptOpen = this.isExpiryIgnored && is(TradeState.NOTPAY);
			if (isKeptOpen) {
				change((order) -> order.with().state(TradeState.PAYERROR).build(now()));
			}
			OnlinePaymentModel.this.simulator.advance(Duration.between(now(), time));
			if (isKeptOpen) {
				change((order) -> order.with().state(TradeState.NOTPAY).build(now()));
			}
		}

		private boolean is(TradeState state) {
			SimulatedOrder order = OnlinePaymentModel.this.simulator.orders().find(this.number);
			return order != null && order.state() == state;
		}

		private Optional<Plan> nextPlan() {
			return OnlinePaymentModel.this.database
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
				if (plan.task().equals(Plans.ONLINE_PAYMENT.getTaskName())) {
					node.run.run(plan.instance());
				}
				else {
					node.events.deliverAgain(plan.instance());
				}
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

		private void picked(Plan plan, String change, String condition) {
			OnlinePaymentModel.this.database
				.sql("update wechatpay_hk_scheduled_task set version = version + 1, " + change
						+ " where task_name = ? and task_instance = ? and " + condition)
				.param(plan.task())
				.param(plan.instance())
				.update();
		}

		/**
		 * Draw what happens while the call of a node is under way.
		 */
		private void meanwhile(Node node) {
			if (this.payment == null) {
				return;
			}
			if (!now().isBefore(this.payment.expiresAt()) && this.callsUntilLatePayment-- == 0) {
				// in the second in which the order is closed
				pay();
			}
			if (this.interruptions <= 0) {
				return;
			}
			switch (this.random.nextInt(12)) {
				case 0 -> {
					this.interruptions--;
					node.dataSource.isDead = true;
				}
				case 1 -> {
					this.interruptions--;
					pay();
				}
				case 2 -> {
					this.interruptions--;
					Node other = this.nodes.get((node == this.nodes.get(0)) ? 1 : 0);
					Plan plan = new Plan(Plans.ONLINE_PAYMENT.getTaskName(), this.payment.id(), now());
					picked(plan, "picked = false, picked_by = null", "picked_by = '" + node.name + "'");
					if (count("wechatpay_hk_scheduled_task where not picked and task_name = 'online-payment'") == 1) {
						execute(plan, other);
					}
				}
				default -> {
					// nothing
				}
			}
		}

		private DurableMerchant merchant(Node node, @Nullable String name) {
			DurableMerchant merchant = (name != null) ? OnlinePaymentModel.this.institution
					: OnlinePaymentModel.this.direct;
			DurableMerchant broken = this.mutant.merchant(merchant);
			OnlinePaymentServices online = broken.online();
			return new DurableMerchant(broken.ids(), broken.reverse(),
					(reference) -> called(node, () -> broken.query().query(reference)), broken.quickPay(),
					new OnlinePaymentServices(online.client(),
							(request) -> called(node, () -> online.place().place(request)),
							(reference) -> called(node, () -> online.close().close(reference)), online.refund()));
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
			OnlinePayment recorded = payment(event);
			if (chance(6) && this.interruptions-- > 0) {
				throw new IllegalStateException("The books are closed");
			}
			if (this.mutant.isBookKept(this.random)) {
				// on the connection of the transaction that records the state
				JdbcClient
					.create(this.nodes.stream()
						.map((node) -> node.dataSource)
						.filter(TransactionSynchronizationManager::hasResource)
						.findFirst()
						.orElseThrow())
					.sql("insert into book (payment, state, recorded_at) values (?, ?, ?)")
					.param(recorded.id())
					.param(recorded.state().name())
					.param(now().toEpochMilli())
					.update();
			}
		}

		private void deliver(DurableReversalEvent event) {
			if (chance(6) && this.interruptions-- > 0) {
				throw new IllegalStateException("The shop is closed");
			}
			this.delivered.add(payment(event).state().name());
		}

		private static OnlinePayment payment(DurableReversalEvent event) {
			return (event instanceof DurableReversalEvent.OnlinePaymentEnded ended) ? ended.payment()
					: ((DurableReversalEvent.OnlinePaymentRequiresAction) event).payment();
		}

		private int count(String table) {
			return OnlinePaymentModel.this.database.sql("select count(*) from " + table).query(Integer.class).single();
		}

		private void rule(String name, boolean holds) {
			if (!holds) {
				this.broken.add(name);
			}
		}

		/**
		 * Compare what the shop was told with what became of the order.
		 */
		private void judge(OnlinePayment placed) {
			List<String> book = OnlinePaymentModel.this.database.sql("select state from book")
				.query(String.class)
				.list();
			SimulatedOrder order = OnlinePaymentModel.this.simulator.orders().find(this.number);
			boolean isPaid = order != null && order.state().isPaid();
			boolean isRight = order != null && order.total() == PRICE;
			rule("one terminal state", book.size() == 1);
			String state = node().payments.find(placed.id()).orElseThrow().state().name();
			rule("the book is that of the state", book.equals(List.of(state)));
			rule("told paid", !book.contains("PAID") || (isPaid && isRight));
			rule("told closed", !book.contains("CLOSED") || order == null || order.state() == TradeState.CLOSED);
			rule("told to act", !book.contains("REQUIRES_ACTION") || (isPaid && !isRight));
			rule("delivered", this.delivered.equals(new TreeSet<>(book)));
			rule("nothing is planned any more", count("wechatpay_hk_scheduled_task") == 0);
			rule("the request is forgotten", book.contains("REQUIRES_ACTION")
					|| count("wechatpay_hk_online_payment where request is not null") == 0);
			judgeRequests(placed);
		}

		private void judgeRequests(OnlinePayment placed) {
			List<RecordedRequest> sent = OnlinePaymentModel.this.simulator.requests().of(Operation.NATIVE);
			rule("one body", sent.stream().map(RecordedRequest::bodyText).distinct().count() <= 1);
			rule("an expiry", sent.stream().allMatch((request) -> request.bodyText().contains("time_expire")));
			rule("not sent after its expiry",
					sent.stream().allMatch((request) -> request.at().isBefore(placed.expiresAt().plus(SKEW))));
			Instant expiry = placed.expiresAt().minus(SKEW);
			rule("not closed before its expiry",
					OnlinePaymentModel.this.simulator.requests()
						.of(Operation.CLOSE)
						.stream()
						.allMatch((request) -> !request.at().isBefore(expiry)));
			rule("not told closed before its expiry",
					OnlinePaymentModel.this.database
						.sql("select count(*) from book where state = 'CLOSED' and recorded_at < ?")
						.param(expiry.toEpochMilli())
						.query(Integer.class)
						.single() == 0);
			rule("queries", OnlinePaymentModel.this.simulator.requests().of(Operation.QUERY).size() < 60);
		}

		/**
		 * A node, which dies and comes back.
		 */
		private final class Node {

			private final String name;

			private final MortalDataSource dataSource = new MortalDataSource(OnlinePaymentModel.this.pool);

			private final StoredOnlinePayments payments;

			private final QueryRun<OnlinePaymentRow> run;

			private final Events events;

			private Node(String name, Duration ahead) {
				this.name = name;
				InstantSource time = () -> now().plus(ahead);
				Storage storage = Storage.of(this.dataSource,
						DurableSchema.of(OnlinePaymentModel.this.pool).jdbcCustomization(), time, name);
				Backoff backoff = new Backoff(DurableReversalSettings.defaults(), Run.this.random::nextDouble);
				DurableMerchants merchants = (wanted) -> Mono.fromSupplier(() -> merchant(this, wanted));
				this.events = new Events(storage, List.of(Run.this::record), new Listeners(List.of(Run.this::deliver)),
						backoff, TAKEN_OVER_AFTER, time);
				OnlinePaymentRules rules = new OnlinePaymentRules(storage, merchants, OnlinePaymentSettings.defaults(),
						backoff, this.events);
				this.payments = new StoredOnlinePayments(storage, merchants, OnlinePaymentSettings.defaults(), rules,
						time, name, this.events);
				this.run = new QueryRun<>(storage, rules, backoff, time, name, this.events);
			}

			private void restart() {
				this.dataSource.isDead = false;
			}

		}

	}

	/**
	 * Connections of a process that may die: it writes nothing from then on.
	 */
	private static final class MortalDataSource extends DelegatingDataSource {

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

	private record Action(Instant time, Runnable work) {
	}

	private record Plan(String task, String instance, Instant time) {
	}

	/**
	 * Return an order as if it had another state.
	 */
	static Order with(OrderReference reference, io.github.wechatpayhk.order.TradeState state) {
		return new JsonMapper().readValue("{\"out_trade_no\":\"" + reference.outTradeNo() + "\",\"trade_state\":\""
				+ state + "\",\"amount\":{\"total\":" + PRICE + ",\"currency\":\"HKD\"}}", Order.class);
	}

}
