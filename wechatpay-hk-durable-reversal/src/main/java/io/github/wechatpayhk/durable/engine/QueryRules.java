package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.github.kagkarlsson.scheduler.task.TaskDescriptor;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.OnlinePaymentAttempt;
import io.github.wechatpayhk.durable.store.AttemptStore;
import io.github.wechatpayhk.durable.store.Progress;
import io.github.wechatpayhk.durable.store.QueriedRow;
import io.github.wechatpayhk.durable.store.QueriedStore;
import reactor.core.publisher.Mono;

/**
 * What distinguishes the kinds of things that are queried until they end.
 *
 * @param <R> a row
 */
interface QueryRules<R extends QueriedRow> {

	/**
	 * Return what plans their queries.
	 */
	TaskDescriptor<Void> task();

	QueriedStore<R> store();

	AttemptStore<OnlinePaymentAttempt> attempts();

	/**
	 * Call WeChat Pay.
	 * @param row what is asked for
	 * @param now when the attempt began
	 * @return what that brought
	 */
	Mono<QueryVerdict> call(R row, Instant now);

	/**
	 * Return what follows a call that did not end it.
	 */
	NextQuery next(R row, QueryVerdict verdict, Instant now);

	/**
	 * Return whether a verdict does not count any more, as something was sent or learned
	 * since the attempt began.
	 */
	boolean isOutdated(R begun, R row, QueryVerdict verdict);

	/**
	 * Store that it has a new state, in the transaction that records it.
	 * @param before how it stood
	 * @param row how it stands now
	 */
	DurableReversalEvent moved(R before, R row);

	/**
	 * Return what an operator does when a verified response contradicts what is recorded.
	 */
	String advice();

	/**
	 * Return the pause before a query.
	 * @param pauses the pauses of the schedule; the last one is repeated
	 * @param queries how many queries there were before
	 */
	static Duration pause(List<Duration> pauses, int queries) {
		return pauses.get(Math.min(queries, pauses.size() - 1));
	}

	/**
	 * The next query.
	 *
	 * @param progress how far the queries have come then
	 * @param time when it is due
	 */
	record NextQuery(Progress progress, Instant time) {
	}

}
