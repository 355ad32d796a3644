package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.store.AttemptStore;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.OnlinePaymentRow;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Progress;
import io.github.wechatpayhk.durable.store.QueriedStore;
import io.github.wechatpayhk.durable.store.Standing;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.Order.PaidAmount;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.TradeState;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * When online payments are queried, closed and ended. Only a verified query decides: the
 * response to a close names no order, and an order may be paid in the same second.
 */
final class OnlinePaymentRules implements QueryRules<OnlinePaymentRow> {

	private final Storage storage;

	private final DurableMerchants merchants;

	private final OnlinePaymentSettings settings;

	private final Backoff backoff;

	private final Events events;

	OnlinePaymentRules(Storage storage, DurableMerchants merchants, OnlinePaymentSettings settings, Backoff backoff,
			Events events) {
		this.storage = storage;
		this.merchants = merchants;
		this.settings = settings;
		this.backoff = backoff;
		this.events = events;
	}

	@Override
	public TaskDescriptor<Void> task() {
		return Plans.ONLINE_PAYMENT;
	}

	@Override
	public QueriedStore<OnlinePaymentRow> store() {
		return this.storage.onlinePayments().rows();
	}

	@Override
	public AttemptStore<OnlinePaymentAttempt> attempts() {
		return this.storage.onlinePayments().attempts();
	}

	@Override
	public Mono<QueryVerdict> call(OnlinePaymentRow row, Instant now) {
		boolean isClosing = row.state() == OnlinePayment.State.OPEN && !now.isBefore(row.closesAt());
		return this.merchants.find(row.payment().merchant())
			.flatMap((merchant) -> query(merchant, row)
				.flatMap((verdict) -> isClosing ? close(merchant, row, verdict, now) : Mono.just(verdict)));
	}

	private static Mono<QueryVerdict> query(DurableMerchant merchant, OnlinePaymentRow row) {
		return merchant.query()
			.query(row.reference())
			.map((order) -> verdict(order, row.payment().amount()))
			.onErrorResume(WechatPayHkException.class,
					(ex) -> Mono.just(QueryVerdict.failed(ex, OnlinePaymentAttempt.Result.UNPAID)));
	}

	private static Mono<QueryVerdict> close(DurableMerchant merchant, OnlinePaymentRow row, QueryVerdict before,
			Instant now) {
		if (!isUnpaid(before) || before.isMissing()) {
			return Mono.just(closedIfMissing(row, before, now));
		}
		return merchant.online()
			.close()
			.close(row.reference())
			.thenReturn("It was closed")
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just("Its close failed: " + ex.getMessage()))
			.flatMap((closing) -> query(merchant, row)
				.map((verdict) -> closedIfMissing(row, verdict, now).after(isUnpaid(verdict) ? closing : null)));
	}

	private static boolean isUnpaid(QueryVerdict verdict) {
		return verdict.is(OnlinePaymentAttempt.Result.UNPAID);
	}

	/**
	 * An order that does not exist cannot be placed any more, unless a request to place
	 * it is still on its way.
	 */
	private static QueryVerdict closedIfMissing(OnlinePaymentRow row, QueryVerdict verdict, Instant now) {
		return (verdict.isMissing() && !now.isBefore(row.arrivesUntil())) ? verdict.to(Standing.CLOSED,
				OnlinePaymentAttempt.Result.CLOSED, "There is no such order, and it cannot be placed any more")
				: verdict;
	}

	/**
	 * Judge an order that a verified response or notification shows.
	 */
	static QueryVerdict verdict(Order order, OrderAmount expected) {
		TradeState state = order.tradeState();
		String reason = "The order is " + state;
		if (state.equals(TradeState.SUCCESS) || state.equals(TradeState.REFUND)) {
			return isExpected(order.amount(), expected)
					? QueryVerdict.shown(Standing.DONE, OnlinePaymentAttempt.Result.PAID, order.id(), reason)
					: QueryVerdict.shown(Standing.REQUIRES_ACTION, OnlinePaymentAttempt.Result.OTHER_AMOUNT, order.id(),
							reason + ", and its amount is not the ordered one");
		}
		return state.isReversedOrClosed()
				? QueryVerdict.shown(Standing.CLOSED, OnlinePaymentAttempt.Result.CLOSED, order.id(), reason)
				: QueryVerdict.shown(Standing.OPEN, OnlinePaymentAttempt.Result.UNPAID, order.id(), reason);
	}

	private static boolean isExpected(@Nullable PaidAmount paid, OrderAmount expected) {
		return paid != null && paid.total() != null && paid.currency() != null && paid.matches(expected);
	}

	/**
	 * Plan the next query: by the schedule while the order can be paid, with growing
	 * pauses after a failure.
	 */
	@Override
	public NextQuery next(OnlinePaymentRow row, QueryVerdict verdict, Instant now) {
		Progress progress = row.progress();
		boolean canBePaid = now.isBefore(row.closesAt());
		boolean isOnSchedule = isUnpaid(verdict) && canBePaid;
		Duration pause = isOnSchedule ? QueryRules.pause(this.settings.queryPauses(), progress.queries())
				: this.backoff.pause(progress.step() + 1, verdict.retryAfter());
		Instant planned = now.plus(pause);
		Instant end = canBePaid ? row.closesAt() : row.arrivesUntil();
		return new NextQuery(isOnSchedule ? progress.afterQuery() : progress.afterFailure(pause),
				(now.isBefore(end) && planned.isAfter(end)) ? end : planned);
	}

	/**
	 * That there is no such order proves nothing about what requires action since.
	 */
	@Override
	public boolean isOutdated(OnlinePaymentRow begun, OnlinePaymentRow row, QueryVerdict verdict) {
		return verdict.standing() == Standing.CLOSED
				&& (row.isSentAgainSince(begun) || row.standing() != begun.standing());
	}

	@Override
	public DurableReversalEvent moved(OnlinePaymentRow before, OnlinePaymentRow row) {
		return this.events.store(row.payment());
	}

	@Override
	public String advice() {
		return "refund it, or deliver the goods";
	}

}
