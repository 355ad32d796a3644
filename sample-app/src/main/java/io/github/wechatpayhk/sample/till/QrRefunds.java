package io.github.wechatpayhk.sample.till;

import java.time.InstantSource;
import java.util.List;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.notification.RefundNotificationListener;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.sample.wire.WireJournal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Sends refunds that are stored, and records how they end: a verified notification or
 * query decides, whichever comes first.
 */
@Component
@ConditionalOnWebApplication
class QrRefunds implements RefundNotificationListener {

	private static final Log logger = LogFactory.getLog(QrRefunds.class);

	private static final int FAILURES = 500;

	private final RefundCall refundCall;

	private final QrOrderStore store;

	private final Changes changes;

	private final InstantSource clock;

	private final CallsUnderWay calls = new CallsUnderWay();

	private final LastEntries<Failure> failures = new LastEntries<>(FAILURES);

	QrRefunds(RefundCall refundCall, QrOrderStore store, Changes changes, ObjectProvider<InstantSource> clock) {
		this.refundCall = refundCall;
		this.store = store;
		this.changes = changes;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	/**
	 * Send a refund that is stored, also again: its number makes it one refund.
	 * @param refund the refund
	 * @param amount what the order costs
	 */
	void send(QrRefund refund, OrderAmount amount) {
		this.calls.join(refund.outRefundNo(), Mono.defer(() -> {
			this.failures.remove(refund.outRefundNo());
			return state(refund, amount);
		})
			.publishOn(Schedulers.boundedElastic())
			.doOnNext((state) -> this.store.endRefund(refund.outRefundNo(), state))
			.doOnError((ex) -> logger.error("Refund " + refund.outRefundNo() + " stays as it was", ex))
			.onErrorComplete()
			.doOnTerminate(() -> this.changes.publish(refund.outTradeNo()))
			.then()
			.contextWrite(WireJournal.about(refund.outTradeNo()))).subscribe();
	}

	private Mono<QrRefund.State> state(QrRefund refund, OrderAmount amount) {
		RefundRequest request = RefundRequest
			.builder(OrderReference.outTradeNo(refund.outTradeNo()), refund.outRefundNo(),
					new RefundAmount(refund.cents(), amount.total(), amount.currency()))
			.build();
		return this.refundCall.make(request)
			.map((ended) -> QrRefund.State.of(ended.status()))
			.onErrorResume(WechatPayHkException.class, (ex) -> afterFailure(refund, ex));
	}

	/**
	 * A refusal counts only if it is verified. WeChat Pay may refuse what an earlier
	 * attempt has led to already: a query decides.
	 */
	private Mono<QrRefund.State> afterFailure(QrRefund refund, WechatPayHkException ex) {
		this.failures.put(refund.outRefundNo(), Failure.of(ex));
		if (!new CallFailure(ex).isVerified()) {
			return Mono.empty();
		}
		return this.refundCall.query(refund.outRefundNo())
			.map((found) -> QrRefund.State.of(found.status()))
			.onErrorResume(WechatPayHkException.class,
					(missing) -> isMissing(missing) ? Mono.just(QrRefund.State.REFUSED) : Mono.empty());
	}

	private static boolean isMissing(WechatPayHkException ex) {
		CallFailure failure = new CallFailure(ex);
		return failure.isNotFound() && failure.isVerified();
	}

	/**
	 * Return why the last refund failed, if it did and has not succeeded since.
	 */
	@Nullable Failure failureOfLast(List<QrRefund> refunds) {
		if (refunds.isEmpty()) {
			return null;
		}
		QrRefund last = refunds.get(refunds.size() - 1);
		boolean matters = last.state() == QrRefund.State.STARTED || last.state() == QrRefund.State.REFUSED;
		return matters ? this.failures.get(last.outRefundNo()) : null;
	}

	@Override
	public void onRefund(RefundNotification notification) {
		this.store.endRefund(notification.outRefundNo(), QrRefund.State.of(notification.refund().status()));
		this.store.noteRefundNotified(notification.outRefundNo(), this.clock.instant());
		String outTradeNo = notification.outTradeNo();
		if (outTradeNo != null) {
			AfterCommit.run(() -> this.changes.publish(outTradeNo));
		}
	}

}
