package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalException;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.sample.wire.WireJournal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Orders that the payer pays by a QR code on the screen of this till. They are stored
 * before they are sent, and outlive this process: {@link OnlinePayments} brings each to
 * one end. All methods block, as JDBC does, except that none waits for WeChat Pay.
 */
@Component
@ConditionalOnWebApplication
class QrOrders implements PaymentNotificationListener {

	private static final Log logger = LogFactory.getLog(QrOrders.class);

	private static final int LISTED = 50;

	private static final int CODES = 500;

	private final OnlinePayments payments;

	private final QrOrderStore store;

	private final QrRefunds refunds;

	private final Changes changes;

	private final InstantSource clock;

	private final CallsUnderWay calls = new CallsUnderWay();

	private final LastEntries<Code> codes = new LastEntries<>(CODES);

	QrOrders(OnlinePayments payments, QrOrderStore store, QrRefunds refunds, Changes changes,
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
			.then()
			.contextWrite(WireJournal.about(outTradeNo));
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
			.flatMap((row) -> this.payments.find(row.paymentId())
				.map((payment) -> order(payment, row.description(), this.payments.attempts(payment.id()))))
			.orElse(null);
	}

	/**
	 * Return the last orders, the youngest first, without what happened to them.
	 */
	List<QrOrder> all() {
		List<OnlinePayment> last = this.payments.list(null, 0, LISTED);
		Map<String, String> descriptions = this.store.descriptions(last.stream().map(OnlinePayment::id).toList());
		return last.stream()
			.filter((payment) -> descriptions.containsKey(payment.id()))
			.map((payment) -> order(payment, descriptions.getOrDefault(payment.id(), ""), List.of()))
			.toList();
	}

	private QrOrder order(OnlinePayment payment, String description, List<OnlinePaymentAttempt> trail) {
		String outTradeNo = payment.outTradeNo();
		List<QrRefund> refunded = this.store.refunds(outTradeNo);
		Code code = remembered(outTradeNo);
		Failure failure = (payment.state() == OnlinePayment.State.OPEN) ? code.failure()
				: this.refunds.failureOfLast(refunded);
		return QrOrder.of(payment, description, trail, refunded, code.url(), failure, this.clock.instant());
	}

	/**
	 * Query an order at once.
	 */
	void ask(String outTradeNo) {
		this.store.find(outTradeNo).ifPresent((row) -> this.payments.retry(row.paymentId(), "Asked at the till"));
	}

	/**
	 * End an order that requires manual action.
	 */
	void settle(String outTradeNo, String reason) {
		this.store.find(outTradeNo).ifPresent((row) -> this.payments.settle(row.paymentId(), reason));
	}

	/**
	 * Refund an order, in full or in part.
	 * @param outTradeNo the order
	 * @param outRefundNo the number of the refund: the same number is the same refund
	 * @param cents how much
	 */
	void refund(String outTradeNo, String outRefundNo, long cents) {
		Optional<QrRefund> begun = this.store.inTransaction(() -> {
			this.store.lock(outTradeNo);
			QrOrder order = find(outTradeNo);
			if (order == null || !order.nextRefundNo().equals(outRefundNo) || cents < 1 || cents > order.refundable()) {
				return Optional.empty();
			}
			QrRefund refund = new QrRefund(outRefundNo, outTradeNo, cents, QrRefund.State.STARTED, null);
			this.store.addRefund(refund, this.clock.instant());
			return Optional.of(refund);
		});
		begun.ifPresent((refund) -> sendRefund(outTradeNo));
	}

	/**
	 * Send the refund that has not ended, under its number and with its amount.
	 */
	void sendRefund(String outTradeNo) {
		QrOrder order = find(outTradeNo);
		QrRefund refund = (order != null) ? order.unended() : null;
		if (order != null && refund != null) {
			this.changes.publish(outTradeNo);
			this.refunds.send(refund, order.payment().amount());
		}
	}

	/**
	 * A refund that this process, or the one before it, has begun goes on.
	 */
	@EventListener(ApplicationReadyEvent.class)
	void goOn() {
		this.store.startedRefunds().forEach((refund) -> sendRefund(refund.outTradeNo()));
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
