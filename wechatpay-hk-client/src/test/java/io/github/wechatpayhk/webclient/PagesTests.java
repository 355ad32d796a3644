package io.github.wechatpayhk.webclient;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Lists that come page by page: each item once and in order, and no page before it is
 * needed.
 */
class PagesTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	static IntStream seeds() {
		return IntStream.range(0, 500);
	}

	@ParameterizedTest
	@MethodSource("seeds")
	void anyPagesAndAnyDemand(int seed) {
		Random random = new Random(seed);
		int total = random.nextInt(60);
		boolean isTotalTold = random.nextBoolean();
		Received received = new Received();
		List<Integer> offsets = new ArrayList<>();
		Flux<Integer> all = Pages.all((offset) -> {
			assertThat(received.items).as("the items before a page").hasSize(offset);
			assertThat(received.requested).as("the demand for the page at " + offset).isGreaterThan(offset);
			offsets.add(offset);
			int size = Math.min(total - offset, 1 + random.nextInt(10));
			return Mono
				.just(new Page(IntStream.range(offset, offset + size).boxed().toList(), isTotalTold ? total : null));
		}, Page::items, Page::total);

		all.subscribe(received);
		while (!received.isCompleted && received.failure == null) {
			received.demand(1 + random.nextInt(15));
		}

		assertThat(received.failure).isNull();
		assertThat(received.items).containsExactlyElementsOf(IntStream.range(0, total).boxed().toList());
		assertThat(offsets).doesNotHaveDuplicates();
	}

	@Test
	void endsWithoutAnotherCallWhereThePagesReachTheTotal() {
		List<Integer> offsets = new ArrayList<>();

		StepVerifier.create(numbers(offsets, 4, 4)).expectNext(0, 1, 2, 3).expectComplete().verify(LONG_ENOUGH);

		assertThat(offsets).containsExactly(0, 2);
	}

	@Test
	void endsWhereAPageIsEmptyThoughTheTotalPromisesMore() {
		List<Integer> offsets = new ArrayList<>();

		StepVerifier.create(numbers(offsets, 3, 1000)).expectNext(0, 1, 2).expectComplete().verify(LONG_ENOUGH);

		assertThat(offsets).containsExactly(0, 2, 3);
	}

	@Test
	void beginsAnewForEachSubscriber() {
		List<Integer> offsets = new ArrayList<>();
		Flux<Integer> all = numbers(offsets, 3, 3);

		StepVerifier.create(all).expectNextCount(3).expectComplete().verify(LONG_ENOUGH);
		StepVerifier.create(all).expectNextCount(3).expectComplete().verify(LONG_ENOUGH);

		assertThat(offsets).containsExactly(0, 2, 0, 2);
	}

	@Test
	void makesNoCallAfterCancellation() {
		List<Integer> offsets = new ArrayList<>();

		StepVerifier.create(numbers(offsets, 100, 100).take(2)).expectNext(0, 1).expectComplete().verify(LONG_ENOUGH);

		assertThat(offsets).containsExactly(0);
	}

	@Test
	void failsAfterTheItemsOfThePagesBefore() {
		Flux<Integer> all = Pages.all((offset) -> (offset == 0) ? Mono.just(new Page(List.of(1, 2), 3))
				: Mono.error(new WechatPayHkRequestException("x")), Page::items, Page::total);

		StepVerifier.create(all).expectNext(1, 2).expectError(WechatPayHkRequestException.class).verify(LONG_ENOUGH);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void manyPagesNeedNoStack(boolean isAsynchronous) {
		int pages = 50_000;
		Flux<Integer> all = Pages.all((offset) -> {
			Mono<Page> page = Mono.just(new Page(List.of(offset), pages));
			return isAsynchronous ? page.publishOn(Schedulers.parallel()) : page;
		}, Page::items, Page::total);

		StepVerifier.create(all.count()).expectNext((long) pages).expectComplete().verify(LONG_ENOUGH);
	}

	private static Flux<Integer> numbers(List<Integer> offsets, int there, int told) {
		return Pages.all((offset) -> {
			offsets.add(offset);
			return Mono.just(new Page(IntStream.range(offset, Math.min(offset + 2, there)).boxed().toList(), told));
		}, Page::items, Page::total);
	}

	private record Page(List<Integer> items, @Nullable Integer total) {

	}

	private static final class Received extends BaseSubscriber<Integer> {

		private final List<Integer> items = new ArrayList<>();

		private int requested;

		private boolean isCompleted;

		private @Nullable Throwable failure;

		void demand(int items) {
			this.requested += items;
			request(items);
		}

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// nothing is requested yet
		}

		@Override
		protected void hookOnNext(Integer item) {
			this.items.add(item);
		}

		@Override
		protected void hookOnComplete() {
			this.isCompleted = true;
		}

		@Override
		protected void hookOnError(Throwable throwable) {
			this.failure = throwable;
		}

	}

}
