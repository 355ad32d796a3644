package io.github.wechatpayhk.clients;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.WechatPayHkClientBuilder;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.AcceptedNonces;
import io.github.wechatpayhk.signature.SigningScheduler;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Clients for many merchants in one application. A merchant is chosen by name with each
 * call, loaded from a {@link MerchantSource} when it is first needed, and kept within a
 * bound. All share one connector and one signing scheduler, merchants with the same
 * number share one trust; an idle merchant costs some kilobytes, and no thread, timer or
 * connection.
 * <p>
 * A merchant that was loaded longer ago than the maximum age is asked for again when it
 * is next used; so a change arrives at the latest after that time, or with the next call
 * after {@link #forget(String)}. While the source fails, merchants that were loaded stay
 * in use. Calls under way end with what they began with. Safe for concurrent use.
 *
 * <pre class="code">
 * WechatPayHkClients clients = WechatPayHkClients.builder(merchantSource).build();
 * clients.reverseOrderService("kowloon").reverse("1217752501201407033233368018");
 * </pre>
 *
 * @since 0.1.0
 */
public final class WechatPayHkClients implements AutoCloseable {

	private final SharedTrust sharedTrust = new SharedTrust();

	private final AcceptedNonces acceptedNonces = AcceptedNonces.create();

	private final ClientHttpConnector connector;

	private final Scheduler signingScheduler;

	private final Runnable closing;

	private final InstantSource clock;

	private final BiConsumer<String, WechatPayHkClientBuilder> customizer;

	private final BiFunction<String, WechatPayHkClient, ReverseOrderService> services;

	private final MerchantCache cache;

	WechatPayHkClients(Builder settings) {
		this.clock = settings.clock;
		this.customizer = settings.customizer;
		WechatPayHkConnector ownConnector = (settings.connector == null)
				? WechatPayHkConnector.create(ConnectionSettings.defaults()) : null;
		Scheduler ownScheduler = (settings.signingScheduler == null) ? SigningScheduler.create() : null;
		this.connector = (ownConnector != null) ? ownConnector.forCalls() : Objects.requireNonNull(settings.connector);
		this.signingScheduler = (ownScheduler != null) ? ownScheduler
				: Objects.requireNonNull(settings.signingScheduler);
		this.closing = () -> close(ownConnector, ownScheduler);
		this.services = settings.services;
		this.cache = new MerchantCache(settings.source, this::load, settings.bounds(), settings.clock);
	}

	/**
	 * Begin to set up clients.
	 * @param source where merchants come from
	 * @return a builder
	 */
	public static Builder builder(MerchantSource source) {
		return new Builder(source);
	}

	/**
	 * Return the client of a merchant.
	 * @param name the merchant's name
	 * @return the client, or a {@link WechatPayHkRequestException} if there is no such
	 * merchant or it cannot be loaded
	 */
	public Mono<WechatPayHkClient> find(String name) {
		return this.cache.get(name).map(LoadedMerchant::client);
	}

	/**
	 * Return a service that reverses orders of one merchant. It looks the merchant up
	 * with each call, so it may be kept, and follows every change.
	 * @param name the merchant's name
	 * @return the service; its calls fail with a {@link WechatPayHkRequestException} if
	 * there is no such merchant
	 */
	public ReverseOrderService reverseOrderService(String name) {
		return (request) -> Mono.fromSupplier(() -> RequestField.requirePresent("request", request))
			.flatMap((present) -> this.cache.get(name).flatMap((merchant) -> merchant.service().reverse(present)));
	}

	/**
	 * Drop a merchant that was changed or removed: the next call loads it again.
	 * @param name the merchant's name
	 */
	public void forget(String name) {
		this.cache.forget(name);
	}

	/**
	 * Return the clients that are held at present, without loading any. For health checks
	 * and metrics.
	 * @return the clients by the names of their merchants, a copy
	 */
	public Map<String, WechatPayHkClient> loaded() {
		Map<String, WechatPayHkClient> clients = new TreeMap<>();
		this.cache.loaded().forEach((name, merchant) -> clients.put(name, merchant.client()));
		return clients;
	}

	/**
	 * Return whether a merchant is held at present, without loading it.
	 * @param name the merchant's name
	 * @return whether its client is at hand
	 */
	public boolean isLoaded(String name) {
		return this.cache.isLoaded(name);
	}

	/**
	 * Return how many merchants are held at present.
	 * @return the number of merchants, loading ones included
	 */
	public int size() {
		return this.cache.size();
	}

	private LoadedMerchant load(String name, Merchant merchant) {
		WechatPayHkClientBuilder builder = WechatPayHkClient.builder(merchant.withTrust(this.sharedTrust.of(merchant)))
			.clock(this.clock)
			.connector(this.connector)
			.signingScheduler(this.signingScheduler)
			.acceptedNonces(this.acceptedNonces);
		this.customizer.accept(name, builder);
		WechatPayHkClient client = builder.build();
		return new LoadedMerchant(merchant, client, this.services.apply(name, client));
	}

	/**
	 * Drop all merchants, and the connections and the signing threads unless they were
	 * given.
	 */
	@Override
	public void close() {
		this.cache.clear();
		this.closing.run();
	}

	private static void close(@Nullable WechatPayHkConnector connector, @Nullable Scheduler signingScheduler) {
		if (connector != null) {
			connector.close();
		}
		if (signingScheduler != null) {
			signingScheduler.dispose();
		}
	}

	/**
	 * Builds {@link WechatPayHkClients}. Not safe for concurrent use.
	 *
	 * @see WechatPayHkClients#builder
	 */
	public static final class Builder {

		final MerchantSource source;

		InstantSource clock = InstantSource.system();

		@Nullable ClientHttpConnector connector;

		@Nullable Scheduler signingScheduler;

		BiConsumer<String, WechatPayHkClientBuilder> customizer = (name, builder) -> {
		};

		BiFunction<String, WechatPayHkClient, ReverseOrderService> services = (name, client) -> ReverseOrderService
			.create(client);

		private int maximumSize = 1000;

		private Duration maximumAge = Duration.ofMinutes(5);

		private Duration loadTimeout = Duration.ofSeconds(10);

		Builder(MerchantSource source) {
			this.source = source;
		}

		/**
		 * Set how many merchants are held, 1000 by default. The one that was not used for
		 * longest goes first.
		 * @param maximumSize the number of merchants, at least 1
		 * @return this builder
		 */
		public Builder maximumSize(int maximumSize) {
			if (maximumSize < 1) {
				throw new IllegalArgumentException("'maximumSize' must be greater than zero");
			}
			this.maximumSize = maximumSize;
			return this;
		}

		/**
		 * Set after which time a merchant is asked for again, 5 minutes by default.
		 * @param maximumAge the age
		 * @return this builder
		 */
		public Builder maximumAge(Duration maximumAge) {
			this.maximumAge = maximumAge;
			return this;
		}

		/**
		 * Set how long the source may take to find a merchant, 10 seconds by default.
		 * @param loadTimeout the longest time
		 * @return this builder
		 */
		public Builder loadTimeout(Duration loadTimeout) {
			this.loadTimeout = loadTimeout;
			return this;
		}

		/**
		 * Set the clock of all clients, the system's by default.
		 * @param clock the clock
		 * @return this builder
		 */
		public Builder clock(InstantSource clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Set the connector of all clients, by default one of their own.
		 * @param connector the connector; it stays open when the clients are closed
		 * @return this builder
		 */
		public Builder connector(WechatPayHkConnector connector) {
			return connector(connector.forCalls());
		}

		/**
		 * Set another connector for all clients.
		 * @param connector the connector, which must not follow redirects; it stays open
		 * when the clients are closed
		 * @return this builder
		 */
		public Builder connector(ClientHttpConnector connector) {
			this.connector = connector;
			return this;
		}

		/**
		 * Set where the signatures of all clients are computed, by default on threads of
		 * their own.
		 * @param signingScheduler a scheduler that tolerates blocking; it is not disposed
		 * of when the clients are closed
		 * @return this builder
		 */
		public Builder signingScheduler(Scheduler signingScheduler) {
			this.signingScheduler = signingScheduler;
			return this;
		}

		/**
		 * Add to each client before it is built.
		 * @param customizer acts on the builder of each client
		 * @return this builder
		 */
		public Builder customize(Consumer<WechatPayHkClientBuilder> customizer) {
			return customize((name, builder) -> customizer.accept(builder));
		}

		/**
		 * Add to each client before it is built.
		 * @param customizer acts on the name of each merchant and the builder of its
		 * client
		 * @return this builder
		 */
		public Builder customize(BiConsumer<String, WechatPayHkClientBuilder> customizer) {
			this.customizer = this.customizer.andThen(customizer);
			return this;
		}

		/**
		 * Set how a merchant's service is made of its client, by default
		 * {@link ReverseOrderService#create}. Called once for each merchant that is
		 * loaded.
		 * @param services makes a service
		 * @return this builder
		 */
		public Builder services(Function<WechatPayHkClient, ReverseOrderService> services) {
			return services((name, client) -> services.apply(client));
		}

		/**
		 * Set how a merchant's service is made of its name and its client. Called once
		 * for each merchant that is loaded.
		 * @param services makes a service
		 * @return this builder
		 */
		public Builder services(BiFunction<String, WechatPayHkClient, ReverseOrderService> services) {
			this.services = services;
			return this;
		}

		MerchantCache.Bounds bounds() {
			return new MerchantCache.Bounds(this.maximumSize, this.maximumAge, this.loadTimeout);
		}

		/**
		 * Build the clients. Loads no merchant, connects nowhere and starts no thread.
		 * @return the clients
		 */
		public WechatPayHkClients build() {
			return new WechatPayHkClients(this);
		}

	}

}
