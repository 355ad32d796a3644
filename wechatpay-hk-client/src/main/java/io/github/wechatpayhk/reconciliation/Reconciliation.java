package io.github.wechatpayhk.reconciliation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;

import io.github.wechatpayhk.reconciliation.Difference.StatementEntry;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.statement.StatementRow;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SynchronousSink;
import reactor.core.scheduler.Schedulers;

/**
 * Compares the statement of a day with the application's own books, in bounded memory.
 * Both come in any order. What does not fit into memory is sorted in a temporary file,
 * which only its owner can read and which is deleted at the end.
 * <p>
 * It finds the differences, and changes nothing. Every publisher is cold. Files are read
 * and written on threads of Reactor's bounded elastic scheduler. Immutable and safe for
 * concurrent use.
 *
 * @since 0.1.0
 */
public final class Reconciliation {

	private static final int MOST_IN_MEMORY = 100_000;

	private static final int PREFETCH = 1024;

	private final Path directory;

	private final int mostInMemory;

	private Reconciliation(Path directory, int mostInMemory) {
		this.directory = directory;
		this.mostInMemory = mostInMemory;
	}

	/**
	 * Return a reconciliation that holds up to 100,000 rows and entries in memory, and
	 * sorts more of them in the directory {@code java.io.tmpdir}.
	 * @return the reconciliation
	 */
	public static Reconciliation create() {
		return new Reconciliation(Path.of(System.getProperty("java.io.tmpdir")), MOST_IN_MEMORY);
	}

	/**
	 * Set where temporary files go. About 100 bytes are needed for each row and entry.
	 * @param path a directory that exists
	 * @return a changed copy
	 */
	public Reconciliation withDirectory(Path path) {
		return new Reconciliation(path, this.mostInMemory);
	}

	Reconciliation withMostInMemory(int items) {
		return new Reconciliation(this.directory, items);
	}

	/**
	 * Return the day on which a statement has a payment or a refund.
	 * @param time when WeChat Pay says that the payment was made, or the refund accepted
	 * @return the day in Beijing time
	 */
	public static LocalDate day(Instant time) {
		return LocalDate.ofInstant(time, StatementRequest.ZONE);
	}

	/**
	 * Compare a statement with the books of the same day and the same merchant. The books
	 * are subscribed to when all rows have arrived, and the first difference follows when
	 * all entries have. Beside the errors of the two, a value that cannot be read is an
	 * {@link IllegalStateException}, and a temporary file that cannot be written an
	 * {@link UncheckedIOException}; no difference is known then.
	 * @param rows the statement
	 * @param books the payments that were made and the refunds that were accepted on this
	 * day, and orders that were reversed or closed, as far as they are known
	 * @return the differences: payments before refunds, each in the order of the numbers
	 */
	public Flux<Difference> differences(Publisher<StatementRow> rows, Publisher<LedgerEntry> books) {
		Flux<Item> there = Flux.from(rows)
			.filter((row) -> !StatementEntry.isWithoutEffect(row))
			.map((row) -> new Item(null, StatementEntry.of(row)));
		Flux<Item> here = Flux.from(books).map((entry) -> new Item(entry, null));
		return Flux.usingWhen(Mono.fromSupplier(() -> new SortedItems(this.directory, this.mostInMemory)),
				(items) -> Flux.concat(there, here)
					.publishOn(Schedulers.boundedElastic(), PREFETCH)
					.doOnNext((item) -> add(items, item))
					.thenMany(compared(items)),
				Reconciliation::close);
	}

	private static void add(SortedItems items, Item item) {
		try {
			items.add(item);
		}
		catch (IOException ex) {
			throw unwritable(ex);
		}
	}

	private static Flux<Difference> compared(SortedItems items) {
		return Flux.<Difference, Comparison>generate(() -> new Comparison(items), Reconciliation::next)
			.subscribeOn(Schedulers.boundedElastic());
	}

	private static Comparison next(Comparison comparison, SynchronousSink<Difference> sink) {
		try {
			Difference difference = comparison.next();
			if (difference != null) {
				sink.next(difference);
			}
			else {
				sink.complete();
			}
		}
		catch (IOException ex) {
			sink.error(unwritable(ex));
		}
		return comparison;
	}

	private static Mono<Void> close(SortedItems items) {
		return Mono.<Void>fromCallable(() -> {
			items.close();
			return null;
		}).subscribeOn(Schedulers.boundedElastic());
	}

	private static UncheckedIOException unwritable(IOException cause) {
		return new UncheckedIOException(
				"The temporary file of the reconciliation cannot be used: " + cause.getMessage()
						+ ". Nothing is compared. Make space in its directory, and repeat the " + "reconciliation",
				cause);
	}

}
