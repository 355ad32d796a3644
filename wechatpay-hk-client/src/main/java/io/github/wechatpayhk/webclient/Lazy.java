package io.github.wechatpayhk.webclient;

import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Something that takes long to make, and is made for its first use: the start of an
 * application need not wait for it. It is made where blocking is allowed, for the first
 * caller. Safe for concurrent use.
 *
 * @param <T> the type of what is made
 */
final class Lazy<T> {

	private final Mono<T> creation;

	private volatile @Nullable T created;

	Lazy(Callable<T> creation) {
		this.creation = Mono.fromCallable(creation)
			.doOnNext((value) -> this.created = value)
			.subscribeOn(Schedulers.boundedElastic())
			// a failure is not kept, so that the next use retries
			.cacheInvalidateIf((value) -> false);
	}

	/**
	 * Return what was made, on the caller's thread unless it has to be made first.
	 */
	Mono<T> get() {
		T value = this.created;
		return (value != null) ? Mono.just(value) : this.creation;
	}

}
