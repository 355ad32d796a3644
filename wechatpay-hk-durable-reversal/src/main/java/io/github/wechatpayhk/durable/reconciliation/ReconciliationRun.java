package io.github.wechatpayhk.durable.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.github.wechatpayhk.durable.DurableMerchant;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReconciledDay;
import io.github.wechatpayhk.durable.ReconciliationSettings;
import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.Plans;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.reconciliation.Reconciliation;
import io.github.wechatpayhk.statement.StatementRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares days of all merchants, and stores what came of it. It changes no reversal, no
 * payment and no refund but for the mark that a statement confirms it.
 *
 * @since 0.1.0
 */
public final class ReconciliationRun {

	private static final Log logger = LogFactory.getLog(ReconciliationRun.class);

	/**
	 * A statement is written from 09:00 on, and should be fetched after 10:00. Before
	 * this time no day is reconciled: the result would be final.
	 */
	private static final LocalTime TIME = LocalTime.of(10, 30);

	private static final Duration RETRY = Duration.ofMinutes(15);

	private static final Duration LONGEST_RUN = Duration.ofHours(2);

	/**
	 * How many days are made up for after a longer break: WeChat Pay keeps statements for
	 * 180 days, and those of the days before are needed as well.
	 */
	private static final int MOST_DAYS = 150;

	/**
	 * How long a refund can be on its way, from its first request to its verified end: a
	 * statement has it on the day on which it was accepted.
	 */
	public static final Duration REFUND_WINDOW = Duration.ofDays(28);

	private static final int MOST_STORED = 1000;

	private static final int CHUNK = 500;

	private final Storage storage;

	private final LedgerStore ledger;

	private final ReconciliationStore reconciliations;

	private final DurableMerchants merchants;

	private final ReconciliationSettings settings;

	private final InstantSource clock;

	private final Events events;

	public ReconciliationRun(Storage storage, DataSource dataSource, ReconciliationStore reconciliations,
			DurableMerchants merchants, ReconciliationSettings settings, InstantSource clock, Events events) {
		this.storage = storage;
		this.ledger = new LedgerStore(dataSource);
		this.reconciliations = reconciliations;
		this.merchants = merchants;
		this.settings = settings;
		this.clock = clock;
		this.events = events;
	}

	/**
	 * Return what db-scheduler does each day, on one node.
	 */
	public RecurringTask<Void> task() {
		return Tasks.recurring(Plans.RECONCILIATION, Schedules.daily(StatementRequest.ZONE, TIME))
			.onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
			.execute((instance, context) -> runDue());
	}

	public boolean isDaily() {
		return this.settings.daily();
	}

	/**
	 * Delete old days, in a transaction of the caller.
	 */
	public int deleteReconciledBefore(Instant time, int limit) {
		return this.reconciliations.deleteReconciledBefore(time, lastDue(this.clock.instant()).minusDays(MOST_DAYS),
				limit);
	}

	private void runDue() {
		LocalDate last = lastDue(this.clock.instant());
		each((merchant) -> missing(merchant.signer(), last).takeWhile((day) -> !day.isAfter(last)));
	}

	/**
	 * Return the last day whose statement can be fetched.
	 */
	private static LocalDate lastDue(Instant now) {
		return Reconciliation.day(now.minus(Duration.between(LocalTime.MIDNIGHT, TIME))).minusDays(1);
	}

	public List<ReconciledDay> reconcile(LocalDate day) {
		if (day.isAfter(lastDue(this.clock.instant()))) {
			throw new ReversalConflictException(
					"The statement of " + day + " may not be complete before " + day.plusDays(1) + ' ' + TIME
							+ " Beijing time. Nothing is reconciled. Reconcile the day from then on");
		}
		return each((merchant) -> Stream.of(day));
	}

	/**
	 * Reconcile days of each merchant, also if another day or merchant fails.
	 */
	private List<ReconciledDay> each(Function<Signer, Stream<LocalDate>> days) {
		Failures failures = new Failures();
		List<Signer> signers = signers(failures);
		boolean areAllKnown = failures.last == null;
		List<ReconciledDay> reconciled = new ArrayList<>();
		for (Signer merchant : signers) {
			failures.collect("The statements of merchant " + merchant.signer() + " are not reconciled",
					() -> days.apply(merchant)
						.forEach((day) -> failures.collect(
								"The statement of " + day + " of merchant " + merchant.signer() + " is not reconciled",
								() -> reconciled.add(reconcile(merchant, day)))));
		}
		if (areAllKnown) {
			failures.collect("The day until which all merchants are reconciled is not stored",
					() -> storeReconciledUntil(signers));
		}
		failures.rethrow();
		return reconciled;
	}

	/**
	 * List the days that are not reconciled, without end, from the first that is
	 * reconciled or on which something ended.
	 * @param otherwise the first day of a merchant of which nothing is known
	 */
	private Stream<LocalDate> missing(String signer, LocalDate otherwise) {
		return this.storage.read(() -> {
			LocalDate oldest = otherwise.minusDays(MOST_DAYS);
			NavigableSet<LocalDate> reconciled = this.reconciliations.days(signer, oldest);
			LocalDate next = reconciled.isEmpty() ? otherwise : reconciled.first();
			LocalDate first = this.ledger
				.firstEnded(signer, ReconciledPeriod.start(oldest), ReconciledPeriod.start(next))
				.map(Reconciliation::day)
				.orElse(next);
			return Stream.iterate(first, (day) -> day.plusDays(1)).filter((day) -> !reconciled.contains(day));
		});
	}

	/**
	 * A merchant that cannot be found at the moment could be behind the others: the day
	 * stays as it is then.
	 */
	private void storeReconciledUntil(List<Signer> signers) {
		LocalDate last = lastDue(this.clock.instant());
		Optional<LocalDate> until = signers.stream()
			.flatMap((merchant) -> missing(merchant.signer(), last).limit(1))
			.min(Comparator.naturalOrder())
			.map((day) -> day.minusDays(1));
		this.storage.run("The day until which all merchants are reconciled is not stored",
				() -> this.storage.settings().setReconciledUntil(until.orElse(null)));
	}

	/**
	 * Find the merchants: the default one, and those that have something stored here.
	 * Several names of one signer share a statement.
	 */
	private List<Signer> signers(Failures failures) {
		Map<String, Signer> signers = new LinkedHashMap<>();
		List<@Nullable String> names = new ArrayList<>();
		names.add(null);
		names.addAll(this.storage.read(() -> this.ledger.merchants()));
		for (String name : names) {
			failures.collect("The statements of merchant '" + name + "' are not reconciled", () -> find(name)
				.ifPresent((merchant) -> signers.putIfAbsent(merchant.ids().signer(), new Signer(name, merchant))));
		}
		return List.copyOf(signers.values());
	}

	/**
	 * Find a merchant, or none if it was removed. One that cannot be loaded has a cause.
	 */
	private Optional<DurableMerchant> find(@Nullable String name) {
		try {
			return this.merchants.find(name).blockOptional(LONGEST_RUN);
		}
		catch (WechatPayHkRequestException ex) {
			if (ex.getCause() != null) {
				throw ex;
			}
			logger.warn("The statements of merchant '" + name + "' are not reconciled: " + ex.getMessage());
			return Optional.empty();
		}
	}

	private ReconciledDay reconcile(Signer merchant, LocalDate day) {
		ReconciledPeriod period = new ReconciledPeriod(merchant.signer(), day);
		ReconciliationCall result = Objects
			.requireNonNull(new ReconciliationCall(this.ledger, merchant.merchant(), period, this.settings.complete())
				.run(MOST_STORED)
				.block(LONGEST_RUN));
		Instant now = this.clock.instant();
		ReconciledDay reconciled = new ReconciledDay(UUID.randomUUID().toString(), merchant.name(), merchant.signer(),
				day, (result.found() == 0) ? ReconciledDay.State.CONFIRMED : ReconciledDay.State.DIFFERENT, null,
				result.rows(), result.found(), now);
		String consequence = "The reconciliation of " + day + " is not stored";
		mark(result, period.signer(), now, consequence);
		Optional<DurableReversalEvent> event = this.storage.call(consequence, () -> store(reconciled, result));
		if (event.isPresent()) {
			logger.error("The statement of " + day + " of merchant " + merchant.signer() + " differs in "
					+ result.found() + " payments or refunds from what is stored here. Nothing is changed. Look at "
					+ "the differences of reconciliation " + reconciled.id() + ", and settle them");
		}
		event.ifPresent(this.events::deliver);
		return reconciled;
	}

	/**
	 * Mark in transactions of a size that does not stand in anybody's way. If one fails,
	 * the day is not stored, and compared again.
	 */
	private void mark(ReconciliationCall result, String signer, Instant now, String consequence) {
		inChunks(List.copyOf(result.contradicted()), (keys) -> this.storage.run(consequence,
				() -> keys.forEach((key) -> this.ledger.contradict(signer, key))));
		result.confirmed()
			.stream()
			.collect(Collectors.groupingBy(LedgerRow::table, Collectors.mapping(LedgerRow::id, Collectors.toList())))
			.forEach((table, confirmed) -> inChunks(confirmed,
					(ids) -> this.storage.run(consequence, () -> this.ledger.confirm(table, ids, now))));
	}

	private static <T> void inChunks(List<T> all, Consumer<List<T>> work) {
		for (int from = 0; from < all.size(); from += CHUNK) {
			work.accept(all.subList(from, Math.min(from + CHUNK, all.size())));
		}
	}

	private Optional<DurableReversalEvent> store(ReconciledDay day, ReconciliationCall result) {
		this.reconciliations.replace(day, result.stored());
		return (day.state() == ReconciledDay.State.DIFFERENT) ? Optional.of(this.events.store(day)) : Optional.empty();
	}

	/**
	 * A merchant that signs.
	 *
	 * @param name its first name, or {@code null} for the default one
	 * @param merchant the merchant
	 */
	private record Signer(@Nullable String name, DurableMerchant merchant) {

		String signer() {
			return this.merchant.ids().signer();
		}

	}

	/**
	 * What failed while the rest goes on.
	 */
	private static final class Failures {

		private @Nullable RuntimeException last;

		private boolean isStopping;

		void collect(String consequence, Runnable work) {
			if (this.isStopping) {
				return;
			}
			try {
				work.run();
			}
			catch (RuntimeException ex) {
				// what follows writes to a file, which must not be done while interrupted
				this.isStopping = Thread.interrupted();
				logger.warn(consequence + ": " + ex.getMessage());
				this.last = ex;
			}
		}

		void rethrow() {
			if (this.last != null) {
				throw this.last;
			}
		}

	}

}
