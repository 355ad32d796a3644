package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import io.github.wechatpayhk.durable.DurableMerchants;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.DurableReversalListener;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.DurableReversalTransactionListener;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.NotificationInbox;
import io.github.wechatpayhk.durable.OnlinePaymentSettings;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.durable.ReconciliationSettings;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.durable.ReversalSchemaException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.durable.reconciliation.ReconciliationRun;
import io.github.wechatpayhk.durable.reconciliation.ReconciliationStore;
import io.github.wechatpayhk.durable.reconciliation.StoredReconciliations;
import io.github.wechatpayhk.durable.store.Backoff;
import io.github.wechatpayhk.durable.store.Events;
import io.github.wechatpayhk.durable.store.Listeners;
import io.github.wechatpayhk.durable.store.Storage;
import io.github.wechatpayhk.notification.NotificationListeners;
import io.github.wechatpayhk.quickpay.QuickPayIntents;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import org.jspecify.annotations.Nullable;

import org.springframework.transaction.PlatformTransactionManager;

/**
 * Executes scheduled reversals: holds the tables, and between {@link #start()} and
 * {@link #stop()} the threads that do what is due. Several engines, each in a process of
 * its own, share one database.
 *
 * <pre class="code">
 * DurableReversalEngine engine = DurableReversalEngine
 *     .builder(DurableStore.of(dataSource), DurableMerchants.of(DurableMerchant.of(client)))
 *     .build();
 * engine.start();
 * engine.reversals().schedule(ReverseOrderRequest.outTradeNo("1217752501201407033233368018"));
 * </pre>
 *
 * @since 0.1.0
 */
public final class DurableReversalEngine implements AutoCloseable {

	private static final Duration PAYMENT_MARGIN = Duration.ofSeconds(30);

	private final DurableMerchants merchants;

	private final InstantSource clock;

	private final Storage storage;

	private final StoredReversals reversals;

	private final StoredNotifications notifications;

	private final StoredOnlinePayments onlinePayments;

	private final StoredReconciliations reconciliations;

	private final StoredRefunds refunds;

	private final Duration paymentsTakenOverAfter;

	private final SchedulerLifecycle running;

	private DurableReversalEngine(Builder builder) {
		this.merchants = builder.merchants;
		this.clock = builder.clock;
		DataSource connections = new BoundedConnections(builder.store.dataSource(), builder.longestStatement);
		DurableSchema schema = DurableSchema.of(connections);
		if (builder.store.isEmbedded() && !schema.exists()) {
			schema.create();
		}
		schema.verify();
		JdbcCustomization customization = schema.jdbcCustomization();
		String node = NodeName.create();
		this.storage = Storage.of(connections, customization, this.clock, node);
		if (builder.store.isLeftByTheDead()) {
			this.storage.run("What the last process had under way is not taken over",
					() -> this.storage.plans().takeOver());
		}
		Backoff backoff = new Backoff(builder.settings, () -> ThreadLocalRandom.current().nextDouble());
		ReconciliationStore days = new ReconciliationStore(connections);
		Events events = new Events(this.storage, builder.transactionListeners, new Listeners(builder.listeners),
				backoff, builder.settings.takeOverAfter(), this.clock, days::find);
		ClockWatch clockWatch = new ClockWatch(this.clock, builder.nanoTime);
		this.paymentsTakenOverAfter = builder.times.deadline().plus(PAYMENT_MARGIN);
		ReversalRun reversalRun = new ReversalRun(this.storage,
				new ReversalCall(this.merchants, builder.confirmReversals), backoff, clockWatch, this.clock, node,
				events);
		PaymentRun paymentRun = new PaymentRun(this.storage, this.merchants, builder.times, backoff, clockWatch,
				this.clock, events);
		OnlinePaymentRules paymentRules = new OnlinePaymentRules(this.storage, this.merchants, builder.onlinePayments,
				backoff, events);
		RefundRules refundRules = new RefundRules(this.storage, this.merchants, builder.onlinePayments, backoff,
				events);
		NotificationRun notificationRun = (builder.notificationListeners != null)
				? new NotificationRun(this.storage, builder.notificationListeners, builder.transactionManager, backoff,
						builder.settings.notificationAttentionAfter(), this.clock, events)
				: null;
		ReconciliationRun reconciliationRun = new ReconciliationRun(this.storage, connections, days, this.merchants,
				builder.reconciliation, this.clock, events);
		this.reconciliations = new StoredReconciliations(this.storage, days, reconciliationRun, this.clock);
		Housekeeping housekeeping = new Housekeeping(this.storage, reconciliationRun::deleteReconciledBefore,
				builder.settings.retention(), this.paymentsTakenOverAfter, this.clock);
		this.running = new SchedulerLifecycle(builder.settings, this.clock,
				new SchedulerRunner.Parts(connections, customization, this.storage, reversalRun, paymentRun,
						new QueryRun<>(this.storage, paymentRules, backoff, this.clock, node, events),
						new QueryRun<>(this.storage, refundRules, backoff, this.clock, node, events), notificationRun,
						reconciliationRun, events, housekeeping, clockWatch, node));
		this.notifications = new StoredNotifications(this.storage, this.clock);
		this.onlinePayments = new StoredOnlinePayments(this.storage, this.merchants, builder.onlinePayments,
				paymentRules, this.clock, node, events);
		this.refunds = new StoredRefunds(this.storage, this.merchants, refundRules, this.clock, node, events);
		this.reversals = new StoredReversals(this.storage,
				new ScheduledReversals(this.storage, this.merchants, this.clock, node), this.clock, node, events,
				this.running::lookForPause);
	}

	/**
	 * Begin an engine.
	 * @param store where scheduled reversals are kept
	 * @param merchants whose orders are reversed
	 * @return a builder
	 */
	public static Builder builder(DurableStore store, DurableMerchants merchants) {
		return new Builder(store, merchants);
	}

	/**
	 * Return what schedules reversals, also while the engine does not run.
	 * @return the scheduled reversals
	 */
	public DurableReversals reversals() {
		return this.reversals;
	}

	/**
	 * Return the inbox of notifications. It stores them also while the engine does not
	 * run, or has no {@linkplain Builder#notificationListeners listeners}.
	 * @return the inbox
	 */
	public NotificationInbox notifications() {
		return this.notifications;
	}

	/**
	 * Return what brings online payments to their terminal state. It stores them also
	 * while the engine does not run.
	 * @return the online payments; among the {@linkplain Builder#notificationListeners
	 * listeners}, they receive the notifications of the inbox
	 */
	public OnlinePayments onlinePayments() {
		return this.onlinePayments;
	}

	/**
	 * Return what compares statements with reversals and payments, also while the engine
	 * does not run.
	 * @return the reconciliations
	 */
	public Reconciliations reconciliations() {
		return this.reconciliations;
	}

	/**
	 * Return what brings refunds of online payments to their terminal state. It stores
	 * them also while the engine does not run.
	 * @return the refunds; among the {@linkplain Builder#notificationListeners
	 * listeners}, they receive the notifications of the inbox
	 */
	public DurableRefunds refunds() {
		return this.refunds;
	}

	/**
	 * Return what remembers the payments of a merchant, and takes over those that have no
	 * end when the payment flow is through, or its process died.
	 * @param merchant the name of the merchant, or {@code null} for the default one
	 * @return the memory
	 */
	public QuickPayIntents quickPayIntents(@Nullable String merchant) {
		return new PaymentIntents(this.storage, this.merchants, merchant, this.paymentsTakenOverAfter, this.clock);
	}

	/**
	 * Begin to do what is due. Does nothing if it was begun already.
	 */
	public void start() {
		this.running.start();
	}

	/**
	 * Stop: calls under way end, within the shutdown timeout; what was not begun is left
	 * to other nodes, or to the next start. Scheduled reversals are still accepted.
	 */
	public void stop() {
		this.running.stop();
	}

	/**
	 * Return whether what is due is being done.
	 * @return whether it was started, and not stopped since
	 */
	public boolean isRunning() {
		return this.running.isRunning();
	}

	/**
	 * Stop, as {@link #stop()} does. The store stays open.
	 */
	@Override
	public void close() {
		stop();
	}

	/**
	 * Builds a {@link DurableReversalEngine}. Not safe for concurrent use.
	 */
	public static final class Builder {

		private final DurableStore store;

		private final DurableMerchants merchants;

		private final List<DurableReversalListener> listeners = new ArrayList<>();

		private final List<DurableReversalTransactionListener> transactionListeners = new ArrayList<>();

		private @Nullable Supplier<NotificationListeners> notificationListeners;

		private Supplier<? extends @Nullable PlatformTransactionManager> transactionManager = () -> null;

		private DurableReversalSettings settings = DurableReversalSettings.defaults();

		private QuickPayTimes times = QuickPayTimes.defaults();

		private OnlinePaymentSettings onlinePayments = OnlinePaymentSettings.defaults();

		private ReconciliationSettings reconciliation = ReconciliationSettings.defaults();

		private boolean confirmReversals = true;

		private InstantSource clock = InstantSource.system();

		private LongSupplier nanoTime = System::nanoTime;

		private Duration longestStatement = Duration.ofSeconds(30);

		private Builder(DurableStore store, DurableMerchants merchants) {
			this.store = store;
			this.merchants = merchants;
		}

		/**
		 * Set how scheduled reversals are kept,
		 * {@link DurableReversalSettings#defaults()} by default.
		 * @param settings the settings
		 * @return this builder
		 */
		public Builder settings(DurableReversalSettings settings) {
			this.settings = settings;
			return this;
		}

		/**
		 * Set the times of the payment flow, which those of its users must equal.
		 * @param times the times
		 * @return this builder
		 */
		public Builder quickPayTimes(QuickPayTimes times) {
			this.times = times;
			return this;
		}

		/**
		 * Set when online payments are queried and closed,
		 * {@link OnlinePaymentSettings#defaults()} by default.
		 * @param onlinePayments the settings
		 * @return this builder
		 */
		public Builder onlinePayments(OnlinePaymentSettings onlinePayments) {
			this.onlinePayments = onlinePayments;
			return this;
		}

		/**
		 * Set how statements are compared with what is stored here,
		 * {@link ReconciliationSettings#defaults()} by default.
		 * @param reconciliation the settings
		 * @return this builder
		 */
		public Builder reconciliation(ReconciliationSettings reconciliation) {
			this.reconciliation = reconciliation;
			return this;
		}

		/**
		 * Set whether a verified query confirms each 204 before the state becomes
		 * {@link ReversalState#REVERSED}, done by default. {@code REVOKED} or
		 * {@code CLOSED} confirms; after anything else the order is reversed again. The
		 * signature of a 204 covers time, nonce and an empty body, and no order number.
		 * @param confirmReversals whether to confirm
		 * @return this builder
		 */
		public Builder confirmReversals(boolean confirmReversals) {
			this.confirmReversals = confirmReversals;
			return this;
		}

		/**
		 * Set the clock, the system's by default.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(InstantSource clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set the time that passes whatever the clock shows.
		 */
		Builder nanoTime(LongSupplier nanoTime) {
			this.nanoTime = nanoTime;
			return this;
		}

		/**
		 * Set how long the database may take to respond, 30 seconds by default.
		 */
		Builder longestStatement(Duration longestStatement) {
			this.longestStatement = longestStatement;
			return this;
		}

		/**
		 * Add whom to tell what happens.
		 * @param listener receives the events
		 * @return this builder
		 */
		public Builder listener(DurableReversalListener listener) {
			this.listeners.add(listener);
			return this;
		}

		/**
		 * Add what takes part in the transaction of each new state.
		 * @param listener is called before the commit
		 * @return this builder
		 */
		public Builder transactionListener(DurableReversalTransactionListener listener) {
			this.transactionListeners.add(listener);
			return this;
		}

		/**
		 * Set the listeners that receive the notifications of the inbox, in the
		 * transaction that marks each as processed. A node without them leaves
		 * notifications to other nodes.
		 * @param listeners gives the listeners, asked for with each notification, so that
		 * they may depend on the engine
		 * @return this builder
		 */
		public Builder notificationListeners(Supplier<NotificationListeners> listeners) {
			this.notificationListeners = listeners;
			return this;
		}

		/**
		 * Set the transactions in which {@link #notificationListeners} are called, if
		 * they are on the database of the store: those of JPA for listeners that write by
		 * JPA. By default and otherwise they are transactions of JDBC.
		 * @param transactionManager gives the application's transaction manager, or
		 * {@code null} if it has none; asked with each notification
		 * @return this builder
		 */
		public Builder transactionManager(Supplier<? extends @Nullable PlatformTransactionManager> transactionManager) {
			this.transactionManager = transactionManager;
			return this;
		}

		/**
		 * Build the engine. Connects to the database, creates the tables of an embedded
		 * one, and starts no thread.
		 * @return the engine
		 * @throws ReversalSchemaException if the tables are missing or of another version
		 * @throws ReversalStoreException if the database cannot be reached
		 */
		public DurableReversalEngine build() {
			return new DurableReversalEngine(this);
		}

	}

}
