package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayStep;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextPausedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Takes payments and reverses them. A payment belongs to the shop and not to the page
 * that shows it: it goes on when the browser is closed. A command of the command line has
 * no till.
 */
@Component
@ConditionalOnWebApplication
public class Till {

	private final QuickPay quickPay;

	private final ReverseOrderService reverseOrderService;

	private final QueryOrderService queryOrderService;

	private final TillRefunds refunds;

	private final ScheduledReversals scheduledReversals;

	private final OrderBook orders;

	private final QrOrderStore qrOrders;

	private final InstantSource clock;

	private final CallsUnderWay calls = new CallsUnderWay();

	private final Map<String, Sinks.Empty<Void>> cancels = new ConcurrentHashMap<>();

	private final Sinks.Many<Boolean> stopping = Sinks.many().multicast().directBestEffort();

	Till(QuickPay quickPay, ReverseOrderService reverseOrderService, QueryOrderService queryOrderService,
			TillRefunds refunds, ScheduledReversals scheduledReversals, OrderBook orders, QrOrderStore qrOrders,
			ObjectProvider<InstantSource> clock) {
		this.quickPay = quickPay;
		this.reverseOrderService = reverseOrderService;
		this.queryOrderService = queryOrderService;
		this.refunds = refunds;
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
			.onErrorComplete(WechatPayHkException.class)
			.takeUntilOther(this.stopping.asFlux())
			.subscribe();
		return opened;
	}

	private void step(String outTradeNo, QuickPayStep step) {
		this.orders.change(outTradeNo, (order) -> order.with(Moment.of(step, order.stage())));
	}

	/**
	 * Follow no payment any longer. Those under way are stored, and go on with the
	 * application that starts next.
	 */
	@EventListener({ ContextClosedEvent.class, ContextPausedEvent.class })
	void stop() {
		this.stopping.emitNext(true, Sinks.EmitFailureHandler.busyLooping(Duration.ofSeconds(1)));
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
				.then(this.scheduledReversals.confirm(outTradeNo))
				.onErrorResume(WechatPayHkException.class, (ex) -> notReversed(outTradeNo, before, ex));
		}));
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
	 * Ask WeChat Pay how an order stands, of this till or of any other.
	 * @param outTradeNo the shop's number
	 * @return the order as it is known then
	 */
	public Mono<TillOrder> ask(String outTradeNo) {
		return this.queryOrderService.query(outTradeNo)
			.flatMap((order) -> refunds(order).flatMap((refunds) -> Mono.justOrEmpty(seen(order, refunds))))
			.doOnError(WechatPayHkException.class, (ex) -> failed(outTradeNo, stage(outTradeNo), ex));
	}

	private Mono<OrderRefunds> refunds(Order order) {
		return TradeState.REFUND.equals(order.tradeState()) ? this.refunds.of(order.outTradeNo())
				: Mono.just(OrderRefunds.NONE);
	}

	private @Nullable TillOrder seen(Order order, OrderRefunds refunds) {
		if (order.amount() == null || order.amount().total() == null || order.amount().currency() == null) {
			return null;
		}
		OrderAmount amount = new OrderAmount(order.amount().total(), order.amount().currency());
		Moment moment = Moment.seen(this.clock.instant(), order.tradeState());
		if (this.orders.putIfAbsent(TillOrder.seen(order.outTradeNo(), amount, moment, refunds)) != null) {
			this.orders.change(order.outTradeNo(), (known) -> known.asSeen(moment, refunds));
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
