package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.refund.Refund;
import org.jspecify.annotations.Nullable;

/**
 * How far the closed loop has come with one payment. Immutable: what is learned makes a
 * changed copy.
 *
 * @param intent the payment
 * @param deadline when the loop ends
 * @param next what is done next
 * @param due when that is done
 * @param failures how many calls in a row brought nothing
 * @param order the order as it was last seen
 * @param refund the refund as it was last seen
 * @param reversed whether a verified 204 said that the order is reversed, and nothing has
 * contradicted it since
 * @param givenUp why the shop gave up
 * @param refusal what the payment itself was refused with
 * @param lastFailure what the last failed call failed with
 * @param failure what the last call failed with
 * @param result how it ended
 * @param stop why the payment never began
 */
record QuickPayProgress(QuickPayIntent intent, Instant deadline, QuickPayAction next, Instant due, int failures,
		@Nullable Order order, @Nullable Refund refund, boolean reversed, @Nullable GivenUp givenUp,
		@Nullable WechatPayHkException refusal, @Nullable WechatPayHkException lastFailure,
		@Nullable WechatPayHkException failure, @Nullable QuickPayResult result, @Nullable WechatPayHkException stop) {

	static QuickPayProgress begin(QuickPayIntent intent, QuickPayAction first, Instant now, Duration time) {
		return new QuickPayProgress(intent, now.plus(time), first, now, 0, null, null, false, null, null, null, null,
				null, null);
	}

	boolean isEnded() {
		return this.next == QuickPayAction.END;
	}

	Instant after(Duration time) {
		return this.intent.openedAt().plus(time);
	}

	QuickPayProgress next(QuickPayAction action, Instant due) {
		return new QuickPayProgress(this.intent, this.deadline, action, due, this.failures, this.order, this.refund,
				this.reversed, this.givenUp, this.refusal, this.lastFailure, this.failure, this.result, this.stop);
	}

	QuickPayProgress withOrder(Order order) {
		return new QuickPayProgress(this.intent, this.deadline, this.next, this.due, this.failures, order, this.refund,
				this.reversed, this.givenUp, this.refusal, this.lastFailure, null, this.result, this.stop);
	}

	QuickPayProgress withRefund(Refund refund) {
		return new QuickPayProgress(this.intent, this.deadline, this.next, this.due, 0, this.order, refund,
				this.reversed, this.givenUp, this.refusal, this.lastFailure, null, this.result, this.stop);
	}

	QuickPayProgress withReversed(boolean reversed) {
		return new QuickPayProgress(this.intent, this.deadline, this.next, this.due, this.failures, this.order,
				this.refund, reversed, this.givenUp, this.refusal, this.lastFailure, null, this.result, this.stop);
	}

	QuickPayProgress withFailures(int failures) {
		return new QuickPayProgress(this.intent, this.deadline, this.next, this.due, failures, this.order, this.refund,
				this.reversed, this.givenUp, this.refusal, this.lastFailure, this.failure, this.result, this.stop);
	}

	QuickPayProgress withFailure(WechatPayHkException failure) {
		return new QuickPayProgress(this.intent, this.deadline, this.next, this.due, this.failures + 1, this.order,
				this.refund, this.reversed, this.givenUp, this.refusal, failure, failure, this.result, this.stop);
	}

	QuickPayProgress withRefusal(WechatPayHkException refusal) {
		return new QuickPayProgress(this.intent, this.deadline, this.next, this.due, this.failures, this.order,
				this.refund, this.reversed, this.givenUp, refusal, this.lastFailure, this.failure, this.result,
				this.stop);
	}

	QuickPayProgress withGivenUp(GivenUp reason) {
		return new QuickPayProgress(this.intent, this.deadline, this.next, this.due, this.failures, this.order,
				this.refund, this.reversed, (this.givenUp != null) ? this.givenUp : reason, this.refusal,
				this.lastFailure, this.failure, this.result, this.stop);
	}

	QuickPayProgress end(QuickPayEnding ending, String advice) {
		QuickPayResult end = new QuickPayResult(ending, this.intent.outTradeNo(), this.order, this.refund, this.givenUp,
				(this.refusal != null) ? this.refusal : this.lastFailure, advice);
		return new QuickPayProgress(this.intent, this.deadline, QuickPayAction.END, this.due, this.failures, this.order,
				this.refund, this.reversed, this.givenUp, this.refusal, this.lastFailure, this.failure, end, this.stop);
	}

	QuickPayProgress stop(WechatPayHkException reason) {
		return new QuickPayProgress(this.intent, this.deadline, QuickPayAction.END, this.due, this.failures, this.order,
				this.refund, this.reversed, this.givenUp, this.refusal, this.lastFailure, this.failure, this.result,
				reason);
	}

}
