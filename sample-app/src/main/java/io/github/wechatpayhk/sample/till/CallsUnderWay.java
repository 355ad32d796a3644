package io.github.wechatpayhk.sample.till;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import reactor.core.publisher.Mono;

/**
 * Makes one call of several that want the same at the same time: the second caller, by a
 * double click or from another till, waits for the end of the first.
 */
final class CallsUnderWay {

	private final Map<String, Mono<Void>> underWay = new ConcurrentHashMap<>();

	/**
	 * Join a call that is under way, or begin it.
	 * @param subject what the call is about
	 * @param call the call
	 * @return ends as the call does; a caller that cancels leaves, and the call continues
	 */
	Mono<Void> join(String subject, Mono<Void> call) {
		return Mono.defer(() -> this.underWay.computeIfAbsent(subject,
				(key) -> call.doFinally((signal) -> this.underWay.remove(key)).cache()));
	}

}
