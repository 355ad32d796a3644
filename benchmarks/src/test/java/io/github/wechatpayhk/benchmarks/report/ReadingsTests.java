package io.github.wechatpayhk.benchmarks.report;

import java.util.List;

import io.github.wechatpayhk.benchmarks.load.Rate;
import io.github.wechatpayhk.benchmarks.load.Reading;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * A ratio that is computed wrongly would be quoted all the same.
 */
class ReadingsTests {

	private final Readings readings = new Readings();

	@Test
	void takesTheMedianOfTheRounds() {
		this.readings.add(reading("starter", 64, 1000));
		this.readings.add(reading("starter", 64, 900));
		this.readings.add(reading("starter", 64, 5000));
		this.readings.add(reading("starter", 16, 7));

		assertThat(this.readings.throughput("starter", 64)).isEqualTo(1000);
		assertThat(this.readings.throughput("wxjava", 64)).isNaN();
		assertThat(Readings.median(1, 4, 2, 3)).isEqualTo(2.5);
	}

	@Test
	void theLimitIsTheSumOfThreeTimes() {
		this.readings.addAll(List.of(rate("sign", 1, 500), rate("sign", 2, 1000), rate("verify", 1, 10_000),
				rate("verify", 2, 20_000)));
		this.readings.add(reading("plain-webclient", 64, 10_000));
		this.readings.add(reading("plain-webclient", 1, 5_000));

		assertThat(this.readings.limit("default", 64)).isCloseTo(1 / (0.001 + 0.00005 + 0.0001), within(1e-6));
		assertThat(this.readings.limit("default", 1)).isCloseTo(1 / (0.002 + 0.0001 + 0.0002), within(1e-6));
	}

	@Test
	void namesWhatIsMissed() {
		this.readings.addAll(List.of(rate("sign", 2, 1000), rate("verify", 2, 20_000)));
		this.readings.add(reading("plain-webclient", 64, 10_000));
		this.readings.add(reading("starter", 64, 850));
		this.readings.add(reading("wxjava", 64, 800));

		assertThat(Bars.judge(this.readings)).contains("- met: share of the limit, 64 in flight: 0.98 (at least 0.92)",
				"- met: times the fastest peer, 64 in flight: 1.06 (at least 1.00)");

		this.readings.add(reading("official-okhttp", 64, 1000));
		assertThat(Bars.judge(this.readings))
			.contains("- **missed**: times the fastest peer, 64 in flight: 0.85 (at least 1.00)");
	}

	@Test
	void readsWhatOpensslPrints() {
		List<Rate> rates = OpensslSpeed.rates(2, List.of("                  sign    verify    sign/s verify/s",
				"rsa 2048 bits 0.000294s 0.000017s   3397.0  57411.3"));

		assertThat(rates).extracting(Rate::perSecond).containsExactly(3397.0, 57411.3);
	}

	private static Rate rate(String operation, int threads, double perSecond) {
		return new Rate("default", operation, threads, perSecond, 1000);
	}

	private static Reading reading(String client, int inFlight, double throughput) {
		return new Reading(client, inFlight, 1, throughput, 1, 1, 1, 1, 1, 20_000, 10);
	}

}
