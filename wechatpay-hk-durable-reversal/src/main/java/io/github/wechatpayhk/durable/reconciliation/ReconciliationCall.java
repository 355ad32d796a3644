package io.github.wechatpayhk.durable.reconciliation;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;

import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.ReconciledDifference;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.reconciliation.Difference.StatementEntry;
import io.github.wechatpayhk.reconciliation.LedgerEntry;
import io.github.wechatpayhk.reconciliation.Reconciliation;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.statement.StatementRow;
import io.github.wechatpayhk.statement.StatementRow.StatementAmount;
import io.github.wechatpayhk.statement.StatementService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Compares one day of one merchant. Used once.
 * <p>
 * What ended on the day is looked for in the statement of the day, and in those of the
 * days before on which it can have been paid: an order is reversed up to seven days after
 * its payment, and a day ends between a payment and its verified response. What ended
 * before the day, and is in the statement of this one, is compared as well. What ended in
 * the last minutes of a day, and is missing in its statement, is a difference only if it
 * is missing in that of the next day as well: the clock here may be slow.
 */
final class ReconciliationCall {

	private static final int WINDOW_DAYS = 7;

	private static final int CHUNK = 500;

	private final LedgerStore ledger;

	private final DurableMerchant merchant;

	private final ReconciledPeriod period;

	private final boolean isComplete;

	/**
	 * What ended before the day and is in its statement, or is still looked for, by id: a
	 * number can be in several rows.
	 */
	private final Map<String, LedgerRow> earlier = new LinkedHashMap<>();

	/**
	 * What has a row in a statement, by id, and ended on the day or has it in that of the
	 * day.
	 */
	private final Map<String, LedgerRow> met = new LinkedHashMap<>();

	/**
	 * The numbers of the orders that are reversed by WeChat Pay's number, by that number.
	 */
	private final Map<String, String> numbers = new HashMap<>();

	/**
	 * What entries belong to that are not compared under its number.
	 */
	private final Map<LedgerKey, LedgerKey> orders = new HashMap<>();

	/**
	 * What may be in the statement of the next day.
	 */
	private final Set<LedgerKey> left = new HashSet<>();

	/**
	 * What the day before has left.
	 */
	private final Set<LedgerKey> inherited = new HashSet<>();

	private final Set<LedgerKey> contradicted = new LinkedHashSet<>();

	/**
	 * What is missing in part, and may be in the statement of another day.
	 */
	private final Set<LedgerKey> undecided = new HashSet<>();

	private final List<ReconciledDifference> stored = new ArrayList<>();

	private volatile boolean isCancelled;

	private long rows;

	private long found;

	ReconciliationCall(LedgerStore ledger, DurableMerchant merchant, ReconciledPeriod period, boolean isComplete) {
		this.ledger = ledger;
		this.merchant = merchant;
		this.period = period;
		this.isComplete = isComplete;
	}

	/**
	 * Compare the day. The cache keeps a read going when a call is cancelled: the file of
	 * an embedded store must not be read while the thread is interrupted. The next row of
	 * a statement ends the call then.
	 * @param mostStored how many differences to keep
	 */
	Mono<ReconciliationCall> run(int mostStored) {
		return Mono.defer(() -> {
			this.ledger.transactionIds(this.period).forEach((number) -> this.numbers.put(number, number));
			this.ledger.endedLate(this.period).forEach((row) -> addKeys(this.left, row));
			this.ledger.endedLateUnconfirmed(this.period.before()).forEach((row) -> {
				this.earlier.put(row.id(), row);
				addKeys(this.inherited, row);
			});
			Flux<StatementRow> statements = Flux.concat(before(), today());
			return Reconciliation.create()
				.differences(statements, Flux.defer(this::books))
				.filter(this::isDifferent)
				.doOnNext((difference) -> note(difference, mostStored))
				.then(Mono.just(this));
		}).subscribeOn(Schedulers.boundedElastic()).cache().doOnCancel(() -> this.isCancelled = true);
	}

	long rows() {
		return this.rows;
	}

	long found() {
		return this.found;
	}

	List<ReconciledDifference> stored() {
		return this.stored;
	}

	/**
	 * Return the orders and refunds of which a statement says something else.
	 */
	Set<LedgerKey> contradicted() {
		return this.contradicted;
	}

	/**
	 * Return what is confirmed: a missing row proves nothing.
	 */
	List<LedgerRow> confirmed() {
		return this.met.values()
			.stream()
			.filter((row) -> !this.contradicted.contains(row.ledgerKey()) && !this.undecided.contains(row.ledgerKey()))
			.toList();
	}

	private static void addKeys(Set<LedgerKey> keys, LedgerRow row) {
		row.entries(row.key().number()).forEach((entry) -> keys.add(new LedgerKey(entry.kind(), entry.number())));
	}

	private Flux<StatementRow> before() {
		long since = this.inherited.isEmpty() ? this.period.from() : this.period.before().lateFrom();
		LocalDate first = Reconciliation.day(this.ledger.begun(this.period, since,
				ReconciledPeriod.start(this.period.day().minusDays(WINDOW_DAYS))));
		return Flux.fromStream(() -> first.datesUntil(this.period.day()))
			.concatMap(this::statement)
			.transform((rows) -> lookedUp(rows, this::meet));
	}

	private Flux<StatementRow> today() {
		return lookedUp(statement(this.period.day()), (chunk) -> {
			this.rows += chunk.size();
			meet(chunk);
			lookUp(chunk);
		});
	}

	private Flux<StatementRow> lookedUp(Flux<StatementRow> rows, Consumer<List<StatementRow>> lookUp) {
		return rows.publishOn(Schedulers.boundedElastic())
			.doOnNext(this::noteNumber)
			.buffer(CHUNK)
			.doOnNext(lookUp)
			.concatMapIterable((chunk) -> chunk);
	}

	/**
	 * An institution gets the statement of all its sub-merchants, as its orders here are
	 * those of all of them.
	 */
	private Flux<StatementRow> statement(LocalDate day) {
		StatementRequest request = StatementRequest.of(day);
		String institution = this.merchant.ids().spMchid();
		return StatementService.create(this.merchant.online().client())
			.rows((institution != null) ? request.withMerchantIds(MerchantIds.institution(institution, null)) : request)
			.doOnNext((row) -> {
				if (this.isCancelled) {
					throw new CancellationException("The reconciliation is cancelled. Nothing is stored");
				}
			});
	}

	private void noteNumber(StatementRow row) {
		String outTradeNo = row.outTradeNo();
		String transactionId = row.transactionId();
		if (outTradeNo != null && transactionId != null && this.numbers.containsKey(transactionId)) {
			this.numbers.put(transactionId, outTradeNo);
		}
	}

	private void meet(List<StatementRow> chunk) {
		this.ledger.ended(this.period, StatementNumbers.of(chunk)).forEach((row) -> this.met.put(row.id(), row));
	}

	private void lookUp(List<StatementRow> chunk) {
		for (LedgerRow row : this.ledger.endedBefore(this.period, StatementNumbers.of(chunk))) {
			this.earlier.put(row.id(), row);
			this.met.put(row.id(), row);
			if (row.isByTransactionId()) {
				this.numbers.put(row.key().number(), row.key().number());
			}
		}
		chunk.forEach(this::noteNumber);
	}

	private Flux<LedgerEntry> books() {
		Flux<LedgerRow> all = Flux.concat(ended(), Flux.fromIterable(this.earlier.values()));
		Set<String> reversed = Set.copyOf(this.numbers.values());
		return all.filter((row) -> row.isRefund() || row.isByTransactionId() || !reversed.contains(row.key().number()))
			.concatMapIterable(this::entries)
			.subscribeOn(Schedulers.boundedElastic());
	}

	private List<LedgerEntry> entries(LedgerRow row) {
		String number = row.key().number();
		List<LedgerEntry> entries = row
			.entries(row.isByTransactionId() ? this.numbers.getOrDefault(number, number) : number);
		entries.stream()
			.map((entry) -> new LedgerKey(entry.kind(), entry.number()))
			.filter((key) -> !key.equals(row.ledgerKey()))
			.forEach((key) -> this.orders.put(key, row.ledgerKey()));
		return entries;
	}

	private Flux<LedgerRow> ended() {
		return Flux.<List<LedgerRow>, String>generate(() -> "", this::page).concatMapIterable((page) -> page);
	}

	private String page(String after, SynchronousSink<List<LedgerRow>> sink) {
		List<LedgerRow> page = this.ledger.ended(this.period, after);
		if (page.isEmpty()) {
			sink.complete();
			return after;
		}
		sink.next(page);
		return page.get(page.size() - 1).id();
	}

	private boolean isDifferent(Difference difference) {
		StatementEntry there = difference.there();
		if (difference.here() != null || there == null) {
			LedgerKey key = new LedgerKey(difference.entryKind(), difference.number());
			boolean isOfAnotherDay = isOfAnotherDay(key, there);
			if (isOfAnotherDay) {
				this.undecided.add(this.orders.getOrDefault(key, key));
			}
			return !isOfAnotherDay;
		}
		if (!isOfTheDay(there)) {
			return false;
		}
		if (difference.entryKind() == LedgerEntry.Kind.REFUND) {
			return this.ledger.isFailedRefund(this.period, there.number()) || (this.isComplete
					&& this.ledger.isUnknownRefund(this.period, there.number(), there.transactionId()));
		}
		return this.isComplete && !this.ledger.isKnown(this.period.signer(), there.number(), there.transactionId());
	}

	/**
	 * What the day before has left, and is in its statement, differs there.
	 */
	private boolean isOfAnotherDay(LedgerKey key, @Nullable StatementEntry there) {
		return (there != null) ? this.inherited.contains(key) && !isOfTheDay(there) : this.left.contains(key);
	}

	private boolean isOfTheDay(StatementEntry there) {
		return there.time() == null || Reconciliation.day(there.time()).equals(this.period.day());
	}

	private void note(Difference difference, int mostStored) {
		this.found++;
		if (difference.here() != null) {
			LedgerKey key = new LedgerKey(difference.entryKind(), difference.number());
			this.contradicted.add(this.orders.getOrDefault(key, key));
		}
		if (this.stored.size() < mostStored) {
			this.stored.add(new ReconciledDifference(difference.kind(), difference.entryKind(), difference.number(),
					describe(difference)));
		}
	}

	private static String describe(Difference difference) {
		LedgerEntry here = difference.here();
		StatementEntry there = difference.there();
		return "Stored here: " + ((here != null) ? here.state() + amount(known(here), " of unknown amount") : "nothing")
				+ "; in the statement: "
				+ ((there != null) ? there.state() + amount(there.amount(), " without an amount") + ", transaction id "
						+ there.transactionId() + ", time " + there.time() : "nothing");
	}

	private static @Nullable StatementAmount known(LedgerEntry here) {
		return (here.amount() != null) ? StatementAmount.of(here.amount()) : null;
	}

	private static String amount(@Nullable StatementAmount amount, String otherwise) {
		return (amount != null) ? " of " + amount : otherwise;
	}

}
