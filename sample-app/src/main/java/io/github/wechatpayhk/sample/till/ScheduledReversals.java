package io.github.wechatpayhk.sample.till;

import java.time.InstantSource;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalException;
import io.github.wechatpayhk.durable.DurableReversalRequest;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Schedules reversals whose outcome nobody knows, and notes how the scheduled reversals
 * end. From the scheduled reversal on, a crash of this application loses nothing.
 */
@Component
@ConditionalOnWebApplication
class ScheduledReversals {

	private static final Log logger = LogFactory.getLog(ScheduledReversals.class);

	private final DurableReversals reversals;

	private final OrderBook orders;

	private final InstantSource clock;

	ScheduledReversals(DurableReversals reversals, OrderBook orders, ObjectProvider<InstantSource> clock) {
		this.reversals = reversals;
		this.orders = orders;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	/**
	 * Schedule a reversal if that is of use after a failure.
	 * @return whether it is scheduled
	 */
	Mono<Boolean> schedule(String outTradeNo, WechatPayHkException failure) {
		if (failure.outcome() != Outcome.UNKNOWN) {
			return Mono.just(false);
		}
		return schedule(outTradeNo);
	}

	private Mono<Boolean> schedule(String outTradeNo) {
		return this.reversals.scheduleReactive(DurableReversalRequest.of(ReverseOrderRequest.outTradeNo(outTradeNo)))
			.map((reversal) -> !reversal.state().isTerminal())
			.onErrorResume(DurableReversalException.class, (ex) -> {
				logger.error("The reversal of order " + outTradeNo + " could not be scheduled", ex);
				return Mono.just(false);
			});
	}

	/**
	 * Have a reversal that WeChat Pay responded to repeated and confirmed by a query. It
	 * is stored from then on, so that the books know it.
	 * @return completes when it is scheduled, also if that fails
	 */
	Mono<Void> confirm(String outTradeNo) {
		return schedule(outTradeNo).then();
	}

	@EventListener
	void ended(DurableReversalEvent.Ended event) {
		note(event.reversal(), switch (event.reversal().state()) {
			case REVERSED, NOTHING_TO_REVERSE -> Stage.REVERSED;
			case REFUSED -> Stage.PAID;
			case SETTLED -> Stage.SETTLED;
			case WAITING, NEEDS_ATTENTION -> Stage.UNKNOWN;
		});
	}

	@EventListener
	void needsAttention(DurableReversalEvent.NeedsAttention event) {
		note(event.reversal(), Stage.UNKNOWN);
	}

	@EventListener
	void ended(DurableReversalEvent.PaymentEnded event) {
		add(event.payment().intent().outTradeNo(), switch (event.payment().state()) {
			case PAID -> Stage.PAID;
			case REVERSED_OR_CLOSED -> Stage.REVERSED;
			case REFUNDED -> Stage.REFUNDED;
			case SETTLED -> Stage.SETTLED;
			case OPEN, NEEDS_ATTENTION -> Stage.UNKNOWN;
		});
	}

	private void note(DurableReversal reversal, Stage stage) {
		add(reversal.request().outTradeNo(), stage);
	}

	private void add(@Nullable String outTradeNo, Stage stage) {
		if (outTradeNo != null) {
			this.orders.change(outTradeNo, (order) -> order.with(Moment.of(this.clock.instant(), stage)));
		}
	}

}
