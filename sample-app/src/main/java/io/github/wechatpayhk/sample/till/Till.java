package io.github.wechatpayhk.sample.till;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayStep;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundStatus;
import io.github.wechatpayhk.sample.wire.WireJournal;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/**
 * Takes payments and takes them back. A payment belongs to the shop and not to the page
 * that shows it: it goes on when the browser is closed. A command of the command line has
 * no till.
 */
@Component
@ConditionalOnWebApplication
public class Till {

	private final QuickPay quickPay;

	private final ReverseOrderService reverseOrderService;

	private final QueryOrderService queryOrderService;

	private final RefundCall refundCall;

	private final ScheduledReversals scheduledReversals;

	private final OrderBook orders;

	private final QrOrderStore qrOrders;

	private final InstantSource clock;

	private final CallsUnderWay calls = new CallsUnderWay();

	private final Map<String, Sinks.Empty<Void>> cancels = new ConcurrentHashMap<>();

	Till(QuickPay quickPay, ReverseOrderService reverseOrderService, QueryOrderService queryOrderService,
			RefundCall refundCall, ScheduledReversals scheduledReversals, OrderBook orders, QrOrderStore qrOrders,
			ObjectProvider<InstantSource> clock) {
		this.quickPay = quickPay;
		this.reverseOrderService = reverseOrderService;
		this.queryOrderService = queryOrderService;
		this.refundCall = refundCall;
		this.scheduledReversals = scheduledReversals;
		this.orders = orders;
		this.qrOrders = qrOrders;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	/**
	 * Take a payment. Returns at once; the order book tells how it goes on.
	 * @param request what is to be paid, and by which code
	 * @return the order, which is the former one if its number is known: a form that is
	 * sent twice takes one payment
	 * @throws ReversalConflictException if the number belongs to an order by QR code
	 */
	public TillOrder pay(MicropayRequest request) {
		String outTradeNo = request.outTradeNo();
		if (this.qrOrders.find(outTradeNo).isPresent()) {
			throw new ReversalConflictException("The number belongs to an order by QR code: use another one");
		}
		TillOrder opened = TillOrder.opened(outTradeNo, request.description(), request.amount(), now(Stage.POSTED));
		TillOrder former = this.orders.putIfAbsent(opened);
		if (former != null) {
			return former;
		}
		Sinks.Empty<Void> cancel = Sinks.empty();
		this.cancels.put(outTradeNo, cancel);
		// Nobody waits for it: hence the one subscription of our own
		this.quickPay.steps(request, cancel.asMono())
			.doOnNext((step) -> step(outTradeNo, step))
			.doOnError(WechatPayHkException.class, (ex) -> failed(outTradeNo, Stage.REFUSED, ex))
			.doFinally((signal) -> this.cancels.remove(outTradeNo))
			.contextWrite(WireJournal.about(outTradeNo))
			.onErrorComplete(WechatPayHkException.class)
			.subscribe();
		return opened;
	}

	private void step(String outTradeNo, QuickPayStep step) {
		this.orders.change(outTradeNo, (order) -> order.with(Moment.of(step, order.stage())));
	}

	/**
	 * Give up a payment that is under way. If it is paid all the same, the money goes
	 * back.
	 * @param outTradeNo the shop's number
	 */
	public void cancel(String outTradeNo) {
		Sinks.Empty<Void> cancel = this.cancels.get(outTradeNo);
		if (cancel != null) {
			cancel.tryEmitEmpty();
		}
	}

	/**
	 * Reverse an order, of this till or of any other.
	 * @param outTradeNo the shop's number
	 * @return completes when WeChat Pay's signed response has been verified
	 */
	public Mono<Void> reverse(String outTradeNo) {
		return this.calls.join(outTradeNo, Mono.defer(() -> {
			Stage before = stage(outTradeNo);
			add(outTradeNo, now(Stage.REVERSING));
			return this.reverseOrderService.reverse(outTradeNo)
				.doOnSuccess((nothing) -> add(outTradeNo, now(Stage.REVERSED)))
				.onErrorResume(WechatPayHkException.class, (ex) -> notReversed(outTradeNo, before, ex));
		}).contextWrite(WireJournal.about(outTradeNo)));
	}

	/**
	 * The caller receives an unknown outcome; the scheduled reversal continues.
	 */
	private Mono<Void> notReversed(String outTradeNo, Stage before, WechatPayHkException ex) {
		return this.scheduledReversals.schedule(outTradeNo, ex).doOnNext((isScheduled) -> {
			if (isScheduled) {
				add(outTradeNo, Moment.failed(this.clock.instant(), Stage.SCHEDULED, ex));
			}
			else {
				failed(outTradeNo, before, ex);
			}
		}).then(Mono.error(ex));
	}

	/**
	 * Refund an order, in full or in part.
	 * @param outTradeNo the shop's number
	 * @param outRefundNo the number of the refund: the same number is the same refund
	 * @param cents how much
	 * @return completes when the refund has come to an end, or was asked for often enough
	 */
	public Mono<Void> refund(String outTradeNo, String outRefundNo, long cents) {
		return this.calls.join(outRefundNo, Mono.defer(() -> {
			TillOrder order = this.orders.find(outTradeNo);
			if (order == null || !order.nextRefundNo().equals(outRefundNo) || cents > order.refundable()) {
				return Mono.empty();
			}
			RefundRequest request = RefundRequest
				.builder(OrderReference.outTradeNo(outTradeNo), outRefundNo,
						new RefundAmount(cents, order.amount().total(), order.amount().currency()))
				.build();
			this.orders.change(outTradeNo, (known) -> known.withRefundBegun(cents).with(now(Stage.REFUNDING)));
			return this.refundCall.make(request)
				.doOnNext((refund) -> refunded(outTradeNo, refund, cents))
				.doOnError(WechatPayHkException.class, (ex) -> notRefunded(outTradeNo, cents, ex))
				.then();
		}).contextWrite(WireJournal.about(outTradeNo)));
	}

	private void refunded(String outTradeNo, Refund refund, long cents) {
		if (!RefundStatus.SUCCESS.equals(refund.status())) {
			boolean isClosed = RefundStatus.CLOSED.equals(refund.status());
			this.orders.change(outTradeNo,
					(order) -> (isClosed ? order.withRefundEnded(cents, false) : order).with(now(Stage.UNKNOWN)));
			return;
		}
		this.orders.change(outTradeNo, (order) -> {
			TillOrder after = order.withRefundEnded(cents, true);
			boolean isAll = after.refunded() >= after.amount().total();
			return after.with(now(isAll ? Stage.REFUNDED : Stage.PAID));
		});
	}

	/**
	 * The money stays only if nothing was sent or the refusal is verified.
	 */
	private void notRefunded(String outTradeNo, long cents, WechatPayHkException ex) {
		CallFailure failure = new CallFailure(ex);
		boolean isProved = failure.isNotSent() || failure.isVerified();
		Moment moment = Moment.failed(this.clock.instant(), isProved ? Stage.PAID : Stage.UNKNOWN, ex);
		this.orders.change(outTradeNo,
				(order) -> (isProved ? order.withRefundEnded(cents, false) : order).with(moment));
	}

	/**
	 * Ask WeChat Pay how an order stands, of this till or of any other.
	 * @param outTradeNo the shop's number
	 * @return the order as it is known then
	 */
	public Mono<TillOrder> ask(String outTradeNo) {
		return this.queryOrderService.query(outTradeNo)
			.flatMap((order) -> Mono.justOrEmpty(seen(order)))
			.doOnError(WechatPayHkException.class, (ex) -> failed(outTradeNo, stage(outTradeNo), ex))
			.contextWrite(WireJournal.about(outTradeNo));
	}

	private @Nullable TillOrder seen(Order order) {
		if (order.amount() == null || order.amount().total() == null || order.amount().currency() == null) {
			return null;
		}
		OrderAmount amount = new OrderAmount(order.amount().total(), order.amount().currency());
		Moment moment = Moment.seen(this.clock.instant(), order.tradeState());
		if (this.orders.putIfAbsent(TillOrder.opened(order.outTradeNo(), "", amount, moment)) != null) {
			this.orders.change(order.outTradeNo(), (known) -> known.asSeen(moment));
		}
		return this.orders.find(order.outTradeNo());
	}

	private Stage stage(String outTradeNo) {
		TillOrder order = this.orders.find(outTradeNo);
		return (order != null) ? order.stage() : Stage.UNKNOWN;
	}

	/**
	 * Nothing was changed by a call that was not sent or was refused: the order stands as
	 * before. After any other failure nobody knows.
	 */
	private void failed(String outTradeNo, Stage before, WechatPayHkException ex) {
		Stage stage = (ex.outcome() == Outcome.UNKNOWN) ? Stage.UNKNOWN : before;
		add(outTradeNo, Moment.failed(this.clock.instant(), stage, ex));
	}

	private void add(String outTradeNo, Moment moment) {
		this.orders.change(outTradeNo, (order) -> order.with(moment));
	}

	private Moment now(Stage stage) {
		return Moment.of(this.clock.instant(), stage);
	}

}
