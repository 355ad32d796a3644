package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.quickpay.QuickPayResult;
import io.github.wechatpayhk.quickpay.QuickPayStep;
import org.jspecify.annotations.Nullable;

/**
 * One moment in the life of an order.
 *
 * @param at when
 * @param stage how the order stands from then on
 * @param tradeState what WeChat Pay calls it, if a response said so
 * @param failure the call that failed at this moment
 * @param next what the payment flow does next
 * @param pause how long it waits before that
 */
public record Moment(Instant at, Stage stage, @Nullable TradeState tradeState, @Nullable Failure failure,
		QuickPayStep.@Nullable Action next, Duration pause) {

	static Moment of(Instant at, Stage stage) {
		return new Moment(at, stage, null, null, null, Duration.ZERO);
	}

	static Moment failed(Instant at, Stage stage, WechatPayHkException ex) {
		return new Moment(at, stage, null, Failure.of(ex), null, Duration.ZERO);
	}

	static Moment seen(Instant at, TradeState tradeState) {
		return new Moment(at, Stage.of(tradeState), tradeState, null, null, Duration.ZERO);
	}

	static Moment of(QuickPayStep step, Stage before) {
		Failure failure = (step.failure() != null) ? Failure.of(step.failure()) : refusal(step.result());
		return new Moment(step.at(), stage(step, before), step.tradeState(), failure, step.next(), step.pause());
	}

	private static @Nullable Failure refusal(@Nullable QuickPayResult result) {
		return (result != null && result.code() != null && result.lastFailure() != null)
				? Failure.of(result.lastFailure()) : null;
	}

	boolean bringsNews(Moment before) {
		return this.failure != null || this.stage != before.stage
				|| !Objects.equals(this.tradeState, before.tradeState);
	}

	private static Stage stage(QuickPayStep step, Stage before) {
		return switch (step.next()) {
			case PAY -> Stage.POSTED;
			case QUERY -> (step.failure() == null) ? Stage.PAYER_ACTING : before;
			case REVERSE, CONFIRM -> Stage.REVERSING;
			case REFUND, CONFIRM_REFUND -> Stage.REFUNDING;
			case END -> (step.result() != null) ? Stage.of(step.result().ending()) : Stage.UNKNOWN;
		};
	}

}
