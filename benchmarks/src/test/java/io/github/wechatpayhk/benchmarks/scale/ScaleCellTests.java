package io.github.wechatpayhk.benchmarks.scale;

import java.time.Duration;
import java.util.List;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.MerchantKeys;
import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.signature.SignatureProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Proves the instrument, not the speed.
 */
class ScaleCellTests {

	private final BenchmarkKeys keys = BenchmarkKeys.generate();

	private final MerchantKeys merchants = MerchantKeys.generate(2);

	private final Gateway gateway = Gateway.start(this.keys, this.merchants, new Gateway.Settings(0, 1, null));

	@AfterEach
	void stopGateway() {
		this.gateway.close();
	}

	@Test
	void measuresManyMerchantsAndManyInFlight() {
		List<ScaleReading> readings = measure(this.merchants);

		assertThat(readings).extracting(ScaleReading::merchants).containsExactly(1, 120, 1);
		assertThat(readings).extracting(ScaleReading::inFlight).containsExactly(64, 64, 300);
		assertThat(readings).allSatisfy((reading) -> {
			assertThat(reading.operations()).isPositive();
			assertThat(reading.p99()).isGreaterThanOrEqualTo(reading.p50());
			assertThat(ScaleReading.parse(reading.line()).csv()).isEqualTo(reading.csv());
		});
		assertThat(readings.get(1).heapPerMerchant()).isBetween(500.0, 100_000.0);
		assertThat(readings.get(2).heapPerCall()).isBetween(500.0, 100_000.0);
		assertThat(this.gateway.statistics().failures()).isZero();
	}

	@Test
	void keysThatTheGatewayDoesNotKnowVoidTheRun() {
		MerchantKeys others = MerchantKeys.generate(2);

		assertThatExceptionOfType(VoidRunException.class).isThrownBy(() -> measure(others));
		assertThat(this.gateway.statistics().failures()).isPositive();
	}

	@Test
	void eachMerchantHasItsOwnKey() {
		String first = MerchantKeys.mchid(0);
		String second = MerchantKeys.mchid(1);

		assertThat(this.merchants.publicKey(first, MerchantKeys.serial(first)))
			.isNotEqualTo(this.merchants.publicKey(second, MerchantKeys.serial(second)));
		assertThat(this.merchants.publicKey(first, MerchantKeys.serial(second))).isNull();
	}

	private List<ScaleReading> measure(MerchantKeys theirs) {
		return new ScaleCell(this.keys, theirs, this.gateway.port(), SignatureProvider.standard(),
				Duration.ofMillis(50))
			.measure(Duration.ZERO, List.of(1, 120), List.of(300), (reading) -> {
			});
	}

}
