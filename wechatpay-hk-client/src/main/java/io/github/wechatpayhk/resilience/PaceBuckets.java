package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import reactor.core.scheduler.Scheduler;

/**
 * Where the buckets of the pace limits are kept: in this process, or in a place that
 * several nodes share.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PaceBuckets {

	/**
	 * Return the bucket of a lane. Called once per lane.
	 * @param lane the lane
	 * @return its bucket
	 */
	PaceBucket bucket(PaceLane lane);

	/**
	 * Keep the buckets in this process.
	 * @param scheduler whose clock is used
	 * @return the buckets
	 */
	static PaceBuckets local(Scheduler scheduler) {
		return (lane) -> {
			Bucket bucket = Bucket.builder()
				.addLimit(lane.configuration().getBandwidths()[0])
				.withCustomTimePrecision(new SchedulerTimeMeter(scheduler))
				.build();
			return () -> CompletableFuture.completedFuture(wait(bucket.tryConsumeAndReturnRemaining(1)));
		};
	}

	/**
	 * Keep the buckets in one of Bucket4j's asynchronous back-ends.
	 * @param proxies makes a proxy, from {@link PaceLane#key()} and
	 * {@link PaceLane#configuration()}
	 * @return the buckets
	 */
	static PaceBuckets shared(Function<PaceLane, AsyncBucketProxy> proxies) {
		return (lane) -> {
			AsyncBucketProxy bucket = proxies.apply(lane);
			return () -> bucket.tryConsumeAndReturnRemaining(1).thenApply(PaceBuckets::wait);
		};
	}

	/**
	 * Keep the buckets in one of Bucket4j's blocking back-ends, such as a database.
	 * @param proxies makes a proxy, from {@link PaceLane#key()} and
	 * {@link PaceLane#configuration()}
	 * @param executor where the proxies may block
	 * @return the buckets
	 */
	static PaceBuckets shared(Function<PaceLane, ? extends Bucket> proxies, Executor executor) {
		return (lane) -> {
			Bucket bucket = proxies.apply(lane);
			return () -> CompletableFuture.supplyAsync(() -> wait(bucket.tryConsumeAndReturnRemaining(1)), executor);
		};
	}

	private static Duration wait(ConsumptionProbe probe) {
		return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
	}

}
