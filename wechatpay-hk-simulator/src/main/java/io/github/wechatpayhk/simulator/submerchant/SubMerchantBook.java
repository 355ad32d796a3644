package io.github.wechatpayhk.simulator.submerchant;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import org.jspecify.annotations.Nullable;

/**
 * All sub-merchants that were added to a simulator. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SubMerchantBook {

	private final Map<String, SimulatedSubMerchant> subMerchants = new LinkedHashMap<>();

	private final Map<Key, Added> added = new HashMap<>();

	private long sequence = 1_900_001_000L;

	/**
	 * Create an empty book.
	 */
	public SubMerchantBook() {
	}

	/**
	 * Find a sub-merchant.
	 * @param subMchid its number
	 * @return the sub-merchant at this moment, or {@code null}
	 */
	public synchronized @Nullable SimulatedSubMerchant find(String subMchid) {
		return this.subMerchants.get(subMchid);
	}

	/**
	 * Return all sub-merchants.
	 * @return the sub-merchants at this moment, in the order in which they were added
	 */
	public synchronized List<SimulatedSubMerchant> all() {
		return List.copyOf(this.subMerchants.values());
	}

	/**
	 * Forget all sub-merchants.
	 */
	public synchronized void clear() {
		this.subMerchants.clear();
		this.added.clear();
	}

	/**
	 * Add a sub-merchant, unless the same request did it already.
	 */
	synchronized SimulatedSubMerchant add(String spMchid, @Nullable String idempotencyKey, String body,
			Function<String, SimulatedSubMerchant> creation) {
		Key key = new Key(spMchid, idempotencyKey);
		Added before = (idempotencyKey != null) ? this.added.get(key) : null;
		if (before != null && !before.body().equals(body)) {
			throw new ApiProblem(400, "INVALID_REQUEST", "The Idempotency-Key was used with another body");
		}
		SimulatedSubMerchant subMerchant = (before != null) ? get(spMchid, before.subMchid())
				: creation.apply(String.valueOf(++this.sequence));
		this.subMerchants.put(subMerchant.subMchid(), subMerchant);
		this.added.put(key, new Added(subMerchant.subMchid(), body));
		return subMerchant;
	}

	synchronized void replace(SimulatedSubMerchant subMerchant) {
		get(subMerchant.spMchid(), subMerchant.subMchid());
		this.subMerchants.put(subMerchant.subMchid(), subMerchant);
	}

	synchronized SimulatedSubMerchant get(String spMchid, String subMchid) {
		SimulatedSubMerchant found = this.subMerchants.get(subMchid);
		if (found == null || !found.spMchid().equals(spMchid)) {
			throw new ApiProblem(404, "RESOURCE_NOT_EXISTS", "The sub-merchant does not exist");
		}
		return found;
	}

	private record Key(String spMchid, @Nullable String idempotencyKey) {

	}

	private record Added(String subMchid, String body) {

	}

}
