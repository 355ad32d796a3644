package io.github.wechatpayhk.sample.till;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BinaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What is known about the last orders or refunds, by their number. The oldest entry goes
 * when there are too many. Safe for concurrent use.
 *
 * @param <V> what is known
 */
final class LastEntries<V> {

	private final Map<String, V> entries = new LinkedHashMap<>();

	private final int capacity;

	LastEntries(int capacity) {
		this.capacity = capacity;
	}

	void put(String number, V value) {
		merge(number, value, (former, latter) -> latter);
	}

	synchronized void merge(String number, V value, BinaryOperator<V> merging) {
		this.entries.merge(number, value, merging);
		if (this.entries.size() > this.capacity) {
			this.entries.remove(this.entries.keySet().iterator().next());
		}
	}

	synchronized void remove(String number) {
		this.entries.remove(number);
	}

	synchronized @Nullable V get(String number) {
		return this.entries.get(number);
	}

}
