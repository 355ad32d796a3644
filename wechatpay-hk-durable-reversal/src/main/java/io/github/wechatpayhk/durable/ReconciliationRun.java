package io.github.wechatpayhk.durable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import com.github.kagkarlsson.scheduler.task.FailureHandler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.Schedules;
import io.github.wechatpayhk.reconciliation.Reconciliation;
import io.github.wechatpayhk.statement.StatementRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares days of all merchants, and stores what came of it. It changes no reversal and
 * no payment but for the mark that a statement confirms it.
 */
final class ReconciliationRun {

	private static final Log logger = LogFactory.getLog(ReconciliationRun.class);

	/**
	 * A statement is written from 09:00 on, and should be fetched after 10:00.
	 */
	private static final LocalTime TIME = LocalTime.of(10, 30);

	private static final Duration RETRY = Duration.ofMinutes(15);

	private static final Duration LONGEST_RUN = Duration.ofHours(2);

	/**
	 * How many days are made up for after a longer break: WeChat Pay keeps statements for
	 * 180 days, and those of the days before are needed as well.
	 */
	private static final int MOST_DAYS = 170;

	private static final int MOST_STORED = 1000;

	private final Storage storage;

	private final DurableMerchants merchants;

	private final ReconciliationSettings settings;

	private final InstantSource clock;

	private final Events events;

	ReconciliationRun(Storage storage, DurableMerchants merchants, ReconciliationSettings settings, InstantSource clock,
			Events events) {
		this.storage = storage;
		this.merchants = merchants;
		this.settings = settings;
		this.clock = clock;
		this.events = events;
	}

	/**
	 * Return what db-scheduler does each day, on one node.
	 */
	RecurringTask<Void> task() {
		return Tasks.recurring(Plans.RECONCILIATION, Schedules.daily(StatementRequest.ZONE, TIME))
			.onFailure(new FailureHandler.OnFailureRetryLater<>(RETRY))
			.execute((instance, context) -> runDue());
	}

	boolean isDaily() {
		return this.settings.daily();
	}

	private void runDue() {
		Instant now = this.clock.instant();
		LocalDate last = Reconciliation.day(now.minus(Duration.between(LocalTime.MIDNIGHT, TIME))).minusDays(1);
		each((merchant) -> {
			LocalDate done = this.storage.read(() -> this.storage.reconciliations().last(merchant.signer()))
				.orElse(last.minusDays(1));
			LocalDate first = done.plusDays(1);
			LocalDate oldest = last.minusDays(MOST_DAYS);
			for (LocalDate day = first.isBefore(oldest) ? oldest : first; !day.isAfter(last); day = day.plusDays(1)) {
				reconcile(merchant, day);
			}
		});
	}

	List<ReconciledDay> reconcile(LocalDate day) {
		List<ReconciledDay> days = new ArrayList<>();
		each((merchant) -> days.add(reconcile(merchant, day)));
		return days;
	}

	/**
	 * Do something for each merchant, also if it fails for another one.
	 */
	private void each(Work work) {
		RuntimeException failure = null;
		for (Signer merchant : signers()) {
			try {
				work.with(merchant);
			}
			catch (RuntimeException ex) {
				// what follows writes to a file, which must not be done while interrupted
				boolean isStopping = Thread.interrupted();
				logger
					.warn("The statement of merchant " + merchant.signer() + " is not reconciled: " + ex.getMessage());
				failure = ex;
				if (isStopping) {
					break;
				}
			}
		}
		if (failure != null) {
			throw failure;
		}
	}

	/**
	 * Find the merchants: the default one, and those that have something stored here.
	 * Several names of one signer share a statement.
	 */
	private List<Signer> signers() {
		Map<String, Signer> signers = new LinkedHashMap<>();
		List<@Nullable String> names = new ArrayList<>();
		names.add(null);
		names.addAll(this.storage.read(() -> this.storage.ledger().merchants()));
		for (String name : names) {
			try {
				DurableMerchant merchant = Objects.requireNonNull(this.merchants.find(name).block(LONGEST_RUN));
				signers.putIfAbsent(merchant.ids().signer(), new Signer(name, merchant));
			}
			catch (RuntimeException ex) {
				logger.warn("The statement of merchant '" + name + "' is not reconciled: " + ex.getMessage());
			}
		}
		return List.copyOf(signers.values());
	}

	private ReconciledDay reconcile(Signer merchant, LocalDate day) {
		ReconciledPeriod period = new ReconciledPeriod(merchant.signer(), day);
		ReconciliationCall result = Objects.requireNonNull(
				new ReconciliationCall(this.storage.ledger(), merchant.merchant(), period, this.settings.complete())
					.run(MOST_STORED)
					.block(LONGEST_RUN));
		Instant now = this.clock.instant();
		ReconciledDay reconciled = new ReconciledDay(UUID.randomUUID().toString(), merchant.name(), merchant.signer(),
				day, (result.found() == 0) ? ReconciledDay.State.CONFIRMED : ReconciledDay.State.DIFFERENT, null,
				result.rows(), result.found(), now);
		Optional<DurableReversalEvent> event = this.storage.call("The reconciliation of " + day + " is not stored",
				() -> store(reconciled, result, period));
		if (event.isPresent()) {
			logger.error("The statement of " + day + " of merchant " + merchant.signer() + " differs in "
					+ result.found() + " payments or refunds from what is stored here. Nothing is changed. Look at "
					+ "the differences of reconciliation " + reconciled.id() + ", and settle them");
		}
		event.ifPresent(this.events::deliver);
		return reconciled;
	}

	private Optional<DurableReversalEvent> store(ReconciledDay day, ReconciliationCall result,
			ReconciledPeriod period) {
		this.storage.ledger().confirm(period, day.reconciledAt());
		result.contradicted().forEach((number) -> this.storage.ledger().contradict(period.signer(), number));
		this.storage.reconciliations().replace(day, result.stored());
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

	private interface Work {

		void with(Signer merchant);

	}

}
