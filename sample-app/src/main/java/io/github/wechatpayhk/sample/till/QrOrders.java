package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalException;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Orders that the payer pays by a QR code on the screen of this till. They are stored
 * before they are sent, and outlive this process: {@link OnlinePayments} brings each to
 * one end, and {@link DurableRefunds} each refund. All methods block, as JDBC does,
 * except that none waits for WeChat Pay.
 */
@Component
@ConditionalOnWebApplication
class QrOrders implements PaymentNotificationListener {

	private static final Log logger = LogFactory.getLog(QrOrders.class);

	private static final int LISTED = 50;

	private static final int CODES = 500;

	private final OnlinePayments payments;

	private final QrOrderStore store;

	private final DurableRefunds refunds;

	private final Changes changes;

	private final InstantSource clock;

	private final CallsUnderWay calls = new CallsUnderWay();

	private final LastEntries<Code> codes = new LastEntries<>(CODES);

	QrOrders(OnlinePayments payments, QrOrderStore store, DurableRefunds refunds, Changes changes,
			ObjectProvider<InstantSource> clock) {
		this.payments = payments;
		this.store = store;
		this.refunds = refunds;
		this.changes = changes;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	/**
	 * Store an order, and send it. A form that is sent twice places one order.
	 * @param request the order
	 * @throws ReversalConflictException if its number belongs to another order
	 */
	void place(PlaceOrderRequest request) {
		this.store.inTransaction(() -> {
			OnlinePayment payment = this.payments.place(request);
			this.store.add(payment.outTradeNo(), payment.id(), request.description());
			return payment;
		});
		this.changes.publish(request.outTradeNo());
		if (remembered(request.outTradeNo()).url() == null) {
			showCode(request.outTradeNo());
		}
	}

	/**
	 * Request the code of an order: for the first time, after a failure, or after a
	 * restart. The same order is sent again, so it is paid once at most.
	 */
	void showCode(String outTradeNo) {
		this.store.find(outTradeNo).ifPresent((row) -> this.calls.join(outTradeNo, code(outTradeNo, row)).subscribe());
	}

	private Mono<Void> code(String outTradeNo, QrOrderStore.Row row) {
		return Mono.defer(() -> this.payments.prepare(row.paymentId()))
			.map((prepared) -> new Code(prepared.placed().codeUrl(), prepared.expiresAt(), null))
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just(new Code(null, Instant.MAX, Failure.of(ex))))
			// It has ended or expired: the page says so
			.onErrorComplete(ReversalConflictException.class)
			.onErrorResume(DurableReversalException.class,
					(ex) -> Mono.just(new Code(null, Instant.MAX, Failure.notSent(String.valueOf(ex.getMessage())))))
			.doOnNext((code) -> this.codes.put(outTradeNo, code))
			.doOnError((ex) -> logger.error("The code of order " + outTradeNo + " cannot be requested", ex))
			.onErrorComplete()
			.doOnTerminate(() -> this.changes.publish(outTradeNo))
			.then();
	}

	private Code remembered(String outTradeNo) {
		Code code = this.codes.get(outTradeNo);
		return (code != null && this.clock.instant().isBefore(code.until())) ? code : Code.NONE;
	}

	/**
	 * Find an order of this till.
	 * @return the order as it is known, or {@code null}
	 */
	@Nullable QrOrder find(String outTradeNo) {
		return this.store.find(outTradeNo)
			.flatMap((row) -> this.payments.find(row.paymentId()).map((payment) -> order(payment, row.description())))
			.orElse(null);
	}

	/**
	 * Return the last orders, the youngest first.
	 */
	List<QrOrder> all() {
		List<OnlinePayment> last = this.payments.list(null, 0, LISTED);
		Map<String, String> descriptions = this.store.descriptions(last.stream().map(OnlinePayment::id).toList());
		return last.stream()
			.filter((payment) -> descriptions.containsKey(payment.id()))
			.map((payment) -> order(payment, descriptions.getOrDefault(payment.id(), "")))
			.toList();
	}

	private QrOrder order(OnlinePayment payment, String description) {
		List<OnlinePaymentAttempt> trail = this.payments.attempts(payment.id());
		Code code = remembered(payment.outTradeNo());
		Failure failure = (payment.state() == OnlinePayment.State.OPEN) ? code.failure() : null;
		return QrOrder.of(payment, description, trail, refunds(payment), code.url(), failure, this.clock.instant());
	}

	private OrderRefunds refunds(OnlinePayment payment) {
		return new OrderRefunds(this.refunds.findByOrder(payment.outTradeNo())
			.stream()
			.filter((refund) -> refund.paymentId().equals(payment.id()))
			.sorted(Comparator.comparing(DurableRefund::requestedAt))
			.map((refund) -> OrderRefund.of(refund, this.refunds.attempts(refund.id())))
			.toList());
	}

	/**
	 * Query an order at once.
	 */
	void ask(String outTradeNo) {
		this.store.find(outTradeNo).ifPresent((row) -> this.payments.retry(row.paymentId(), "Asked at the till"));
	}

	/**
	 * Close an order before its time to pay is over. It ends as closed, or as paid if the
	 * payer was faster.
	 */
	void cancel(String outTradeNo) {
		this.store.find(outTradeNo).ifPresent((row) -> this.payments.close(row.paymentId(), "Cancelled at the till"));
		this.changes.publish(outTradeNo);
	}

	/**
	 * End an order that requires manual action.
	 */
	void settle(String outTradeNo, String reason) {
		this.store.find(outTradeNo).ifPresent((row) -> this.payments.settle(row.paymentId(), reason));
	}

	/**
	 * Refund an order, in full or in part. The refund is stored before it is sent.
	 * @param outTradeNo the order
	 * @param outRefundNo the number of the refund: the same number is the same refund
	 * @param cents how much
	 * @throws ReversalConflictException if another refund was stored meanwhile
	 */
	void refund(String outTradeNo, String outRefundNo, long cents) {
		QrOrder order = find(outTradeNo);
		if (order == null || !order.nextRefundNo().equals(outRefundNo) || cents < 1 || cents > order.refundable()) {
			return;
		}
		OrderAmount paid = order.payment().amount();
		this.refunds.refund(
				RefundRequest
					.builder(OrderReference.outTradeNo(outTradeNo), outRefundNo,
							new RefundAmount(cents, paid.total(), paid.currency()))
					.build());
		this.changes.publish(outTradeNo);
	}

	/**
	 * Send or query at once the refund that has not ended.
	 */
	void retryRefund(String outTradeNo) {
		unended(outTradeNo).ifPresent((refund) -> this.refunds.retry(refund.id(), "Asked at the till"));
		this.changes.publish(outTradeNo);
	}

	/**
	 * End a refund that requires manual action.
	 */
	void settleRefund(String outTradeNo, String reason) {
		unended(outTradeNo).ifPresent((refund) -> this.refunds.settle(refund.id(), reason));
	}

	private Optional<DurableRefund> unended(String outTradeNo) {
		return this.store.find(outTradeNo)
			.flatMap((row) -> this.refunds.findByOrder(outTradeNo)
				.stream()
				.filter((refund) -> refund.paymentId().equals(row.paymentId()) && !refund.state().isTerminal())
				.findFirst());
	}

	@Override
	public void onPayment(PaymentNotification notification) {
		AfterCommit.run(() -> this.changes.publish(notification.outTradeNo()));
	}

	@EventListener
	void ended(DurableReversalEvent.OnlinePaymentEnded event) {
		this.changes.publish(event.payment().outTradeNo());
	}

	@EventListener
	void requiresAction(DurableReversalEvent.OnlinePaymentRequiresAction event) {
		this.changes.publish(event.payment().outTradeNo());
	}

	@EventListener
	void ended(DurableReversalEvent.RefundEnded event) {
		this.changes.publish(event.refund().outTradeNo());
	}

	@EventListener
	void requiresAction(DurableReversalEvent.RefundRequiresAction event) {
		this.changes.publish(event.refund().outTradeNo());
	}

	/**
	 * What the last request for a code led to.
	 *
	 * @param url the content of the code
	 * @param until how long that holds
	 * @param failure why there is none
	 */
	private record Code(@Nullable String url, Instant until, @Nullable Failure failure) {

		static final Code NONE = new Code(null, Instant.MAX, null);

	}

}
