package io.github.wechatpayhk.durable;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Compares statements with the reversals, payments and refunds that are stored here, and
 * marks what they confirm. It fixes nothing: an operator decides what follows from a
 * difference. Every method blocks, and throws an {@link IllegalStateException} on an
 * event loop. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public interface Reconciliations {

	/**
	 * Compare a day for each merchant now, once more if it was compared before. The
	 * result of all merchants that could be compared is stored, also if another one
	 * fails.
	 * @param day the day in Beijing time, at the latest yesterday, and that from 10:30 on
	 * @return one result for each merchant that signs
	 * @throws io.github.wechatpayhk.error.WechatPayHkException if a statement cannot be
	 * downloaded and verified, or a merchant cannot be loaded
	 * @throws ReversalConflictException if the statement may not be complete yet
	 * @throws ReversalStoreException if the database fails
	 */
	List<ReconciledDay> reconcile(LocalDate day);

	/**
	 * List reconciled days, the latest first.
	 * @param offset how many to leave out
	 * @param limit how many at most, up to 1000
	 * @return the days
	 */
	List<ReconciledDay> list(int offset, int limit);

	/**
	 * Find a reconciled day.
	 * @param id its number here
	 * @return the day, empty if it is unknown, or was reconciled again since
	 */
	Optional<ReconciledDay> find(String id);

	/**
	 * List the differences of a day, the first 1000 of which are stored.
	 * @param id the number of the reconciled day
	 * @return the differences
	 */
	List<ReconciledDifference> differences(String id);

	/**
	 * Settle the differences of a day.
	 * @param id the number of the reconciled day
	 * @param reason who decided it, and why
	 * @return the day as it is now
	 * @throws ReversalConflictException if it is unknown or has no open differences
	 */
	ReconciledDay settle(String id, String reason);

	/**
	 * Sum up what is left to do.
	 * @return the summary
	 */
	ReconciliationSummary summary();

}
