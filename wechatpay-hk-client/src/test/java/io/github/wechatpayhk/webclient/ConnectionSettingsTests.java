package io.github.wechatpayhk.webclient;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConnectionSettings} and {@link ExchangeLimits}: what is refused, and
 * what holds where nothing was said.
 */
class ConnectionSettingsTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	@Test
	void defaultsAreThoseOfTheDocumentation() {
		assertThat(ConnectionSettings.defaults()).isEqualTo(new ConnectionSettings(Duration.ofSeconds(2), 64, -1,
				Duration.ofSeconds(20), Duration.ofSeconds(7), null));
		assertThat(ExchangeLimits.defaults()).isEqualTo(new ExchangeLimits(Duration.ofSeconds(8), 1 << 20, 1 << 20));
	}

	@Test
	void refusesWhatMakesNoSense() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConnectionSettings(SECOND, 0, -1, SECOND, SECOND, null))
			.withMessageContaining("'maxConnections'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ConnectionSettings(SECOND, 1, -2, SECOND, SECOND, null))
			.withMessageContaining("'maxPendingAcquires'");
		assertThat(new ConnectionSettings(SECOND, 1, 0, SECOND, SECOND, null).maxConnections()).isOne();
	}

	@Test
	void doesNotShowThePasswordOfTheProxy() {
		assertThat(new ConnectionSettings.HttpProxy("proxy", 3128, "name", "password"))
			.hasToString("HttpProxy[proxy:3128]");
	}

}
