package io.github.wechatpayhk.signature;

import java.time.Duration;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

class SigningSchedulerTests {

	private static final int THREADS = 4;

	private static final int CALLS = 50_000;

	private final Scheduler signing = SigningScheduler.create();

	private final Scheduler eventLoops = Schedulers.newParallel("event-loop", THREADS);

	@AfterEach
	void dispose() {
		this.signing.dispose();
		this.eventLoops.dispose();
	}

	@Test
	void keepsNoProcessAlive() {
		StepVerifier.create(Mono.fromSupplier(Thread::currentThread).subscribeOn(this.signing)).assertNext((thread) -> {
			assertThat(thread.getName()).startsWith("wechatpay-hk-signing-");
			assertThat(thread.isDaemon()).isTrue();
		}).expectComplete().verify(Duration.ofSeconds(30));
	}

	/**
	 * BlockHound makes an error of it if one of them has to.
	 */
	@Test
	void eventLoopsDoNotWaitForEachOtherInTheLine() {
		Mono<Integer> signature = Mono.just(1).subscribeOn(this.signing);

		StepVerifier
			.create(Flux.range(0, THREADS)
				.flatMap((thread) -> Flux.range(0, CALLS / THREADS)
					.flatMap((call) -> signature, CALLS)
					.count()
					.subscribeOn(this.eventLoops)))
			.expectNextCount(THREADS)
			.expectComplete()
			.verify(Duration.ofMinutes(2));
	}

}
