package io.github.wechatpayhk.probe;

import java.util.function.UnaryOperator;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an error says to the operator who fixes it.
 */
class ErrorTextTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					Host unknown | 'api.wechatpay.invalid': this host is not known; outcome NOT_SENT
					Connection refused | 'localhost': it was refused; outcome NOT_SENT
					No connection in time | 'localhost': it timed out; outcome NOT_SENT
					No free connection of the pool in time | 'localhost': none of the pool became free in time; outcome NOT_SENT
					TLS handshake failed: expired certificate | 'localhost': the TLS handshake failed, see the cause
					TLS handshake failed: TLS 1.0 | 'localhost': the TLS handshake failed, see the cause
					No response in time | No complete response within PT0.5S; outcome UNKNOWN
					Response longer than the limit: endless | longer than 65536 bytes; outcome UNKNOWN
					Connection reset after the request was read | broke before the response was complete; outcome UNKNOWN
					Refusal, unsigned: 404 | responded with 404 SOME_CODE 'Some words'; outcome UNKNOWN, signature absent, Request-ID 08F5
					Success without a signature: 204 | check that no proxy drops the 'Wechatpay-*' headers
					""",
			quoteCharacter = '`')
	void tellsWhatHappened(String name, String text) throws Exception {
		Probe probe = OutcomeTable.probes()
			.filter((candidate) -> candidate.toString().equals(name))
			.findFirst()
			.orElseThrow();

		probe.run(UnaryOperator.identity(), (error, gateway) -> assertThat(error).hasMessageContaining(text));
	}

}
