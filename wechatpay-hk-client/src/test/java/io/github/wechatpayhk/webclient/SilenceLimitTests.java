package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

/**
 * A body must keep coming while somebody asks for it, in virtual time.
 */
class SilenceLimitTests {

	private static final Duration LONGEST = Duration.ofSeconds(8);

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private final TestPublisher<String> body = TestPublisher.create();

	private Flux<String> limited() {
		return SilenceLimit.on(this.body.flux(), LONGEST);
	}

	@Test
	void doesNotCountTheTimeOfASlowReceiver() {
		StepVerifier.withVirtualTime(this::limited, 1)
			.then(() -> this.body.next("one"))
			.expectNext("one")
			.thenAwait(Duration.ofHours(1))
			.thenRequest(1)
			.thenAwait(LONGEST.minusSeconds(1))
			.then(() -> this.body.next("two"))
			.expectNext("two")
			.thenAwait(Duration.ofHours(1))
			.then(this.body::complete)
			.expectComplete()
			.verify(LONG_ENOUGH);
	}

	@Test
	void endsWhenNothingComesThatIsRequested() {
		StepVerifier.withVirtualTime(this::limited, 1)
			.then(() -> this.body.next("one"))
			.expectNext("one")
			.thenAwait(Duration.ofHours(1))
			.thenRequest(1)
			.thenAwait(LONGEST.minusMillis(1))
			.then(() -> this.body.assertNotCancelled())
			.thenAwait(Duration.ofMillis(1))
			.expectError(TimeoutException.class)
			.verify(LONG_ENOUGH);
	}

	@Test
	void endsWhenAnUnboundedReceiverWaitsForTheNext() {
		StepVerifier.withVirtualTime(this::limited)
			.thenAwait(LONGEST.minusSeconds(1))
			.then(() -> this.body.next("one"))
			.expectNext("one")
			.thenAwait(LONGEST.minusSeconds(1))
			.then(() -> this.body.next("two"))
			.expectNext("two")
			.thenAwait(LONGEST)
			.expectError(TimeoutException.class)
			.verify(LONG_ENOUGH);
	}

}
