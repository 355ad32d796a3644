package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Gives the permits of one key, one at a time. Asked again only after the wait that it
 * named, so an implementation may go over a network.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RateLimitBucket {

	/**
	 * Take a permit if there is one. Must not block.
	 * @return {@link Duration#ZERO} if it was taken, else the time until the next one is
	 * expected, nothing taken
	 */
	CompletionStage<Duration> take();

}
