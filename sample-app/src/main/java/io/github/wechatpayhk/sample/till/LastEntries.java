package io.github.wechatpayhk.sample.till;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is known about the last orders, by their number. The oldest entry goes when there
 * are too many. Safe for concurrent use.
 *
 * @param <V> what is known
 */
final class LastEntries<V> {

	private final Map<String, V> entries = new LinkedHashMap<>();

	private final int capacity;

	LastEntries(int capacity) {
		this.capacity = capacity;
	}

	synchronized void put(String number, V value) {
		this.entries.put(number, value);
		if (this.entries.size() > this.capacity) {
			this.entries.remove(this.entries.keySet().iterator().next());
		}
	}

	synchronized @Nullable V get(String number) {
		return this.entries.get(number);
	}

}
