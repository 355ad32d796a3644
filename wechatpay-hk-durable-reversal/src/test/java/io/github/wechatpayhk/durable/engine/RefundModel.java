package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.refund.SimulatedRefund;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * One paid online payment after the other, with up to three refunds, banks, notifications
 * and an operator.
 */
final class RefundModel extends QueryModel {

	private static final Duration ENOUGH = Duration.ofDays(25);

	RefundModel(Path directory) {
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
		 * Return the status that a notification names.
		 * @param status what WeChat Pay names
		 */
		default String status(String status) {
			return status;
		}

		/**
		 * Return the amount that a notification names.
		 * @param named what WeChat Pay names
		 * @param expected what was stored
		 */
		default long amount(long named, long expected) {
			return named;
		}

		/**
		 * Return whether the listener in the transaction keeps the book.
		 */
		default boolean isBookKept(Random random) {
			return true;
		}

		/**
		 * Return whether the payment forgets what was refunded of it.
		 */
		default boolean isForgetful() {
			return false;
		}

	}

	/**
	 * One seed.
	 */
	private final class Run extends Schedule {

		private final Mutant mutant;

		private final String number;

		private final Map<String, DurableRefund> refunds = new HashMap<>();

		/**
		 * What the bank makes of a refund, by its number.
		 */
		private final Map<String, SimulatedRefundStatus> fates = new HashMap<>();

		private final Map<String, SimulatedRefundStatus> seen = new HashMap<>();

		/**
		 * The refunds that were ABNORMAL at some time.
		 */
		private final Set<String> excused = new TreeSet<>();

		/**
		 * Whether WeChat Pay refuses, or denies what it has.
		 */
		private boolean isRefusing;

		private int retries = 3;

		private Run(long seed, Mutant mutant) {
			super(seed, SKEW, ENOUGH);
			this.mutant = mutant;
			this.number = "F" + seed;
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
		@Nullable Told told(DurableReversalEvent event) {
			if (event instanceof DurableReversalEvent.RefundEnded ended) {
				return new Told(ended.refund().id(), ended.refund().state());
			}
			if (event instanceof DurableReversalEvent.RefundRequiresAction stuck) {
				if (this.retries > 0 && chance(60)) {
					this.retries--;
					after(upTo(Duration.ofHours(8)), () -> retry(stuck.refund()));
				}
				return new Told(stuck.refund().id(), stuck.refund().state());
			}
			return null;
		}

		private void retry(DurableRefund refund) {
			Node node = node();
			try {
				node.refunds.retry(refund.id(), "Anna: the account is filled up");
			}
			catch (ReversalConflictException ex) {
				// it has ended, now or before
			}
		}

		private Set<String> broken() {
			pay();
			if (chance(10)) {
				rollBack();
			}
			disturb();
			int requests = 1 + this.random.nextInt(3);
			for (int i = 0; i < requests; i++) {
				String outRefundNo = this.number + "-" + i;
				long amount = List.of(PRICE, 300L, 400L, 500L, 88L).get(this.random.nextInt(5));
				after(chance(60) ? upTo(Duration.ofSeconds(30)) : upTo(Duration.ofDays(1)),
						() -> request(outRefundNo, amount));
			}
			play();
			this.refunds.values().forEach(this::judge);
			judgeAll();
			return this.broken;
		}

		private void pay() {
			Node node = node();
			OnlinePayment payment = node.payments.place(merchant(), order(this.number, PRICE));
			node.payments.prepare(payment.id()).block(Duration.ofSeconds(30));
			RefundModel.this.simulator.pay(this.number);
			node.payments.onPayment((PaymentNotification) Notification
				.of(event("TRANSACTION.SUCCESS", "{\"out_trade_no\":\"" + this.number
						+ "\",\"trade_state\":\"SUCCESS\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}}")));
		}

		private NotificationEvent event(String type, String resource) {
			return new NotificationEvent(this.isInstitution ? "institution" : "default",
					"EV-" + RefundModel.this.notifications++, type, null, null, resource);
		}

		private RefundRequest refund(String outRefundNo, long amount) {
			return RefundRequest
				.builder(OrderReference.outTradeNo(this.number), outRefundNo,
						new RefundAmount(amount, PRICE, CurrencyCode.HKD))
				.build();
		}

		private void rollBack() {
			Node node = this.nodes.get(0);
			new TransactionTemplate(new JdbcTransactionManager(node.dataSource)).executeWithoutResult((status) -> {
				node.refunds.refund(merchant(), refund("never", PRICE));
				status.setRollbackOnly();
			});
			rule("rolled back", count("wechatpay_hk_refund") == 0
					&& count("wechatpay_hk_online_payment where refunded <> 0 or refunds <> 0") == 0);
		}

		/**
		 * The shop asks for a refund, perhaps by a double click. The model keeps a ledger
		 * of its own.
		 */
		private void request(String outRefundNo, long amount) {
			long left = PRICE - this.refunds.values()
				.stream()
				.filter((refund) -> !isClosed(refund))
				.mapToLong((refund) -> refund.amount().refund())
				.sum();
			try {
				DurableRefund stored = node().refunds.refund(merchant(), refund(outRefundNo, amount));
				this.refunds.put(outRefundNo, stored);
				rule("money left", amount <= left);
			}
			catch (ReversalConflictException ex) {
				rule("money left", amount > left);
				return;
			}
			if (this.mutant.isForgetful()) {
				RefundModel.this.database.sql("update wechatpay_hk_online_payment set refunded = 0").update();
			}
			this.fates
				.put(outRefundNo, List
					.of(SimulatedRefundStatus.SUCCESS, SimulatedRefundStatus.SUCCESS, SimulatedRefundStatus.REFUNDCLOSE,
							SimulatedRefundStatus.REFUNDCLOSE, SimulatedRefundStatus.ABNORMAL)
					.get(this.random.nextInt(5)));
			if (chance(8)) {
				// somebody used the number
				RefundModel.this.simulator.faults().clear();
				this.isRefusing = true;
				broken(this.isInstitution ? RefundModel.this.institution : RefundModel.this.direct).online()
					.refund()
					.refund(refund(outRefundNo, 1))
					.onErrorComplete()
					.block(Duration.ofSeconds(30));
			}
			if (chance(20)) {
				rule("one refund",
						node().refunds.refund(merchant(), refund(outRefundNo, amount))
							.id()
							.equals(this.refunds.get(outRefundNo).id()));
			}
			if (chance(20)) {
				try {
					node().refunds.refund(merchant(), refund(outRefundNo, amount - 1));
					rule("other contents", false);
				}
				catch (ReversalConflictException ex) {
					// as it should be
				}
			}
		}

		private boolean isClosed(DurableRefund refund) {
			List<String> book = book(refund.id());
			return !book.isEmpty() && book.get(book.size() - 1).equals("CLOSED");
		}

		/**
		 * Draw what goes wrong at the gateway.
		 */
		private void disturb() {
			List<Fault> faults = List.of(Fault.resetBeforeEffect(), Fault.resetAfterEffect(), Fault.systemError(),
					Fault.unsigned(), Fault.tampered(), Fault.badGatewayHtml(), Fault.tooManyRequests());
			for (Operation operation : List.of(Operation.REFUND, Operation.QUERY_REFUND)) {
				if (chance(50)) {
					RefundModel.this.simulator.faults()
						.inject(faults.get(this.random.nextInt(faults.size())))
						.on(operation)
						.after(this.random.nextInt(2))
						.times(1 + this.random.nextInt(4));
				}
			}
			if (chance(20)) {
				this.isRefusing = true;
				RefundModel.this.simulator.faults()
					.inject(Fault.status(403, "NOT_ENOUGH"))
					.on(Operation.REFUND)
					.times(1 + this.random.nextInt(2));
			}
			else if (chance(30)) {
				RefundModel.this.simulator.faults()
					.inject(Fault.status(403, "NOT_ENOUGH"), Fault.unsigned())
					.on(Operation.REFUND)
					.times(1 + this.random.nextInt(2));
			}
			if (chance(25)) {
				this.isRefusing = true;
				RefundModel.this.simulator.faults()
					.inject(Fault.status(404, "RESOURCE_NOT_EXISTS"))
					.on(Operation.QUERY_REFUND)
					.after(this.random.nextInt(2))
					.times(1);
			}
			if (chance(15)) {
				after(upTo(Duration.ofMinutes(5)), () -> this.isOut = true);
				after(Duration.ofMinutes(5).plus(upTo(Duration.ofHours(2))), () -> this.isOut = false);
			}
		}

		@Override
		void reach(Instant time) {
			super.reach(time);
			look();
		}

		@Override
		void meanwhile(Node node) {
			look();
			if (this.refunds.isEmpty() || this.interruptions <= 0) {
				return;
			}
			switch (this.random.nextInt(12)) {
				case 0 -> {
					this.interruptions--;
					node.die();
				}
				case 1 -> {
					this.interruptions--;
					notifyOnce(this.refunds.values().iterator().next().outRefundNo(), SimulatedRefundStatus.SUCCESS, 1);
				}
				case 2 -> {
					this.interruptions--;
					DurableRefund any = new ArrayList<>(this.refunds.values())
						.get(this.random.nextInt(this.refunds.size()));
					takeOver(node, Plans.REFUND.getTaskName(), any.id());
				}
				default -> {
					// nothing
				}
			}
		}

		/**
		 * Let the bank decide about refunds that are new, and WeChat Pay notify of those
		 * that changed.
		 */
		private void look() {
			for (SimulatedRefund refund : RefundModel.this.simulator.refunds().all()) {
				String outRefundNo = refund.outRefundNo();
				SimulatedRefundStatus before = this.seen.put(outRefundNo, refund.status());
				if (before == null) {
					SimulatedRefundStatus fate = this.fates.getOrDefault(outRefundNo, SimulatedRefundStatus.SUCCESS);
					if (fate != SimulatedRefundStatus.SUCCESS) {
						after(upTo(Duration.ofSeconds(9)), () -> finish(outRefundNo, fate));
					}
				}
				else if (before != refund.status()) {
					changed(outRefundNo, refund);
				}
			}
		}

		private void finish(String outRefundNo, SimulatedRefundStatus status) {
			RefundModel.this.simulator.finishRefund(outRefundNo, status);
			look();
			if (status == SimulatedRefundStatus.ABNORMAL && chance(50)) {
				RefundModel.this.simulator.finishRefund(outRefundNo, SimulatedRefundStatus.REFUNDCLOSE);
				look();
			}
		}

		private void changed(String outRefundNo, SimulatedRefund refund) {
			if (refund.status() == SimulatedRefundStatus.ABNORMAL) {
				this.excused.add(outRefundNo);
			}
			while (chance(50)) {
				after(chance(70) ? upTo(Duration.ofSeconds(20)) : upTo(Duration.ofHours(2)),
						() -> notifyOnce(outRefundNo, refund.status(), refund.amount()));
			}
			if (chance(20)) {
				// of another refund, whatever became of this one
				after(upTo(Duration.ofMinutes(1)),
						() -> notifyOnce(outRefundNo, SimulatedRefundStatus.SUCCESS, refund.amount() + 1));
			}
		}

		private void notifyOnce(String outRefundNo, SimulatedRefundStatus status, long amount) {
			DurableRefund stored = this.refunds.get(outRefundNo);
			String notified = this.mutant.status(status.notified());
			long named = (stored != null) ? this.mutant.amount(amount, stored.amount().refund()) : amount;
			RefundNotification notification = (RefundNotification) Notification.of(event("REFUND." + notified,
					"{\"out_trade_no\":\"" + this.number + "\",\"out_refund_no\":\"" + outRefundNo
							+ "\",\"refund_status\":\"" + notified + "\",\"amount\":{\"refund\":" + named
							+ ",\"total\":888,\"currency\":\"HKD\"}}"));
			Node node = node();
			try {
				node.refunds.onRefund(notification);
			}
			catch (RuntimeException ex) {
				node.restart();
				after(Duration.ofSeconds(15), () -> notifyOnce(outRefundNo, status, amount));
			}
		}

		/**
		 * Compare what the shop was told of a refund with what became of it.
		 */
		private void judge(DurableRefund stored) {
			List<String> book = book(stored.id());
			SimulatedRefund refund = RefundModel.this.simulator.refunds().find(stored.outRefundNo());
			SimulatedRefundStatus status = (refund != null && refund.amount() == stored.amount().refund())
					? refund.status() : null;
			List<String> ends = book.stream().filter((state) -> !state.equals("REQUIRES_ACTION")).toList();
			rule("one terminal state", !book.isEmpty() && ends.size() <= 1);
			String state = node().refunds.find(stored.id()).orElseThrow().state().name();
			rule("the book is that of the state", !book.isEmpty() && book.get(book.size() - 1).equals(state));
			rule("told refunded", !ends.contains("SUCCESS") || status == SimulatedRefundStatus.SUCCESS);
			rule("told closed", !ends.contains("CLOSED") || status == SimulatedRefundStatus.REFUNDCLOSE);
			rule("told to act", !book.contains("REQUIRES_ACTION") || this.isRefusing
					|| this.excused.contains(stored.outRefundNo()));
			rule("the request is forgotten", !book.isEmpty() && (ends.isEmpty()
					|| count("wechatpay_hk_refund where request is not null and id = '" + stored.id() + "'") == 0));
			rule("delivered", book.stream().allMatch((told) -> this.delivered.contains(stored.id() + ' ' + told)));
			List<RecordedRequest> sent = RefundModel.this.simulator.requests()
				.of(Operation.REFUND)
				.stream()
				.filter((request) -> request.bodyText().contains('"' + stored.outRefundNo() + '"'))
				.filter((request) -> !request.bodyText().contains("\"refund\":1,"))
				.toList();
			rule("one body", sent.stream().map(RecordedRequest::bodyText).distinct().count() <= 1);
		}

		private void judgeAll() {
			rule("nothing is planned any more", count("wechatpay_hk_scheduled_task") == 0);
			rule("own numbers",
					RefundModel.this.simulator.refunds()
						.all()
						.stream()
						.allMatch((refund) -> this.refunds.containsKey(refund.outRefundNo())));
			rule("never more than was paid", RefundModel.this.simulator.orders().get(this.number).refunded() <= PRICE);
			rule("queries", RefundModel.this.simulator.requests().of(Operation.QUERY_REFUND).size() < 200);
		}

	}

}
