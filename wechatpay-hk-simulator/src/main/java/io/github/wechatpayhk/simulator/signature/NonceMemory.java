package io.github.wechatpayhk.simulator.signature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * Remembers nonces for as long as their requests could be replayed. Thread-safe.
 */
final class NonceMemory {

	private final Duration keep;

	private final Set<String> known = new HashSet<>();

	private final Deque<Seen> inOrder = new ArrayDeque<>();

	NonceMemory(Duration keep) {
		this.keep = keep;
	}

	synchronized boolean isNew(String signer, String nonce, Instant now) {
		Instant limit = now.minus(this.keep);
		Seen oldest = this.inOrder.peekFirst();
		while (oldest != null && oldest.at().isBefore(limit)) {
			this.inOrder.removeFirst();
			this.known.remove(oldest.key());
			oldest = this.inOrder.peekFirst();
		}
		String key = signer + ' ' + nonce;
		if (!this.known.add(key)) {
			return false;
		}
		this.inOrder.addLast(new Seen(key, now));
		return true;
	}

	private record Seen(String key, Instant at) {

	}

}
