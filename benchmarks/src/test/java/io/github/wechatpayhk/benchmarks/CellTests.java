package io.github.wechatpayhk.benchmarks;

import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.load.Cell;
import io.github.wechatpayhk.benchmarks.load.CellSettings;
import io.github.wechatpayhk.benchmarks.load.Reading;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.benchmarks.peer.PeerKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Proves the instrument, not the speed: every client does its work here, and what must
 * void a run does.
 */
class CellTests {

	private final BenchmarkKeys keys = BenchmarkKeys.generate();

	private final Gateway gateway = Gateway.start(this.keys, new Gateway.Settings(0, 1, null));

	@AfterEach
	void stopGateway() {
		this.gateway.close();
	}

	@ParameterizedTest
	@EnumSource(PeerKind.class)
	void measuresEveryClientAtEachConcurrency(PeerKind kind) {
		List<Reading> readings = cell(kind, this.keys).measure();

		assertThat(readings).extracting(Reading::inFlight).containsExactly(4, 1);
		assertThat(readings).allSatisfy((reading) -> {
			assertThat(reading.client()).isEqualTo(kind.label());
			assertThat(reading.operations()).isPositive();
			assertThat(reading.allocated()).isPositive();
			assertThat(reading.p99()).isGreaterThanOrEqualTo(reading.p50());
			assertThat(Reading.parse(reading.line()).operations()).isEqualTo(reading.operations());
		});
		assertThat(this.gateway.statistics().failures()).isZero();
	}

	@Test
	void oneForgedResponseVoidsTheRun() {
		CellSettings settings = new CellSettings(PeerKind.STARTER, List.of(4), 4, 1_000_000, Duration.ZERO,
				Duration.ZERO, Duration.ZERO);
		Thread forger = new Thread(() -> {
			while (this.gateway.statistics().requests() < 50) {
				Thread.onSpinWait();
			}
			this.gateway.forge(1);
		});
		forger.start();

		assertThatExceptionOfType(VoidRunException.class)
			.isThrownBy(() -> new Cell(settings, this.keys, this.gateway.port()).measure())
			.withMessageContaining("An exchange failed");
	}

	@Test
	void aRequestThatIsSignedByAnotherKeyVoidsTheRun() {
		BenchmarkKeys others = new BenchmarkKeys(BenchmarkKeys.generate().merchant(), this.keys.platform());

		assertThatExceptionOfType(VoidRunException.class).isThrownBy(() -> cell(PeerKind.STARTER, others).measure());
		assertThat(this.gateway.statistics().failures()).isPositive();
	}

	@Test
	void onlyThePlainClientTrustsForgeries() {
		this.gateway.forge(1_000_000);

		List<Reading> readings = cell(PeerKind.PLAIN_WEBCLIENT, this.keys).measure();

		assertThat(readings).allSatisfy((reading) -> assertThat(reading.operations()).isPositive());
		assertThatExceptionOfType(VoidRunException.class).isThrownBy(() -> cell(PeerKind.STARTER, this.keys).measure());
	}

	private Cell cell(PeerKind kind, BenchmarkKeys keys) {
		CellSettings settings = new CellSettings(kind, List.of(4, 1), 2, 50, Duration.ZERO, Duration.ZERO,
				Duration.ofMillis(50));
		return new Cell(settings, keys, this.gateway.port());
	}

}
