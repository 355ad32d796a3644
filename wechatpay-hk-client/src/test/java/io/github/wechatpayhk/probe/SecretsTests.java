package io.github.wechatpayhk.probe;

import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.netty.handler.logging.LogLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.netty.http.client.HttpClient;
import reactor.netty.transport.logging.AdvancedByteBufFormat;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs every row of the outcome table with all logging at TRACE and the wiretap on, and
 * looks for secrets in whatever anybody logged, and in the errors.
 */
class SecretsTests {

	static Stream<Probe> probes() {
		return OutcomeTable.probes();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("probes")
	void stayWhereTheyAre(Probe probe) throws Exception {
		try (CapturedLog log = CapturedLog.at(Level.TRACE)) {
			probe.run(SecretsTests::wiretapped, (error, gateway) -> {
				String text = log.text() + Secrets.textOf(error);
				assertThat(Secrets.of(gateway)).isNotEmpty()
					.allSatisfy((secret) -> assertThat(text.lines()).noneMatch((line) -> line.contains(secret)));
			});
		}
	}

	@Test
	void wouldBeFoundInAnOpenWiretap() throws Exception {
		try (CapturedLog log = CapturedLog.at(Level.TRACE);
				ProbeGateway gateway = ProbeGateway.start(ProbeResponse.of(204))) {
			String secret = "WECHATPAY2-SHA256-RSA2048 signature=\"" + "secret".repeat(50) + "\"";

			Throwable error = Calls.errorOf(
					wiretapped(HttpClient.newConnection()).headers((headers) -> headers.set("Authorization", secret))
						.get()
						.uri(gateway.url("/"))
						.response());

			assertThat(error).isNull();
			assertThat(Secrets.of(gateway)).anyMatch(log.text()::contains);
		}
	}

	private static HttpClient wiretapped(HttpClient client) {
		return client.wiretap("wiretap", LogLevel.TRACE, AdvancedByteBufFormat.TEXTUAL);
	}

}
