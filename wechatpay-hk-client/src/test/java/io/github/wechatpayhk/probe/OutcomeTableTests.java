package io.github.wechatpayhk.probe;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.wechatpayhk.error.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Drives every row of the outcome table over a socket.
 */
class OutcomeTableTests {

	static Stream<Probe> probes() {
		return OutcomeTable.probes();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("probes")
	void endsAsTheTableSays(Probe probe) throws Exception {
		probe.run(UnaryOperator.identity(), (error, gateway) -> {
			assertThat(Ending.of(error)).as(() -> "Ended with " + error).isEqualTo(probe.ending());
			if (probe.ending().outcome() != Outcome.NOT_SENT) {
				assertThat(gateway.requests()).hasSizeLessThanOrEqualTo(1);
			}
		});
	}

}
