package io.github.wechatpayhk.webclient;

import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Reads a list that WeChat Pay gives page by page, from an offset on.
 *
 * @since 0.1.0
 */
public final class Pages {

	/**
	 * How many items one page has at most. WeChat Pay documents no limit; this is the
	 * size of its own example.
	 */
	public static final int SIZE = 20;

	private Pages() {
	}

	/**
	 * Check the position and the size of a page.
	 * @param name the name that the operation gives the size
	 * @param offset how many items are left out
	 * @param size how many items the page may have
	 * @throws WechatPayHkRequestException if the offset is negative, or the size is less
	 * than 1
	 */
	public static void require(String name, int offset, int size) {
		if (offset < 0 || size < 1) {
			throw new WechatPayHkRequestException("'offset' must be at least 0 and '" + name
					+ "' at least 1, but they are " + offset + " and " + size);
		}
	}

	/**
	 * Read all pages. A page is asked for when its first item is requested, and not
	 * before. The last page is the one that reaches the total, or that is empty.
	 * @param page asks for the page at an offset
	 * @param items the items of a page
	 * @param total how many items all pages have, as one page tells it
	 * @param <P> the type of a page
	 * @param <T> the type of an item
	 * @return the items in their order, cold
	 */
	public static <P, T> Flux<T> all(IntFunction<Mono<P>> page, Function<P, List<T>> items,
			Function<P, @Nullable Integer> total) {
		return Flux.<Flux<T>, Cursor>generate(Cursor::new, (cursor, sink) -> {
			if (cursor.isAtEnd) {
				sink.complete();
			}
			else {
				sink.next(whenRequested(() -> page.apply(cursor.offset)
					.doOnNext((received) -> cursor.advance(items.apply(received).size(), total.apply(received)))
					.flatMapIterable(items)));
			}
			return cursor;
		}).concatMap((each) -> each, 0);
	}

	/**
	 * {@code concatMap} subscribes to the next page as soon as one ends, and a call would
	 * be made then. Without prefetching, its own source is asked only once there is
	 * demand.
	 */
	private static <T> Flux<T> whenRequested(Supplier<Flux<T>> source) {
		return Flux.just(source).hide().concatMap(Supplier::get, 0);
	}

	/**
	 * How far the pages were read. Only one page is read at a time.
	 */
	private static final class Cursor {

		private int offset;

		private boolean isAtEnd;

		void advance(int received, @Nullable Integer total) {
			this.offset += received;
			this.isAtEnd = received == 0 || (total != null && this.offset >= total);
		}

	}

}
