package io.github.wechatpayhk;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * Builds {@link WechatPayHkClients}. Not safe for concurrent use.
 *
 * @since 0.1.0
 * @see WechatPayHkClients#builder
 */
public final class WechatPayHkClientsBuilder {

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

	WechatPayHkClientsBuilder(MerchantSource source) {
		this.source = source;
	}

	/**
	 * Set how many merchants are held, 1000 by default. The one that was not used for
	 * longest goes first.
	 * @param maximumSize the number of merchants, at least 1
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder maximumSize(int maximumSize) {
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
	public WechatPayHkClientsBuilder maximumAge(Duration maximumAge) {
		this.maximumAge = maximumAge;
		return this;
	}

	/**
	 * Set how long the source may take to find a merchant, 10 seconds by default.
	 * @param loadTimeout the longest time
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder loadTimeout(Duration loadTimeout) {
		this.loadTimeout = loadTimeout;
		return this;
	}

	/**
	 * Set the clock of all clients, the system's by default.
	 * @param clock the clock
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder clock(InstantSource clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Set the connector of all clients, by default one of their own.
	 * @param connector the connector; it stays open when the clients are closed
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder connector(WechatPayHkConnector connector) {
		return connector(connector.forCalls());
	}

	/**
	 * Set another connector for all clients.
	 * @param connector the connector, which must not follow redirects; it stays open when
	 * the clients are closed
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder connector(ClientHttpConnector connector) {
		this.connector = connector;
		return this;
	}

	/**
	 * Set where the signatures of all clients are computed, by default on threads of
	 * their own.
	 * @param signingScheduler a scheduler that tolerates blocking; it is not disposed of
	 * when the clients are closed
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder signingScheduler(Scheduler signingScheduler) {
		this.signingScheduler = signingScheduler;
		return this;
	}

	/**
	 * Add to each client before it is built.
	 * @param customizer acts on the builder of each client
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder customize(Consumer<WechatPayHkClientBuilder> customizer) {
		return customize((name, builder) -> customizer.accept(builder));
	}

	/**
	 * Add to each client before it is built.
	 * @param customizer acts on the name of each merchant and the builder of its client
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder customize(BiConsumer<String, WechatPayHkClientBuilder> customizer) {
		this.customizer = this.customizer.andThen(customizer);
		return this;
	}

	/**
	 * Set how a merchant's service is made of its client, by default
	 * {@link ReverseOrderService#create}. Called once for each merchant that is loaded.
	 * @param services makes a service
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder services(Function<WechatPayHkClient, ReverseOrderService> services) {
		return services((name, client) -> services.apply(client));
	}

	/**
	 * Set how a merchant's service is made of its name and its client. Called once for
	 * each merchant that is loaded.
	 * @param services makes a service
	 * @return this builder
	 */
	public WechatPayHkClientsBuilder services(BiFunction<String, WechatPayHkClient, ReverseOrderService> services) {
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
