package io.github.wechatpayhk.benchmarks.scale;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

class SoakTests {

	@Test
	void takesSamplesOfWhatTheProcessHolds() {
		BenchmarkKeys keys = BenchmarkKeys.generate();
		List<SoakSample> samples = new ArrayList<>();
		try (Gateway gateway = Gateway.start(keys, Gateway.Settings.plain())) {
			SoakCell.run(PeerKind.STARTER, new PeerSettings(keys, gateway.port(), 4), Duration.ofSeconds(1),
					Duration.ofMillis(250), samples::add);
		}

		assertThat(samples).hasSize(4).allSatisfy((sample) -> {
			assertThat(sample.heap()).isPositive();
			assertThat(sample.netty()).isPositive();
			assertThat(sample.threads()).isPositive();
			assertThat(sample.files()).isPositive();
			assertThat(sample.classes()).isPositive();
			assertThat(SoakSample.parse(sample.line()).csv()).isEqualTo(sample.csv());
		});
		assertThat(samples).extracting(SoakSample::operations).isSorted();
		assertThat(samples.get(3).operations()).isGreaterThan(samples.get(0).operations());
	}

	@Test
	void oneForgedResponseVoidsTheRun() {
		BenchmarkKeys keys = BenchmarkKeys.generate();
		try (Gateway gateway = Gateway.start(keys, Gateway.Settings.plain())) {
			gateway.forge(1);

			assertThatExceptionOfType(VoidRunException.class)
				.isThrownBy(() -> SoakCell.run(PeerKind.STARTER, new PeerSettings(keys, gateway.port(), 4),
						Duration.ofSeconds(1), Duration.ofMillis(250), (sample) -> {
						}));
		}
	}

	@Test
	void findsTheSlopeOfALine() {
		Trend trend = Trend.of("heap", samples((i) -> 100 + 0.5 * i), SoakSample::heap, 1);

		assertThat(trend.perHour()).isCloseTo(0.05 * 3600, within(1e-6));
		assertThat(trend.growth()).isCloseTo(24.5, within(1e-6));
		assertThat(trend.isFlat()).isFalse();
	}

	@Test
	void noiseIsFlat() {
		assertThat(Trend.of("heap", samples((i) -> 100 + ((i % 2 == 0) ? 5 : -5)), SoakSample::heap, 1).isFlat())
			.isTrue();
	}

	@Test
	void allowsTwoPercentOrOneMebibyte() {
		assertThat(Trend.of("heap", samples((i) -> 100 + 1.9 * i / 49), SoakSample::heap, 1).isFlat()).isTrue();
		assertThat(Trend.of("heap", samples((i) -> 100 + 2.1 * i / 49), SoakSample::heap, 1).isFlat()).isFalse();
		assertThat(Trend.of("heap", samples((i) -> 10 + 0.9 * i / 49), SoakSample::heap, 1).isFlat()).isTrue();
		assertThat(Trend.of("heap", samples((i) -> 10 + 1.1 * i / 49), SoakSample::heap, 1).isFlat()).isFalse();
	}

	@Test
	void judgesHeapDirectMemoryThreadsAndFiles() {
		List<SoakSample> flat = samples((i) -> 20);
		List<SoakSample> growing = IntStream.range(0, 50)
			.mapToObj((i) -> new SoakSample(10 * i, i, 20 + i, 4 + i, 16 + i, 600, 30 + i, 80 + i, 9000))
			.toList();

		assertThat(Soak.judge(flat)).hasSize(5).allMatch(Trend::isFlat);
		assertThat(Soak.judge(growing)).hasSize(5).noneMatch(Trend::isFlat);
	}

	private static List<SoakSample> samples(IntToDoubleFunction heap) {
		return IntStream.range(0, 50)
			.mapToObj((i) -> new SoakSample(10 * i, i, heap.applyAsDouble(i), 4, 16, 600, 30, 80, 9000))
			.toList();
	}

}
