package io.github.wechatpayhk.resilience;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.bucket4j.Bucket;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkRequestException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rate limits in virtual time.
 */
class RateLimitTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final WechatPayHkCall CALL = WechatPayHkCall.of(WechatPayHkOperation.REVERSE, "T1");

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final Map<String, List<Integer>> order = new HashMap<>();

	private final Map<String, List<Duration>> sent = new HashMap<>();

	private final List<WechatPayHkException> failures = new ArrayList<>();

	private RateLimiter rateLimit(int limit, Duration margin) {
		return RateLimiter.create(new RateLimitSettings(Map.of(WechatPayHkOperation.REVERSE, limit), margin),
				RateLimitBuckets.local(this.scheduler), this.scheduler);
	}

	private ResilientCalls calls(String mchid, RateLimiter rateLimit, Duration deadline) {
		return ResilientCalls.builder(mchid).rateLimit(rateLimit).scheduler(this.scheduler).deadline(deadline).build();
	}

	private Duration now() {
		return Duration.ofNanos(this.scheduler.now(TimeUnit.NANOSECONDS));
	}

	private Disposable call(ResilientCalls calls, String mchid, int number) {
		return calls.call(CALL, (baseUrl) -> Mono.fromRunnable(() -> {
			this.order.computeIfAbsent(mchid, (key) -> new ArrayList<>()).add(number);
			this.sent.computeIfAbsent(mchid, (key) -> new ArrayList<>()).add(now());
		})).subscribe((value) -> {
		}, (failure) -> this.failures.add((WechatPayHkException) failure));
	}

	private static void assertNoWindowAbove(int limit, List<Duration> sent) {
		for (int i = limit; i < sent.size(); i++) {
			assertThat(sent.get(i).minus(sent.get(i - limit))).isGreaterThanOrEqualTo(SECOND);
		}
	}

	@Test
	void servesTenMerchantsAtTenTimesTheirLimitForAMinute() {
		RateLimiter rateLimit = rateLimit(10, Duration.ZERO);
		int longestQueue = 0;
		List<ResilientCalls> merchants = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			merchants.add(calls("190000010" + i, rateLimit, Duration.ofSeconds(20)));
		}
		for (int tick = 0; tick < 6000; tick++) {
			for (int i = 0; i < 10; i++) {
				call(merchants.get(i), "190000010" + i, tick);
				longestQueue = Math.max(longestQueue, rateLimit.waiting("190000010" + i, WechatPayHkOperation.REVERSE));
			}
			this.scheduler.advanceTimeBy(Duration.ofMillis(10));
		}

		assertThat(this.sent).hasSize(10).allSatisfy((mchid, times) -> {
			assertThat(times).hasSize(601);
			assertNoWindowAbove(10, times);
		});
		assertThat(this.order).allSatisfy((mchid, numbers) -> assertThat(numbers).isSorted());
		assertThat(longestQueue).isBetween(190, 200);
		assertThat(this.failures).isNotEmpty().allSatisfy((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.NOT_SENT));
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 7, 10, 150, 300 })
	void holdsTheLimitInAnyWindowHoweverCallsCome(int limit) {
		Random random = new Random(limit);
		ResilientCalls calls = calls("1", rateLimit(limit, Duration.ZERO), Duration.ofSeconds(5));
		for (int i = 0; i < 2000; i++) {
			call(calls, "1", i);
			this.scheduler.advanceTimeBy(Duration.ofNanos(switch (random.nextInt(20)) {
				case 0 -> random.nextInt(2_000_000_000);
				case 1 -> random.nextInt(50_000_000);
				default -> random.nextInt(3);
			}));
		}
		this.scheduler.advanceTimeBy(Duration.ofMinutes(1));

		assertThat(this.sent.get("1")).hasSizeGreaterThan(limit);
		assertNoWindowAbove(limit, this.sent.getOrDefault("1", List.of()));
	}

	@ParameterizedTest
	@ValueSource(ints = { 7, 10, 150 })
	void holdsTheLimitForNodesThatShareABucket(int limit) {
		Bucket bucket = Bucket.builder()
			.addLimit(Bucket4jRateLimits
				.configuration(RateLimitBuckets.Key.of("1", WechatPayHkOperation.REVERSE, limit, Duration.ZERO))
				.getBandwidths()[0])
			.withCustomTimePrecision(new SharedRateLimitTests.WallClock(this.scheduler))
			.build();
		RateLimitSettings settings = new RateLimitSettings(Map.of(WechatPayHkOperation.REVERSE, limit), Duration.ZERO);
		List<ResilientCalls> nodes = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			nodes.add(calls("1", RateLimiter.create(settings, Bucket4jRateLimits.shared((key) -> bucket, Runnable::run),
					this.scheduler), Duration.ofSeconds(5)));
		}
		Random random = new Random(limit);
		for (int i = 0; i < 3000; i++) {
			call(nodes.get(random.nextInt(3)), "1", i);
			this.scheduler.advanceTimeBy(
					Duration.ofNanos((random.nextInt(50) > 0) ? random.nextInt(3) : random.nextInt(900_000_000)));
		}
		this.scheduler.advanceTimeBy(Duration.ofMinutes(1));

		assertThat(this.sent.get("1")).hasSizeGreaterThan(2 * limit);
		assertNoWindowAbove(limit, this.sent.getOrDefault("1", List.of()));
	}

	@Test
	void stretchesTheWindowByTheMargin() {
		ResilientCalls calls = calls("1", rateLimit(10, Duration.ofMillis(500)), Duration.ofSeconds(20));
		for (int i = 0; i < 21; i++) {
			call(calls, "1", i);
		}
		this.scheduler.advanceTimeBy(Duration.ofSeconds(20));

		assertThat(this.sent.get("1")).last().isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void refusesAtOnceWhoWouldWaitPastTheDeadline() {
		ResilientCalls calls = calls("1", rateLimit(10, Duration.ZERO), SECOND);
		for (int i = 0; i < 15; i++) {
			call(calls, "1", i);
		}

		assertThat(this.failures).hasSize(5)
			.allSatisfy((ex) -> assertThat(ex).isInstanceOfSatisfying(WechatPayHkRequestException.class,
					(refused) -> assertThat(refused.reason()).isEqualTo(Reason.RATE_LIMIT_EXCEEDS_DEADLINE)));
		this.scheduler.advanceTimeBy(Duration.ofSeconds(5));
		assertThat(this.order.get("1")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
	}

	@Test
	void closesTheGapOfACancelledCall() {
		RateLimiter rateLimit = rateLimit(1, Duration.ZERO);
		ResilientCalls calls = calls("1", rateLimit, Duration.ofSeconds(20));
		List<Disposable> calling = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			calling.add(call(calls, "1", i));
		}
		calling.get(1).dispose();
		calling.get(2).dispose();

		assertThat(rateLimit.waiting("1", WechatPayHkOperation.REVERSE)).isOne();
		this.scheduler.advanceTimeBy(Duration.ofSeconds(20));
		assertThat(this.order.get("1")).containsExactly(0, 3);
		assertThat(this.sent.get("1")).containsExactly(Duration.ZERO, SECOND);
	}

	@Test
	void doesNotHoldUpOtherMerchantsOrOperations() {
		RateLimiter rateLimit = rateLimit(1, Duration.ZERO);
		ResilientCalls busy = calls("1", rateLimit, Duration.ofSeconds(20));
		for (int i = 0; i < 10; i++) {
			call(busy, "1", i);
		}
		call(calls("2", rateLimit, Duration.ofSeconds(20)), "2", 0);
		AtomicInteger queries = new AtomicInteger();
		busy.call(WechatPayHkCall.of(WechatPayHkOperation.QUERY, "T1"),
				(baseUrl) -> Mono.fromRunnable(queries::incrementAndGet))
			.subscribe();

		assertThat(this.sent.get("2")).containsExactly(Duration.ZERO);
		assertThat(queries).hasValue(1);
	}

	@Test
	void attemptsAgainWhenASharedBucketIsOutOfReach() {
		AtomicInteger asked = new AtomicInteger();
		RateLimiter rateLimit = RateLimiter.create(RateLimitSettings.defaults(),
				(key) -> () -> (asked.incrementAndGet() < 3)
						? CompletableFuture.failedFuture(new IllegalStateException("database"))
						: CompletableFuture.completedFuture(Duration.ZERO),
				this.scheduler);

		call(calls("1", rateLimit, Duration.ofSeconds(20)), "1", 0);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(5));

		assertThat(this.sent.get("1")).hasSize(1);
		assertThat(asked).hasValue(3);
	}

	@Test
	void isNotSentWhenASharedBucketStaysOutOfReach() {
		RateLimiter rateLimit = RateLimiter.create(RateLimitSettings.defaults(), (key) -> () -> {
			throw new IllegalStateException("database");
		}, this.scheduler);

		call(calls("1", rateLimit, Duration.ofSeconds(20)), "1", 0);
		this.scheduler.advanceTimeBy(Duration.ofSeconds(5));

		assertThat(this.failures).singleElement().isInstanceOfSatisfying(WechatPayHkRequestException.class, (ex) -> {
			assertThat(ex.reason()).isEqualTo(Reason.RATE_LIMIT_UNAVAILABLE);
			assertThat(ex.attempts()).hasSize(3);
		});
	}

}
