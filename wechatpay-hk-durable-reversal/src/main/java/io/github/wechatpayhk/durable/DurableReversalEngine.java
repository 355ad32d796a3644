package io.github.wechatpayhk.durable;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import io.github.wechatpayhk.quickpay.QuickPayIntents;
import io.github.wechatpayhk.quickpay.QuickPayTimes;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps promises: holds the tables, and between {@link #start()} and {@link #stop()} the
 * threads that do what is due. Several engines, each in a process of its own, share one
 * database.
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

	private static final Log logger = LogFactory.getLog(DurableReversalEngine.class);

	private static final Duration PAYMENT_MARGIN = Duration.ofSeconds(30);

	private final Builder settings;

	private final Storage storage;

	private final StoredReversals reversals;

	private final Running.Parts parts;

	private final Duration paymentsTakenOverAfter;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Running running;

	private DurableReversalEngine(Builder settings) {
		this.settings = settings;
		DurableSchema schema = DurableSchema.of(settings.store.dataSource());
		if (settings.store.isEmbedded() && !schema.exists()) {
			schema.create();
		}
		schema.verify();
		JdbcCustomization customization = schema.jdbcCustomization();
		this.storage = Storage.of(settings.store.dataSource(), customization, settings.clock);
		if (settings.store.isLeftByTheDead()) {
			this.storage.run("What the last process had under way is not taken over",
					() -> this.storage.plans().takeOver());
		}
		String node = node();
		DurableReversalListener listener = this::tell;
		Backoff backoff = new Backoff(settings.settings, () -> ThreadLocalRandom.current().nextDouble());
		ClockWatch clockWatch = new ClockWatch(settings.clock, settings.nanoTime);
		this.paymentsTakenOverAfter = settings.times.deadline().plus(PAYMENT_MARGIN);
		this.reversals = new StoredReversals(this.storage,
				new Promises(this.storage, settings.merchants, settings.clock), settings.clock, node,
				this::lookForPause);
		this.parts = new Running.Parts(settings.store.dataSource(), customization, this.storage,
				new ReversalRun(this.storage, new ReversalCall(settings.merchants), backoff, clockWatch, settings.clock,
						node, listener),
				new PaymentRun(this.storage, settings.merchants, settings.times, backoff, settings.clock, listener),
				new Housekeeping(this.storage, settings.settings.retention(), this.paymentsTakenOverAfter,
						settings.clock),
				clockWatch, node);
	}

	/**
	 * Begin an engine.
	 * @param store where promises are kept
	 * @param merchants whose orders are reversed
	 * @return a builder
	 */
	public static Builder builder(DurableStore store, DurableMerchants merchants) {
		return new Builder(store, merchants);
	}

	private static String node() {
		String unique = UUID.randomUUID().toString().substring(0, 8);
		try {
			String host = InetAddress.getLocalHost().getHostName();
			return ((host.length() > 40) ? host.substring(0, 40) : host) + "-" + unique;
		}
		catch (UnknownHostException ex) {
			return "node-" + unique;
		}
	}

	/**
	 * Return what promises reversals, also while the engine does not run.
	 * @return the promises
	 */
	public DurableReversals reversals() {
		return this.reversals;
	}

	/**
	 * Return what remembers the payments of a merchant, and takes over those that have no
	 * end when the closed loop is through, or its process died.
	 * @param merchant the name of the merchant, or {@code null} for the default one
	 * @return the memory
	 */
	public QuickPayIntents quickPayIntents(@Nullable String merchant) {
		return new PaymentIntents(this.storage, this.settings.merchants, merchant, this.paymentsTakenOverAfter,
				this.settings.clock);
	}

	/**
	 * Begin to do what is due. Does nothing if it was begun already.
	 */
	public void start() {
		this.lock.lock();
		try {
			if (this.running == null) {
				this.running = Running.start(this.settings.settings, this.settings.clock, this.parts);
				this.storage.plans().onDue(this.running::lookForDue);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Stop: calls under way end, within the shutdown timeout; what was not begun is left
	 * to other nodes, or to the next start. Promises are still accepted.
	 */
	public void stop() {
		Running stopping = takeRunning();
		if (stopping != null) {
			stopping.stop();
		}
	}

	private @Nullable Running takeRunning() {
		this.lock.lock();
		try {
			Running taken = this.running;
			this.running = null;
			this.storage.plans().onDue(() -> {
			});
			return taken;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether what is due is being done.
	 * @return whether it was started, and not stopped since
	 */
	public boolean isRunning() {
		this.lock.lock();
		try {
			return this.running != null;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void lookForPause() {
		this.lock.lock();
		try {
			if (this.running != null) {
				this.running.lookForPause();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private void tell(DurableReversalEvent event) {
		for (DurableReversalListener listener : this.settings.listeners) {
			try {
				listener.on(event);
			}
			catch (RuntimeException ex) {
				logger.warn("A listener of durable reversals failed", ex);
			}
		}
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

		private DurableReversalSettings settings = DurableReversalSettings.defaults();

		private QuickPayTimes times = QuickPayTimes.defaults();

		private InstantSource clock = InstantSource.system();

		private LongSupplier nanoTime = System::nanoTime;

		private Builder(DurableStore store, DurableMerchants merchants) {
			this.store = store;
			this.merchants = merchants;
		}

		/**
		 * Set how promises are kept, {@link DurableReversalSettings#defaults()} by
		 * default.
		 * @param settings the settings
		 * @return this builder
		 */
		public Builder settings(DurableReversalSettings settings) {
			this.settings = settings;
			return this;
		}

		/**
		 * Set the times of the closed loop, which those of its users must equal.
		 * @param times the times
		 * @return this builder
		 */
		public Builder quickPayTimes(QuickPayTimes times) {
			this.times = times;
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
		 * Add whom to tell what happens.
		 * @param listener is told
		 * @return this builder
		 */
		public Builder listener(DurableReversalListener listener) {
			this.listeners.add(listener);
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
