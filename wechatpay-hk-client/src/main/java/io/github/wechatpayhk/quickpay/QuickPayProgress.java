package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import org.jspecify.annotations.Nullable;

/**
 * How far the payment flow has come with one payment. Immutable: what is learned makes a
 * changed copy.
 */
final class QuickPayProgress {

	private final QuickPayIntent intent;

	private final Instant deadline;

	private final boolean isResumed;

	private QuickPayStep.Action next;

	private Instant due;

	private Instant sentBy;

	private int failures;

	private @Nullable Instant writtenAt;

	private @Nullable Instant readAt;

	private @Nullable String requestId;

	private @Nullable Order order;

	private @Nullable Refund refund;

	private boolean reversed;

	private @Nullable GivenUp givenUp;

	private @Nullable WechatPayHkException refusal;

	private @Nullable WechatPayHkException lastFailure;

	private @Nullable WechatPayHkException failure;

	private @Nullable QuickPayResult result;

	private @Nullable WechatPayHkException stop;

	private QuickPayProgress(QuickPayIntent intent, Instant deadline, boolean isResumed, QuickPayStep.Action next,
			Instant due, Instant sentBy) {
		this.intent = intent;
		this.deadline = deadline;
		this.isResumed = isResumed;
		this.next = next;
		this.due = due;
		this.sentBy = sentBy;
	}

	static QuickPayProgress begin(QuickPayIntent intent, QuickPayStep.Action first, Instant now, QuickPayTimes times) {
		QuickPayProgress begin = new QuickPayProgress(intent, now.plus(times.deadline()),
				first != QuickPayStep.Action.PAY, first, now, intent.openedAt().plus(times.deadline()));
		begin.givenUp = intent.givenUp();
		return begin;
	}

	private QuickPayProgress with(Consumer<QuickPayProgress> change) {
		QuickPayProgress copy = new QuickPayProgress(this.intent, this.deadline, this.isResumed, this.next, this.due,
				this.sentBy);
		copy.failures = this.failures;
		copy.writtenAt = this.writtenAt;
		copy.readAt = this.readAt;
		copy.requestId = this.requestId;
		copy.order = this.order;
		copy.refund = this.refund;
		copy.reversed = this.reversed;
		copy.givenUp = this.givenUp;
		copy.refusal = this.refusal;
		copy.lastFailure = this.lastFailure;
		copy.failure = this.failure;
		copy.result = this.result;
		copy.stop = this.stop;
		change.accept(copy);
		return copy;
	}

	/** The payment. */
	QuickPayIntent intent() {
		return this.intent;
	}

	/** When the flow ends. */
	Instant deadline() {
		return this.deadline;
	}

	/** Whether another run opened the payment, by a clock of its own. */
	boolean isResumed() {
		return this.isResumed;
	}

	/** What is done next. */
	QuickPayStep.Action next() {
		return this.next;
	}

	/** When that is done. */
	Instant due() {
		return this.due;
	}

	/** The latest moment at which the payment can have been sent. */
	Instant sentBy() {
		return this.sentBy;
	}

	/** How many calls in a row brought nothing. */
	int failures() {
		return this.failures;
	}

	/** When WeChat Pay wrote the last verified response, by its own clock. */
	@Nullable Instant writtenAt() {
		return this.writtenAt;
	}

	/** When it was read, by the clock here. */
	@Nullable Instant readAt() {
		return this.readAt;
	}

	/** The order as it was last seen. */
	@Nullable Order order() {
		return this.order;
	}

	/** The refund as it was last seen. */
	@Nullable Refund refund() {
		return this.refund;
	}

	/**
	 * Whether a verified 204 said that the order is reversed, and nothing has
	 * contradicted it since.
	 */
	boolean reversed() {
		return this.reversed;
	}

	/** Why the shop gave up. */
	@Nullable GivenUp givenUp() {
		return this.givenUp;
	}

	/** The final refusal of the payment itself. */
	@Nullable WechatPayHkException refusal() {
		return this.refusal;
	}

	/** What the last call failed with. */
	@Nullable WechatPayHkException failure() {
		return this.failure;
	}

	/** How it ended. */
	@Nullable QuickPayResult result() {
		return this.result;
	}

	/** Why the payment never began. */
	@Nullable WechatPayHkException stop() {
		return this.stop;
	}

	boolean isEnded() {
		return this.next == QuickPayStep.Action.END;
	}

	Instant after(Duration time) {
		return this.intent.openedAt().plus(time);
	}

	QuickPayProgress next(QuickPayStep.Action action, Instant time) {
		return with((copy) -> {
			copy.next = action;
			copy.due = time;
		});
	}

	QuickPayProgress withSentBy(Instant time) {
		return with((copy) -> copy.sentBy = time);
	}

	QuickPayProgress withResponse(ExchangeWatch watch, Instant readAt) {
		return with((copy) -> {
			copy.writtenAt = watch.writtenAt();
			copy.readAt = readAt;
			copy.requestId = watch.requestId();
		});
	}

	QuickPayProgress withOrder(Order seen) {
		return with((copy) -> {
			copy.order = seen;
			copy.failure = null;
		});
	}

	QuickPayProgress withRefund(Refund seen) {
		return with((copy) -> {
			copy.refund = seen;
			copy.failures = 0;
			copy.failure = null;
		});
	}

	QuickPayProgress withReversed(boolean isReversed) {
		return with((copy) -> {
			copy.reversed = isReversed;
			copy.failure = null;
		});
	}

	QuickPayProgress withFailures(int number) {
		return with((copy) -> copy.failures = number);
	}

	QuickPayProgress withFailure(WechatPayHkException newest) {
		return with((copy) -> {
			copy.failures++;
			copy.lastFailure = newest;
			copy.failure = newest;
		});
	}

	QuickPayProgress withRefusal(WechatPayHkException verified) {
		return with((copy) -> copy.refusal = verified);
	}

	QuickPayProgress withGivenUp(GivenUp reason) {
		return (this.givenUp != null && reason != GivenUp.NUMBER_USED) ? this : with((copy) -> copy.givenUp = reason);
	}

	QuickPayProgress end(QuickPayEnding ending, String advice) {
		return with((copy) -> {
			copy.next = QuickPayStep.Action.END;
			copy.result = new QuickPayResult(ending, this.intent.outTradeNo(), this.order, this.refund, this.givenUp,
					(this.refusal != null) ? this.refusal : this.lastFailure, code(), this.requestId, advice);
		});
	}

	private @Nullable String code() {
		return (this.refusal instanceof WechatPayHkApiException response) ? response.code() : null;
	}

	QuickPayProgress stop(WechatPayHkException reason) {
		return with((copy) -> {
			copy.next = QuickPayStep.Action.END;
			copy.stop = reason;
		});
	}

}
