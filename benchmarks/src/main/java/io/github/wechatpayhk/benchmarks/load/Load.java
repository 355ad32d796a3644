package io.github.wechatpayhk.benchmarks.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

import io.github.wechatpayhk.benchmarks.peer.Peer;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A payment flow: as soon as one reversal is done, the next one begins. The first failure
 * ends it.
 */
public final class Load implements AutoCloseable {

	private static final long HIGHEST_NANOS = TimeUnit.MINUTES.toNanos(5);

	private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

	private final LongAdder completed = new LongAdder();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile Histogram latencies = new ConcurrentHistogram(HIGHEST_NANOS, 3);

	private volatile boolean running = true;

	private final LongAdder ended = new LongAdder();

	private final int inFlight;

	private Load(int inFlight) {
		this.inFlight = inFlight;
	}

	/**
	 * Begin.
	 * @param peer who reverses
	 * @param inFlight how many reversals are in flight
	 * @return the running loop
	 */
	public static Load start(Peer peer, int inFlight) {
		Load load = new Load(inFlight);
		for (int lane = 0; lane < inFlight; lane++) {
			if (peer instanceof Peer.Reactive reactive) {
				load.startLane(reactive);
			}
			else if (peer instanceof Peer.Blocking blocking) {
				load.startLane(blocking, lane);
			}
		}
		return load;
	}

	private void startLane(Peer.Reactive peer) {
		Mono.defer(() -> {
			long start = System.nanoTime();
			return peer.reverse(PeerSettings.OUT_TRADE_NO).doOnSuccess((done) -> record(start));
		}).repeat(() -> this.running).doFinally((signal) -> this.ended.increment()).subscribe(null, this::fail);
	}

	private void startLane(Peer.Blocking peer, int lane) {
		Thread thread = new Thread(() -> {
			try {
				while (this.running) {
					long start = System.nanoTime();
					peer.reverse(PeerSettings.OUT_TRADE_NO);
					record(start);
				}
			}
			catch (Exception ex) {
				fail(ex);
			}
			finally {
				this.ended.increment();
			}
		}, "lane-" + lane);
		thread.setDaemon(true);
		thread.start();
	}

	private void record(long start) {
		this.latencies.recordValue(Math.min(System.nanoTime() - start, HIGHEST_NANOS));
		this.completed.increment();
	}

	private void fail(Throwable cause) {
		this.failure.compareAndSet(null, cause);
		this.running = false;
	}

	/**
	 * Wait until both a number of reversals and a time have passed.
	 * @param operations how many reversals
	 * @param time how long
	 */
	public void await(long operations, Duration time) {
		long start = System.nanoTime();
		long before = this.completed.sum();
		while (System.nanoTime() - start < time.toNanos() || this.completed.sum() - before < operations) {
			requireNoFailure();
			LockSupport.parkNanos(POLL_NANOS);
		}
		requireNoFailure();
	}

	/**
	 * Return how many reversals are done.
	 * @return the number since the beginning
	 */
	public long completed() {
		return this.completed.sum();
	}

	/**
	 * Begin to record latencies anew.
	 */
	public void reset() {
		this.latencies = new ConcurrentHistogram(HIGHEST_NANOS, 3);
	}

	/**
	 * Return what was recorded up to now.
	 * @return latencies in nanoseconds, which do not change any more
	 */
	public Histogram latencies() {
		return this.latencies.copy();
	}

	private void requireNoFailure() {
		Throwable cause = this.failure.get();
		if (cause != null) {
			throw new VoidRunException("An exchange failed: " + cause, cause);
		}
	}

	/**
	 * Let the reversals in flight come to their end.
	 */
	@Override
	public void close() {
		this.running = false;
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
		while (this.ended.sum() < this.inFlight) {
			if (System.nanoTime() > deadline) {
				throw new VoidRunException("Some reversals never came to an end", null);
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
		requireNoFailure();
	}

}
