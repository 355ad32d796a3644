package io.github.wechatpayhk.resilience;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.TimeMeter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two nodes keep one limit, by a bucket in a database.
 */
class SharedRateLimitTests {

	private static final String URL = "jdbc:h2:mem:pace";

	private static final int LIMIT = 10;

	private final VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();

	private final List<Duration> sent = new ArrayList<>();

	private Connection keepsDatabaseOpen;

	@BeforeEach
	void createDatabase() throws SQLException {
		this.keepsDatabaseOpen = DriverManager.getConnection(URL);
		H2Buckets.createTable(this.keepsDatabaseOpen);
	}

	@AfterEach
	void dropDatabase() throws SQLException {
		this.keepsDatabaseOpen.close();
	}

	private ResilientCalls node() {
		H2Buckets database = new H2Buckets(URL, new WallClock(this.scheduler));
		RateLimitBuckets buckets = Bucket4jRateLimits.shared(
				(key) -> database.builder().build(key.value(), () -> Bucket4jRateLimits.configuration(key)),
				Runnable::run);
		RateLimiter rateLimit = RateLimiter.create(
				new RateLimitSettings(Map.of(WechatPayHkOperation.REVERSE, LIMIT), Duration.ZERO), buckets,
				this.scheduler);
		return ResilientCalls.builder("1900000109").rateLimit(rateLimit).scheduler(this.scheduler).build();
	}

	private void call(ResilientCalls node, List<Duration> served) {
		node.call(WechatPayHkCall.of(WechatPayHkOperation.REVERSE, "T1"), (baseUrl) -> Mono.fromRunnable(() -> {
			Duration now = Duration.ofNanos(this.scheduler.now(TimeUnit.NANOSECONDS));
			served.add(now);
			this.sent.add(now);
		})).subscribe();
	}

	@Test
	void nodesTogetherKeepTheLimit() {
		ResilientCalls one = node();
		ResilientCalls other = node();
		List<Duration> servedByOne = new ArrayList<>();
		List<Duration> servedByOther = new ArrayList<>();

		for (int i = 0; i < 100; i++) {
			call(one, servedByOne);
			call(other, servedByOther);
		}
		this.scheduler.advanceTimeBy(Duration.ofSeconds(15));

		for (int i = LIMIT; i < this.sent.size(); i++) {
			assertThat(this.sent.get(i).minus(this.sent.get(i - LIMIT))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		}
		assertThat(this.sent).hasSizeGreaterThan(140);
		assertThat(servedByOne).hasSizeGreaterThan(40);
		assertThat(servedByOther).hasSizeGreaterThan(40);
	}

	record WallClock(VirtualTimeScheduler scheduler) implements TimeMeter {

		@Override
		public long currentTimeNanos() {
			return this.scheduler.now(TimeUnit.NANOSECONDS);
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
