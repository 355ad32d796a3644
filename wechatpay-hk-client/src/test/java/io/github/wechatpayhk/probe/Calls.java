package io.github.wechatpayhk.probe;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.test.StepVerifier;

/**
 * Waits for the one signal that a call ends with.
 */
public final class Calls {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private Calls() {
	}

	/**
	 * Wait for the end of a call.
	 * @param call the call
	 * @return its error, or {@code null} if it completed
	 */
	public static @Nullable Throwable errorOf(Mono<?> call) {
		AtomicReference<@Nullable Throwable> error = new AtomicReference<>();
		StepVerifier.create(call.then().materialize())
			.consumeNextWith((Signal<Void> signal) -> error.set(signal.getThrowable()))
			.expectComplete()
			.verify(LONG_ENOUGH);
		return error.get();
	}

}
