package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One online payment after the other, with payers and notifications.
 */
final class OnlinePaymentModel extends QueryModel {

	private static final Duration ENOUGH = Duration.ofDays(10);

	OnlinePaymentModel(Path directory) {
		super(directory);
	}

	/**
	 * Run one seed.
	 * @return the rules that were broken
	 */
	Set<String> broken(long seed, Mutant mutant) {
		reset();
		return new Run(seed, mutant).broken();
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
		 * Change what is stored once a close was ordered.
		 */
		default void closeOrdered(JdbcClient database) {
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
	private final class Run extends Schedule {

		private final Mutant mutant;

		/**
		 * Draws whether and when the order is closed. Each draw of the schedule depends
		 * on the ones before, and a seed without a close is as it would be without this.
		 */
		private final SplittableRandom closing;

		private final boolean isClosed;

		private final String number;

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

		private @Nullable OnlinePayment payment;

		/**
		 * When the order expires, or its close was ordered.
		 */
		private Instant end = Instant.MAX;

		private Run(long seed, Mutant mutant) {
			super(seed, mutant.ahead(), ENOUGH);
			this.mutant = mutant;
			this.closing = new SplittableRandom(seed);
			this.isClosed = this.closing.nextInt(4) == 0;
			this.number = "M" + seed;
			this.isPriceChanged = this.random.nextInt(4) == 0;
			this.isExpiryIgnored = this.random.nextBoolean();
			this.callsUntilLatePayment = this.random.nextBoolean() ? this.random.nextInt(6) : -1;
		}

		@Override
		DurableMerchant broken(DurableMerchant merchant) {
			return this.mutant.merchant(merchant);
		}

		@Override
		boolean isBookKept() {
			return this.mutant.isBookKept(this.random);
		}

		@Override
		Told told(DurableReversalEvent event) {
			OnlinePayment payment = (event instanceof DurableReversalEvent.OnlinePaymentEnded ended) ? ended.payment()
					: ((DurableReversalEvent.OnlinePaymentRequiresAction) event).payment();
			return new Told(payment.id(), payment.state());
		}

		private PlaceOrderRequest order(long price) {
			return order(this.number, price);
		}

		private Set<String> broken() {
			if (chance(10)) {
				rollBack();
			}
			OnlinePayment placed = node().payments.place(merchant(), order(PRICE));
			this.payment = placed;
			this.end = placed.expiresAt();
			clickAgain(placed);
			if (chance(90)) {
				send(placed, Duration.ZERO);
			}
			if (chance(30)) {
				send(placed, upTo(Duration.ofMinutes(16)));
			}
			if (this.isClosed) {
				int minutes = this.closing.nextBoolean() ? 5 : 16;
				after(Duration.ofSeconds(this.closing.nextInt(60 * minutes)), () -> close(placed));
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

		private void close(OnlinePayment placed) {
			Node node = node();
			if (!closeBy(node, placed) && chance(50)) {
				after(Duration.ofSeconds(1), () -> close(placed));
			}
			node.restart();
		}

		/**
		 * Order the close on a node.
		 * @return whether it holds, or there is nothing to close
		 */
		private boolean closeBy(Node node, OnlinePayment placed) {
			try {
				node.payments.close(placed.id(), "The payer cancelled");
			}
			catch (ReversalConflictException ex) {
				// it requires manual action
				return true;
			}
			catch (RuntimeException ex) {
				return false;
			}
			this.end = now().isBefore(this.end) ? now() : this.end;
			this.mutant.closeOrdered(OnlinePaymentModel.this.database);
			return true;
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

		@Override
		void reach(Instant time) {
			boolean isKeptOpen = time.isAfter(now()) && this.isExpiryIgnored && is(TradeState.NOTPAY);
			if (isKeptOpen) {
				change((order) -> order.with().state(TradeState.PAYERROR).build(now()));
			}
			super.reach(time);
			if (isKeptOpen) {
				change((order) -> order.with().state(TradeState.NOTPAY).build(now()));
			}
		}

		private boolean is(TradeState state) {
			SimulatedOrder order = OnlinePaymentModel.this.simulator.orders().find(this.number);
			return order != null && order.state() == state;
		}

		@Override
		void meanwhile(Node node) {
			if (this.payment == null) {
				return;
			}
			if (!now().isBefore(this.end) && this.callsUntilLatePayment-- == 0) {
				// in the second in which the order is closed
				pay();
			}
			if (this.isClosed && this.closing.nextInt(12) == 0) {
				closeBy(this.nodes.get((node == this.nodes.get(0)) ? 1 : 0), this.payment);
			}
			if (this.interruptions <= 0) {
				return;
			}
			switch (this.random.nextInt(12)) {
				case 0 -> {
					this.interruptions--;
					node.die();
				}
				case 1 -> {
					this.interruptions--;
					pay();
				}
				case 2 -> {
					this.interruptions--;
					takeOver(node, Plans.ONLINE_PAYMENT.getTaskName(), this.payment.id());
				}
				default -> {
					// nothing
				}
			}
		}

		/**
		 * Compare what the shop was told with what became of the order.
		 */
		private void judge(OnlinePayment placed) {
			List<String> book = book(placed.id());
			SimulatedOrder order = OnlinePaymentModel.this.simulator.orders().find(this.number);
			boolean isPaid = order != null && order.state().isPaid();
			boolean isRight = order != null && order.total() == PRICE;
			rule("one terminal state", book.size() == 1);
			String state = node().payments.find(placed.id()).orElseThrow().state().name();
			rule("the book is that of the state", book.equals(List.of(state)));
			rule("told paid", !book.contains("PAID") || (isPaid && isRight));
			rule("told closed", !book.contains("CLOSED") || order == null || order.state() == TradeState.CLOSED);
			rule("told to act", !book.contains("REQUIRES_ACTION") || (isPaid && !isRight));
			rule("delivered",
					this.delivered.equals(book.stream()
						.map((told) -> placed.id() + ' ' + told)
						.collect(Collectors.toCollection(TreeSet::new))));
			rule("nothing is planned any more", count("wechatpay_hk_scheduled_task") == 0);
			rule("the request is forgotten", book.contains("REQUIRES_ACTION")
					|| count("wechatpay_hk_online_payment where request is not null") == 0);
			judgeRequests();
		}

		private void judgeRequests() {
			List<RecordedRequest> sent = OnlinePaymentModel.this.simulator.requests().of(Operation.NATIVE);
			rule("one body", sent.stream().map(RecordedRequest::bodyText).distinct().count() <= 1);
			rule("an expiry", sent.stream().allMatch((request) -> request.bodyText().contains("time_expire")));
			rule("not sent after its expiry",
					sent.stream().allMatch((request) -> request.at().isBefore(this.end.plus(SKEW))));
			Instant expiry = this.end.minus(SKEW);
			List<RecordedRequest> closes = OnlinePaymentModel.this.simulator.requests().of(Operation.CLOSE);
			rule("not closed before its expiry", closes.stream().allMatch((request) -> !request.at().isBefore(expiry)));
			rule("not closed within five minutes",
					sent.stream()
						.map(RecordedRequest::at)
						.noneMatch((at) -> closes.stream()
							.map(RecordedRequest::at)
							.anyMatch((closedAt) -> !closedAt.isBefore(at)
									&& closedAt.isBefore(at.plus(EARLIEST_CLOSE).minus(SKEW)))));
			rule("not told closed before its expiry",
					OnlinePaymentModel.this.database
						.sql("select count(*) from book where state = 'CLOSED' and recorded_at < ?")
						.param(expiry.toEpochMilli())
						.query(Integer.class)
						.single() == 0);
			rule("queries", OnlinePaymentModel.this.simulator.requests().of(Operation.QUERY).size() < 60);
		}

	}

	/**
	 * Return an order as if it had another state.
	 */
	static Order with(OrderReference reference, io.github.wechatpayhk.order.TradeState state) {
		return new JsonMapper().readValue("{\"out_trade_no\":\"" + reference.outTradeNo() + "\",\"trade_state\":\""
				+ state + "\",\"amount\":{\"total\":" + PRICE + ",\"currency\":\"HKD\"}}", Order.class);
	}

}
