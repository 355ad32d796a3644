package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.sample.wire.WireJournal;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What open pages receive.
 */
class PageEventsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Changes changes = new Changes();

	private final PageEvents events = new PageEvents(this.changes, new WireJournal());

	@Test
	void missesNoChangeBetweenALookAtTheOrderAndTheSubscription() {
		assertThat(changed("T1", () -> this.changes.publish("T1")).blockFirst(PATIENCE)).isEqualTo("T1");
	}

	@Test
	void tellsAPageThatConnectsAgainThatItIsOutdated() {
		StepVerifier.create(this.events.of("T1", () -> true).mapNotNull(ServerSentEvent::data).take(1))
			.expectNext("T1")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void tellsAPageNothingOfOtherOrders() {
		List<String> received = new ArrayList<>();
		Flux<String> events = changed("T1", () -> {
			this.changes.publish("T2");
			this.changes.publish("T1");
		});
		StepVerifier.create(events.doOnNext(received::add).take(1)).expectNext("T1").expectComplete().verify(PATIENCE);
		assertThat(received).containsExactly("T1");
	}

	@Test
	void saysHowSoonToConnectAgainAndEndsBeforeTheServerDoes() {
		StepVerifier.withVirtualTime(() -> this.events.of("T1", () -> false))
			.assertNext((event) -> assertThat(event.retry()).isPositive())
			.thenAwait(Duration.ofSeconds(119))
			.thenConsumeWhile((event) -> "alive".equals(event.comment()))
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void keepsNoServerThatStopsWaiting() {
		StepVerifier.create(this.events.of("T1", () -> false).map((event) -> "alive"))
			.expectNext("alive")
			.then(this.events::close)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void boundsThePagesThatAreOpen() {
		List<Disposable> pages = new ArrayList<>();
		for (int i = 0; i < PageEvents.MOST_PAGES; i++) {
			pages.add(this.events.of("T1", () -> false).subscribe());
		}
		StepVerifier.create(this.events.of("T1", () -> false))
			.expectErrorMatches(
					(ex) -> ex instanceof ResponseStatusException refused && refused.getStatusCode().value() == 503)
			.verify(PATIENCE);

		pages.get(0).dispose();
		StepVerifier.create(this.events.of("T1", () -> true).mapNotNull(ServerSentEvent::data).take(1))
			.expectNext("T1")
			.expectComplete()
			.verify(PATIENCE);
		pages.forEach(Disposable::dispose);
	}

	// The event arrives while the page looks at the order, and the look shows nothing
	private Flux<String> changed(String outTradeNo, Runnable meanwhile) {
		return this.events.of(outTradeNo, () -> {
			meanwhile.run();
			return false;
		}).mapNotNull(ServerSentEvent::data);
	}

}
