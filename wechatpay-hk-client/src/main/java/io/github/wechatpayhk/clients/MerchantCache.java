package io.github.wechatpayhk.clients;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Merchants that were loaded, within bounds of number and age. One load per merchant at a
 * time, for all callers; no cancellation ends it.
 */
final class MerchantCache {

	private static final Log logger = LogFactory.getLog(WechatPayHkClients.class);

	private final ConcurrentMap<String, Slot> slots = new ConcurrentHashMap<>();

	private final AtomicLong uses = new AtomicLong();

	private final MerchantSource source;

	private final BiFunction<String, Merchant, LoadedMerchant> factory;

	private final Bounds bounds;

	private final InstantSource clock;

	MerchantCache(MerchantSource source, BiFunction<String, Merchant, LoadedMerchant> factory, Bounds bounds,
			InstantSource clock) {
		this.source = source;
		this.factory = factory;
		this.bounds = bounds;
		this.clock = clock;
	}

	Mono<LoadedMerchant> get(String name) {
		return Mono.defer(() -> {
			RequestField.requirePresent("name", name);
			Instant now = this.clock.instant();
			Slot slot = this.slots.compute(name,
					(key, present) -> (present != null && !present.isOld(now)) ? present : new Slot(key, present, now));
			slot.lastUse = this.uses.incrementAndGet();
			evict(slot);
			return slot.loading;
		});
	}

	private void evict(Slot newest) {
		while (this.slots.size() > this.bounds.maximumSize()) {
			this.slots.entrySet()
				.stream()
				.filter((entry) -> entry.getValue() != newest)
				.min(Comparator.comparingLong((Map.Entry<String, Slot> entry) -> entry.getValue().lastUse))
				.ifPresent((entry) -> this.slots.remove(entry.getKey(), entry.getValue()));
		}
	}

	void forget(String name) {
		this.slots.remove(name);
	}

	void clear() {
		this.slots.clear();
	}

	Map<String, LoadedMerchant> loaded() {
		Map<String, LoadedMerchant> loaded = new TreeMap<>();
		this.slots.forEach((name, slot) -> {
			LoadedMerchant value = slot.value;
			if (value != null) {
				loaded.put(name, value);
			}
		});
		return loaded;
	}

	boolean isLoaded(String name) {
		Slot slot = this.slots.get(name);
		return slot != null && slot.value != null;
	}

	int size() {
		return this.slots.size();
	}

	/**
	 * The bounds of a cache.
	 *
	 * @param maximumSize how many merchants are held
	 * @param maximumAge after which time a merchant is asked for again
	 * @param loadTimeout how long that may take
	 */
	record Bounds(int maximumSize, Duration maximumAge, Duration loadTimeout) {

	}

	/**
	 * A place in the cache. It knows the value of the former one, but not that one
	 * itself: else each would keep all before it.
	 */
	private final class Slot {

		private final Instant since;

		private final Mono<LoadedMerchant> loading;

		private volatile @Nullable LoadedMerchant value;

		private volatile long lastUse;

		Slot(String name, @Nullable Slot former, Instant since) {
			this.since = since;
			this.value = (former != null) ? former.value : null;
			this.loading = load(name, this.value);
		}

		boolean isOld(Instant now) {
			return Duration.between(this.since, now).abs().compareTo(MerchantCache.this.bounds.maximumAge()) >= 0;
		}

		private Mono<LoadedMerchant> load(String name, @Nullable LoadedMerchant former) {
			return Mono.defer(() -> MerchantCache.this.source.find(name))
				.timeout(MerchantCache.this.bounds.loadTimeout())
				.map((merchant) -> (former != null && former.isFor(merchant)) ? former
						: MerchantCache.this.factory.apply(name, merchant))
				.onErrorResume((ex) -> keep(name, former, ex))
				.switchIfEmpty(
						Mono.error(() -> new WechatPayHkRequestException("There is no such merchant: " + quoted(name))))
				.doOnNext((loaded) -> this.value = loaded)
				.doOnError((ex) -> MerchantCache.this.slots.remove(name, this))
				.cache();
		}

		private static Mono<LoadedMerchant> keep(String name, @Nullable LoadedMerchant former, Throwable cause) {
			if (former == null) {
				return Mono.error(new WechatPayHkRequestException(
						"The merchant " + quoted(name) + " could not be loaded", cause));
			}
			logger.warn("The merchant " + quoted(name) + " could not be loaded again and stays as it was: "
					+ cause.getClass().getName());
			return Mono.just(former);
		}

		private static String quoted(String name) {
			return '\'' + name.substring(0, Math.min(name.length(), 64)).replaceAll("\\p{Cntrl}", " ") + '\'';
		}

	}

}
