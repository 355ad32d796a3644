package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.store.AttemptStore;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Progress;
import io.github.wechatpayhk.durable.store.QueriedStore;
import io.github.wechatpayhk.durable.store.RefundRow;
import io.github.wechatpayhk.durable.store.Standing;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.error.CallFailure;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.Refund.RefundedAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundStatus;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * When refunds are sent, queried and ended. A refund is sent with the same number and
 * body until WeChat Pay has accepted it. The acceptance says nothing of its state: only
 * verified queries and notifications end it.
 */
final class RefundRules implements QueryRules<RefundRow> {

	/**
	 * Banks take days. A refund that is still on its way this long after its acceptance,
	 * or after the last retry that was ordered, is stuck.
	 */
	private static final Duration LONGEST_PROCESSING = Duration.ofDays(15);

	private final Storage storage;

	private final DurableMerchants merchants;

	private final OnlinePaymentSettings settings;

	private final Backoff backoff;

	private final Events events;

	RefundRules(Storage storage, DurableMerchants merchants, OnlinePaymentSettings settings, Backoff backoff,
			Events events) {
		this.storage = storage;
		this.merchants = merchants;
		this.settings = settings;
		this.backoff = backoff;
		this.events = events;
	}

	@Override
	public TaskDescriptor<Void> task() {
		return Plans.REFUND;
	}

	@Override
	public QueriedStore<RefundRow> store() {
		return this.storage.refunds().rows();
	}

	@Override
	public AttemptStore<OnlinePaymentAttempt> attempts() {
		return this.storage.refunds().attempts();
	}

	@Override
	public Mono<QueryVerdict> call(RefundRow row, Instant now) {
		RefundRequest request = (row.progress().queries() == 0) ? row.request() : null;
		Mono<DurableMerchant> merchant = this.merchants.find(row.refund().merchant());
		if (request != null) {
			return merchant.flatMap((found) -> send(found, row, request));
		}
		boolean isStuck = isOnItsWaySince(row, now.minus(LONGEST_PROCESSING));
		return merchant.flatMap((found) -> query(found, row))
			.map((verdict) -> (isStuck && isProcessing(verdict))
					? verdict.to(Standing.REQUIRES_ACTION, verdict.result(),
							"The refund is on its way for more than " + LONGEST_PROCESSING.toDays() + " days")
					: verdict);
	}

	/**
	 * Return whether a response before some time showed the refund on its way, and no
	 * retry was ordered since.
	 */
	private boolean isOnItsWaySince(RefundRow row, Instant time) {
		if (!row.refund().requestedAt().isBefore(time)) {
			return false;
		}
		Instant first = null;
		for (OnlinePaymentAttempt attempt : this.storage.read(() -> attempts().list(row.id()))) {
			if (attempt.result() == OnlinePaymentAttempt.Result.RETRY_ORDERED) {
				first = null;
			}
			else if (attempt.result() == OnlinePaymentAttempt.Result.PROCESSING && first == null) {
				first = attempt.startedAt();
			}
		}
		return first != null && first.isBefore(time);
	}

	private static boolean isProcessing(QueryVerdict verdict) {
		return verdict.is(OnlinePaymentAttempt.Result.PROCESSING);
	}

	private static Mono<QueryVerdict> send(DurableMerchant merchant, RefundRow row, RefundRequest request) {
		return merchant.online()
			.refund()
			.refund(request)
			.map((accepted) -> QueryVerdict.shown(Standing.OPEN, OnlinePaymentAttempt.Result.PROCESSING, accepted.id(),
					"The refund is accepted"))
			.onErrorResume(WechatPayHkException.class, (ex) -> judge(merchant, row, ex));
	}

	/**
	 * Only a signed refusal proves that this request was refused. An earlier one with the
	 * same number may have taken effect, which a query tells.
	 */
	private static Mono<QueryVerdict> judge(DurableMerchant merchant, RefundRow row, WechatPayHkException failure) {
		QueryVerdict refusal = QueryVerdict.failed(failure, OnlinePaymentAttempt.Result.REJECTED);
		QueryVerdict unproved = refusal.to(Standing.OPEN, refusal.result(), refusal.reason());
		if (!new CallFailure(failure).isVerified()) {
			return Mono.just(refusal);
		}
		return query(merchant, row).map((shown) -> {
			if (shown.isMissing()) {
				return refusal.to(Standing.REQUIRES_ACTION, OnlinePaymentAttempt.Result.REJECTED,
						refusal.reason() + ". A query shows that there is no such refund");
			}
			boolean isShown = shown.standing() != Standing.OPEN || isProcessing(shown);
			return isShown ? shown.after(refusal.reason())
					: unproved.after("A query did not tell more: " + shown.reason());
		});
	}

	private static Mono<QueryVerdict> query(DurableMerchant merchant, RefundRow row) {
		return merchant.online()
			.refund()
			.query(row.reference())
			.map((refund) -> verdict(refund, row.refund()))
			.onErrorResume(WechatPayHkException.class,
					(ex) -> Mono.just(QueryVerdict.failed(ex, OnlinePaymentAttempt.Result.REJECTED)));
	}

	/**
	 * Judge a refund that a verified response or notification shows.
	 */
	static QueryVerdict verdict(Refund refund, DurableRefund expected) {
		RefundStatus status = refund.status();
		String reason = "The refund is " + status;
		if (!isExpected(refund, expected)) {
			return QueryVerdict.shown(Standing.REQUIRES_ACTION, OnlinePaymentAttempt.Result.OTHER_AMOUNT, refund.id(),
					reason + ", and its amount or order is not the one of the request");
		}
		if (RefundStatus.SUCCESS.equals(status)) {
			return QueryVerdict.shown(Standing.DONE, OnlinePaymentAttempt.Result.REFUNDED, refund.id(), reason);
		}
		if (RefundStatus.CLOSED.equals(status)) {
			return QueryVerdict.shown(Standing.CLOSED, OnlinePaymentAttempt.Result.CLOSED, refund.id(), reason);
		}
		return RefundStatus.ABNORMAL.equals(status)
				? QueryVerdict.shown(Standing.REQUIRES_ACTION, OnlinePaymentAttempt.Result.ABNORMAL, refund.id(),
						reason + ": the money could not be delivered")
				: QueryVerdict.shown(Standing.OPEN, OnlinePaymentAttempt.Result.PROCESSING, refund.id(), reason);
	}

	private static boolean isExpected(Refund refund, DurableRefund expected) {
		RefundedAmount amount = refund.amount();
		return amount != null && Long.valueOf(expected.amount().refund()).equals(amount.refund())
				&& expected.amount().currency().equals(amount.currency())
				&& isAbsentOrEqual(refund.outTradeNo(), expected.outTradeNo());
	}

	private static boolean isAbsentOrEqual(@Nullable String shown, String expected) {
		return shown == null || shown.isEmpty() || shown.equals(expected);
	}

	/**
	 * Plan the next call: by the schedule once WeChat Pay has accepted the refund, with
	 * growing pauses after a failure. A refund that is missing is sent again.
	 */
	@Override
	public NextQuery next(RefundRow row, QueryVerdict verdict, Instant now) {
		Progress progress = row.progress();
		if (isProcessing(verdict)) {
			return new NextQuery(progress.afterQuery(),
					now.plus(QueryRules.pause(this.settings.refundPauses(), progress.queries())));
		}
		Duration pause = this.backoff.pause(progress.step() + 1, verdict.retryAfter());
		Progress next = progress.afterFailure(pause);
		return new NextQuery(verdict.isMissing() ? next.toSend() : next, now.plus(pause));
	}

	/**
	 * That there is no such refund holds only until another execution sends it.
	 */
	@Override
	public boolean isOutdated(RefundRow begun, RefundRow row, QueryVerdict verdict) {
		return verdict.is(OnlinePaymentAttempt.Result.REJECTED)
				&& (!row.progress().equals(begun.progress()) || !this.storage.plans().isHeld(task(), row.id()));
	}

	/**
	 * Money of a refund that is closed can be refunded again.
	 */
	@Override
	public DurableReversalEvent moved(RefundRow before, RefundRow row) {
		boolean wasClosed = before.state() == DurableRefund.State.CLOSED;
		boolean isClosed = row.state() == DurableRefund.State.CLOSED;
		if (wasClosed != isClosed) {
			long amount = row.refund().amount().refund();
			this.storage.onlinePayments().addRefunded(row.refund().paymentId(), isClosed ? -amount : amount);
		}
		return this.events.store(row.refund());
	}

	@Override
	public String advice() {
		return "check whether the payer has the money";
	}

}
