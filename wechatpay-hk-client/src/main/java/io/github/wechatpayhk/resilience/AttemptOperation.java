package io.github.wechatpayhk.resilience;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Makes one attempt of a call.
 *
 * @param <T> the type of the result
 * @since 0.1.0
 */
@FunctionalInterface
public interface AttemptOperation<T> {

	/**
	 * Prepare an attempt.
	 * @param baseUrl where the attempt goes, or {@code null} for where the service goes
	 * by itself
	 * @return the attempt, cold; it signs anew at each subscription
	 */
	Mono<T> to(@Nullable URI baseUrl);

}
