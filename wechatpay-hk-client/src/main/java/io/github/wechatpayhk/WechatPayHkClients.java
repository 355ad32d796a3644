package io.github.wechatpayhk;

import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestArgument;
import io.github.wechatpayhk.signature.AcceptedNonces;
import io.github.wechatpayhk.signature.SigningScheduler;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
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

	private final ClientCodecs codecs = ClientCodecs.create(ExchangeLimits.defaults().maxResponseSize());

	private final AcceptedNonces acceptedNonces = AcceptedNonces.create();

	private final ClientHttpConnector connector;

	private final Scheduler signingScheduler;

	private final Runnable closing;

	private final InstantSource clock;

	private final BiConsumer<String, WechatPayHkClientBuilder> customizer;

	private final BiFunction<String, WechatPayHkClient, ReverseOrderService> services;

	private final MerchantCache cache;

	WechatPayHkClients(WechatPayHkClientsBuilder settings) {
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
	public static WechatPayHkClientsBuilder builder(MerchantSource source) {
		return new WechatPayHkClientsBuilder(source);
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
		return (request) -> Mono.fromSupplier(() -> RequestArgument.require("request", request))
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
			.acceptedNonces(this.acceptedNonces)
			.codecs(this.codecs);
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

}
