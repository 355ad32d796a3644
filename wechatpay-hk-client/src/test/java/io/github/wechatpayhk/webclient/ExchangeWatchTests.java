package io.github.wechatpayhk.webclient;

import io.github.wechatpayhk.error.Outcome;
import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExchangeWatch}: whether a stopped exchange may have left.
 */
class ExchangeWatchTests {

	private final ExchangeWatch watch = new ExchangeWatch();

	private final Context context = this.watch.addTo(Context.empty());

	@Test
	void whatWasStoppedBeforeItLeftIsNotSent() {
		assertThat(ExchangeWatch.enter(this.context)).isSameAs(this.watch);
		assertThat(this.watch.stop()).isEqualTo(Outcome.NOT_SENT);
		assertThat(this.watch.send()).isFalse();
		assertThat(this.watch.stop()).isEqualTo(Outcome.NOT_SENT);
	}

	@Test
	void whatHasLeftIsUnknown() {
		ExchangeWatch.enter(this.context);
		assertThat(this.watch.send()).isTrue();
		assertThat(this.watch.send()).isTrue();
		assertThat(this.watch.stop()).isEqualTo(Outcome.UNKNOWN);
	}

	@Test
	void whatWasNeverSeenIsUnknown() {
		assertThat(this.watch.stop()).isEqualTo(Outcome.UNKNOWN);
		assertThat(this.watch.send()).isFalse();
	}

	@Test
	void isSeenWhereItIsNotHidden() {
		assertThat(ExchangeWatch.enter(ExchangeWatch.hide(this.context))).isNull();
		assertThat(ExchangeWatch.enter(Context.empty())).isNull();
		this.watch.responded("ID");
		assertThat(this.watch.requestId()).isEqualTo("ID");
	}

}
