package io.github.wechatpayhk;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.junit.jupiter.api.Test;
import reactor.blockhound.BlockingOperationError;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

/**
 * Guards the guard: without BlockHound the whole suite would pass whatever blocks.
 */
class BlockHoundTests {

	@Test
	void refusesToBlockAnEventLoop() {
		Mono<Void> blocking = Mono.<Void>fromRunnable(() -> LockSupport.parkNanos(1))
			.subscribeOn(Schedulers.parallel());

		StepVerifier.create(blocking).expectError(BlockingOperationError.class).verify(Duration.ofSeconds(10));
	}

}
