package io.github.wechatpayhk.sample.till;

import java.time.Instant;
import java.time.InstantSource;

import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.notification.RefundNotificationListener;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Refunds payments that were taken in-store. Nothing polls: a verified notification says
 * how a refund ended, or the cashier asks. Orders by QR code have durable refunds.
 */
@Component
@ConditionalOnWebApplication
public class TillRefunds implements RefundNotificationListener {

	private final RefundService refundService;

	private final OrderBook orders;

	private final InstantSource clock;

	private final CallsUnderWay calls = new CallsUnderWay();

	TillRefunds(RefundService refundService, OrderBook orders, ObjectProvider<InstantSource> clock) {
		this.refundService = refundService;
		this.orders = orders;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	/**
	 * Refund an order, in full or in part. Until WeChat Pay has accepted a refund or a
	 * verified response refuses it, only the same refund can be sent, under its number.
	 * @param outTradeNo the shop's number
	 * @param outRefundNo the number of the refund: the same number is the same refund
	 * @param cents how much
	 * @return completes when WeChat Pay has accepted the refund, or accepted it before
	 */
	public Mono<Void> refund(String outTradeNo, String outRefundNo, long cents) {
		return this.calls.join(outRefundNo, Mono.defer(() -> {
			TillOrder order = this.orders.find(outTradeNo);
			if (order == null || !order.isToBeSent(outRefundNo, cents)) {
				return Mono.empty();
			}
			boolean isFirst = order.refunds().find(outRefundNo) == null;
			OrderRefund refund = OrderRefund.underWay(outRefundNo, cents);
			RefundRequest request = request(order, refund);
			note(outTradeNo, refund, null);
			return this.refundService.refund(request)
				.onErrorResume(WechatPayHkException.class, (ex) -> afterFailure(outTradeNo, refund, isFirst, ex))
				.then();
		}));
	}

	private static RefundRequest request(TillOrder order, OrderRefund refund) {
		OrderAmount paid = order.amount();
		return RefundRequest
			.builder(OrderReference.outTradeNo(order.outTradeNo()), refund.outRefundNo(),
					new RefundAmount(refund.cents(), paid.total(), paid.currency()))
			.build();
	}

	/**
	 * Only a verified refusal counts, and WeChat Pay may refuse what an earlier attempt
	 * has led to already: a query decides.
	 */
	private Mono<Refund> afterFailure(String outTradeNo, OrderRefund refund, boolean isFirst, WechatPayHkException ex) {
		CallFailure failure = new CallFailure(ex);
		Mono<OrderRefund> learned = Mono
			.just(refund.with((isFirst && failure.isNotSent()) ? OrderRefund.State.CLOSED : OrderRefund.State.UNKNOWN,
					String.valueOf(ex.getMessage())));
		if (failure.isVerified()) {
			learned = this.refundService.query(refund.outRefundNo())
				.map((found) -> refund.with(OrderRefund.State.of(found.status()), null))
				.onErrorResume(WechatPayHkException.class,
						(missing) -> Mono
							.just(refund.with(isMissing(missing) ? OrderRefund.State.CLOSED : OrderRefund.State.UNKNOWN,
									String.valueOf(ex.getMessage()))));
		}
		return learned.flatMap((known) -> {
			boolean isFound = known.reason() == null;
			note(outTradeNo, known, isFound ? null : Failure.of(ex));
			return isFound ? Mono.empty() : Mono.error(ex);
		});
	}

	private static boolean isMissing(WechatPayHkException ex) {
		CallFailure failure = new CallFailure(ex);
		return failure.isNotFound() && failure.isVerified();
	}

	/**
	 * List the refunds of an order as WeChat Pay knows them, also those that another till
	 * or an earlier process made.
	 */
	Mono<OrderRefunds> of(String outTradeNo) {
		return this.refundService.list(OrderReference.outTradeNo(outTradeNo))
			.flatMap(TillRefunds::shown)
			.reduce(OrderRefunds.NONE, OrderRefunds::with);
	}

	private static Flux<OrderRefund> shown(Refund refund) {
		Long cents = (refund.amount() != null) ? refund.amount().refund() : null;
		return (cents == null) ? Flux.empty() : Flux
			.just(OrderRefund.underWay(refund.outRefundNo(), cents).with(OrderRefund.State.of(refund.status()), null));
	}

	@Override
	public void onRefund(RefundNotification notification) {
		String outTradeNo = notification.outTradeNo();
		if (outTradeNo != null) {
			AfterCommit.run(() -> notified(outTradeNo, notification.refund()));
		}
	}

	private void notified(String outTradeNo, Refund refund) {
		Instant now = this.clock.instant();
		this.orders.change(outTradeNo, (order) -> {
			OrderRefund known = order.refunds().find(refund.outRefundNo());
			return (known == null) ? order
					: order.withRefund(known.notified(OrderRefund.State.of(refund.status()), now), null, now);
		});
	}

	private void note(String outTradeNo, OrderRefund refund, @Nullable Failure failure) {
		this.orders.change(outTradeNo, (order) -> order.withRefund(refund, failure, this.clock.instant()));
	}

}
