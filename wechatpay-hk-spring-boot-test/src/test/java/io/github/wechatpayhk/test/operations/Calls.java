package io.github.wechatpayhk.test.operations;

import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/**
 * Makes calls, and says how they must end.
 */
final class Calls {

	static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	static final String ORDER = WechatPayHkSimulator.PAID_ORDER;

	private Calls() {
	}

	static void complete(Mono<Void> call) {
		StepVerifier.create(call).expectComplete().verify(LONG_ENOUGH);
	}

	static void fail(Mono<?> call) {
		StepVerifier.create(call).expectError(WechatPayHkException.class).verify(LONG_ENOUGH);
	}

	/**
	 * Cancel a call whose request has reached the simulator.
	 */
	static void cancel(Mono<?> call, WechatPayHkSimulator simulator) {
		StepVerifier.create(call)
			.then(() -> simulator.requests().await((request) -> true, LONG_ENOUGH))
			.thenCancel()
			.verify(LONG_ENOUGH);
	}

}
