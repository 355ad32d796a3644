package io.github.wechatpayhk.autoconfigure.notification;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.properties.NotificationProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.notification.NotificationException;
import io.github.wechatpayhk.notification.NotificationException.Check;
import io.github.wechatpayhk.notification.NotificationReader;
import io.github.wechatpayhk.resilience.CallingMerchant;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.util.ConcurrentReferenceHashMap;

/**
 * Finds the reader of a merchant by the name in a path. Anybody can send a request, so
 * names that are neither configured nor loaded yet are looked up at most ten times per
 * second: a flood of invented names must not reach the application's database.
 */
final class NotificationReaders {

	private static final int LOOK_UPS_PER_SECOND = 10;

	private static final long SECOND = Duration.ofSeconds(1).toNanos();

	private final Mono<NotificationReader> defaultReader;

	private final WechatPayHkClients clients;

	private final Set<String> configured;

	/**
	 * A client that is loaded anew needs another reader. This keeps none alive.
	 */
	private final Map<WechatPayHkClient, NotificationReader> readers = new ConcurrentReferenceHashMap<>();

	private final AtomicLong lookedUpUntil = new AtomicLong(System.nanoTime());

	NotificationReaders(WechatPayHkClient client, WechatPayHkClients clients, Set<String> configured) {
		this.defaultReader = reader(CallingMerchant.DEFAULT_NAME, client).cacheInvalidateIf((reader) -> false);
		this.clients = clients;
		this.configured = Set.copyOf(configured);
	}

	/**
	 * Make the reader of the default merchant now.
	 */
	NotificationReaders requireComplete() {
		try {
			this.defaultReader.block();
			return this;
		}
		catch (IllegalArgumentException ex) {
			throw WechatPayHkConfigurationException.of("api-v3-key", null,
					"Notifications are to be received, and there is no key to decrypt them with",
					"Set it to the APIv3 key of the merchant, or remove 'wechatpay.hk.notifications.path'.", ex);
		}
	}

	Mono<NotificationReader> find(String name) {
		return Mono.defer(() -> {
			if (name.equals(CallingMerchant.DEFAULT_NAME)) {
				return this.defaultReader;
			}
			if (!NotificationProperties.isReceivable(name)) {
				return Mono.empty();
			}
			if (!this.configured.contains(name) && !this.clients.isLoaded(name) && !mayLookUp()) {
				return Mono.error(new NotificationException(Check.CAPACITY,
						"more than " + LOOK_UPS_PER_SECOND + " names are looked up in a second", null));
			}
			return this.clients.find(name)
				.onErrorResume(NotificationReaders::isUnknown, (ex) -> Mono.empty())
				.flatMap((client) -> readerOf(name, client));
		});
	}

	private Mono<NotificationReader> readerOf(String name, WechatPayHkClient client) {
		NotificationReader present = this.readers.get(client);
		return (present != null) ? Mono.just(present)
				: reader(name, client).doOnNext((reader) -> this.readers.put(client, reader));
	}

	/**
	 * Each look-up takes its part of a second, and they may be ahead of the time by one
	 * second.
	 */
	private boolean mayLookUp() {
		long now = System.nanoTime();
		long before = this.lookedUpUntil.getAndUpdate((until) -> isAhead(until, now) ? until : next(until, now));
		return !isAhead(before, now);
	}

	private static boolean isAhead(long until, long now) {
		return next(until, now) - now > SECOND;
	}

	private static long next(long until, long now) {
		return now + Math.max(0, until - now) + SECOND / LOOK_UPS_PER_SECOND;
	}

	/**
	 * The first cipher and the first look at a type read files and take locks, on which
	 * an event loop must not wait.
	 */
	private static Mono<NotificationReader> reader(String name, WechatPayHkClient client) {
		return Mono.fromCallable(() -> NotificationReader.create(name, client))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * A merchant that could not be loaded has a cause, one that does not exist has none.
	 */
	private static boolean isUnknown(Throwable failure) {
		return failure instanceof WechatPayHkRequestException && failure.getCause() == null;
	}

}
