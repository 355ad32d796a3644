package io.github.wechatpayhk.reconciliation;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.Difference.Kind;
import io.github.wechatpayhk.reconciliation.LedgerEntry.State;
import io.github.wechatpayhk.reconciliation.StatementTotals.DayTotals;
import io.github.wechatpayhk.statement.StatementRow;
import io.github.wechatpayhk.statement.StatementRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import static io.github.wechatpayhk.statement.StatementRows.payment;
import static io.github.wechatpayhk.statement.StatementRows.refund;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The statement of a day against the application's own books.
 */
class ReconciliationTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String PAID = payment("A", "SUCCESS", "8.88", "HKD");

	private static final String REVOKED = payment("A", "REVOKED", "8.88", "HKD");

	@TempDir
	private Path directory;

	static Stream<Arguments> oneOrder() {
		LedgerEntry paid = entry("A", State.PAID, 888);
		LedgerEntry reversed = entry("A", State.REVERSED, 888);
		LedgerEntry ended = new LedgerEntry("A", State.REVERSED_OR_CLOSED, null);
		LedgerEntry refunded = entry("R", State.REFUNDED, 100);
		return Stream.of(Arguments.of(List.of(paid), List.of(PAID), List.of()),
				Arguments.of(List.of(paid), List.of(), List.of(Kind.PAID_HERE_ONLY)),
				Arguments.of(List.of(paid), List.of(REVOKED), List.of(Kind.REVERSED_THERE_ONLY)),
				Arguments.of(List.of(), List.of(PAID), List.of(Kind.PAID_THERE_ONLY)),
				Arguments.of(List.of(), List.of(REVOKED), List.of(Kind.REVERSED_THERE_ONLY)),
				Arguments.of(List.of(reversed), List.of(REVOKED), List.of()),
				Arguments.of(List.of(reversed), List.of(), List.of(Kind.PAID_HERE_ONLY)),
				Arguments.of(List.of(reversed), List.of(PAID), List.of(Kind.REVERSED_HERE_PAID_THERE)),
				Arguments.of(List.of(ended), List.of(), List.of()),
				Arguments.of(List.of(ended), List.of(REVOKED), List.of()),
				Arguments.of(List.of(ended), List.of(PAID), List.of(Kind.REVERSED_HERE_PAID_THERE)),
				Arguments.of(List.of(paid), List.of(payment("A", "SUCCESS", "8.8800", "HKD")), List.of()),
				Arguments.of(List.of(paid), List.of(payment("A", "SUCCESS", "8.881", "HKD")),
						List.of(Kind.AMOUNTS_DIFFER)),
				Arguments.of(List.of(paid), List.of(payment("A", "SUCCESS", "8.87", "HKD")),
						List.of(Kind.AMOUNTS_DIFFER)),
				Arguments.of(List.of(paid), List.of(payment("A", "SUCCESS", "8.88", "CNY")),
						List.of(Kind.AMOUNTS_DIFFER)),
				Arguments.of(List.of(paid), List.of(payment("A", "SUCCESS", "", "")), List.of(Kind.AMOUNTS_DIFFER)),
				Arguments.of(List.of(reversed), List.of(payment("A", "REVOKED", "8.87", "HKD")),
						List.of(Kind.AMOUNTS_DIFFER)),
				Arguments.of(List.of(new LedgerEntry("A", State.PAID, new OrderAmount(1500, CurrencyCode.JPY))),
						List.of(payment("A", "SUCCESS", "1500", "JPY")), List.of()),
				Arguments.of(List.of(new LedgerEntry("A", State.PAID, null)), List.of(PAID), List.of()),
				Arguments.of(List.of(paid), List.of(payment("A", "NEW", "8.88", "HKD")),
						List.of(Kind.UNKNOWN_STATE_THERE)),
				Arguments.of(List.of(ended), List.of(payment("A", "", "8.88", "HKD")),
						List.of(Kind.UNKNOWN_STATE_THERE)),
				Arguments.of(List.of(refunded), List.of(refund("A", "R", "SUCCESS", "1.00")), List.of()),
				Arguments.of(List.of(refunded), List.of(refund("A", "R", "PROCESSING", "1.00")), List.of()),
				Arguments.of(List.of(refunded), List.of(refund("A", "R", "SUCCESS", "1.01")),
						List.of(Kind.AMOUNTS_DIFFER)),
				Arguments.of(List.of(refunded), List.of(refund("A", "R", "REFUNDCLOSE", "1.00")),
						List.of(Kind.REFUNDED_HERE_ONLY)),
				Arguments.of(List.of(refunded), List.of(refund("A", "R", "ABNORMAL", "1.00")),
						List.of(Kind.UNKNOWN_STATE_THERE)),
				Arguments.of(List.of(), List.of(refund("A", "R", "NEW", "1.00")), List.of(Kind.UNKNOWN_STATE_THERE)),
				Arguments.of(List.of(refunded), List.of(), List.of(Kind.REFUNDED_HERE_ONLY)),
				Arguments.of(List.of(), List.of(refund("A", "R", "SUCCESS", "1.00")),
						List.of(Kind.REFUNDED_THERE_ONLY)),
				Arguments.of(List.of(), List.of(refund("A", "R", "REFUNDCLOSE", "1.00")), List.of()),
				Arguments.of(List.of(), List.of(refund("A", "0", "SUCCESS", "1.00")),
						List.of(Kind.REFUNDED_THERE_ONLY)),
				Arguments.of(List.of(paid, entry("R1", State.REFUNDED, 100), entry("R2", State.REFUNDED, 200)),
						List.of(refund("A", "R2", "SUCCESS", "2.00"), PAID, refund("A", "R1", "SUCCESS", "1.00")),
						List.of()),
				Arguments.of(List.of(entry("A", State.REFUNDED, 888), paid),
						List.of(PAID, refund("A", "A", "SUCCESS", "8.88")), List.of()),
				Arguments.of(List.of(paid, paid), List.of(PAID), List.of(Kind.DUPLICATE_HERE)),
				Arguments.of(List.of(paid), List.of(PAID, PAID), List.of(Kind.DUPLICATE_THERE)),
				Arguments.of(List.of(paid, paid), List.of(PAID, PAID),
						List.of(Kind.DUPLICATE_HERE, Kind.DUPLICATE_THERE)),
				Arguments.of(List.of(reversed), List.of(PAID, REVOKED), List.of()),
				Arguments.of(List.of(reversed), List.of(PAID.replace("42A", "43A"), REVOKED),
						List.of(Kind.REVERSED_HERE_PAID_THERE)),
				Arguments.of(List.of(paid), List.of(PAID.replace("42A", "43A"), REVOKED),
						List.of(Kind.DUPLICATE_THERE, Kind.REVERSED_THERE_ONLY)));
	}

	@ParameterizedTest
	@MethodSource("oneOrder")
	void findsWhatDiffers(List<LedgerEntry> books, List<String> statement, List<Kind> expected) {
		for (int mostInMemory : new int[] { 1, 2, 100 }) {
			assertThat(differences(books, statement, mostInMemory)).extracting(Difference::kind)
				.containsExactlyElementsOf(expected);
		}
	}

	@Test
	void namesWhatBothSay() {
		assertThat(differences(List.of(entry("A", State.REVERSED, 888)), List.of(PAID), 1)).singleElement()
			.satisfies((difference) -> {
				assertThat(difference.number()).isEqualTo("A");
				assertThat(difference.entryKind()).isEqualTo(LedgerEntry.Kind.PAYMENT);
				assertThat(difference.here()).isEqualTo(entry("A", State.REVERSED, 888));
				assertThat(difference.there().state()).isEqualTo("SUCCESS");
				assertThat(difference.there().amount()).hasToString("8.88 HKD");
				assertThat(difference.there().transactionId()).isEqualTo("42A");
				assertThat(difference.there().time()).isEqualTo("2026-11-28T15:59:59Z");
			});
	}

	@Test
	void aDayEndsAtMidnightInBeijing() {
		assertThat(Reconciliation.day(Instant.parse("2026-11-28T15:59:59Z"))).isEqualTo(LocalDate.of(2026, 11, 28));
		assertThat(Reconciliation.day(Instant.parse("2026-11-28T16:00:00Z"))).isEqualTo(LocalDate.of(2026, 11, 29));
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5 })
	void findsThePlantedDifferencesWhateverTheOrder(long seed) {
		Random random = new Random(seed);
		List<LedgerEntry> books = new ArrayList<>();
		List<String> statement = new ArrayList<>();
		List<String> planted = new ArrayList<>();
		for (int number = 0; number < 3000; number++) {
			String order = "T" + random.nextLong();
			boolean isReversed = random.nextInt(10) == 0;
			int plan = random.nextInt(300);
			boolean isMissingHere = plan == 0;
			boolean isMissingThere = plan == 1;
			boolean isPaidAgain = plan == 2 && isReversed;
			if (!isMissingHere) {
				books.add(entry(order, isReversed ? State.REVERSED : State.PAID, 888));
			}
			if (!isMissingThere) {
				statement.add(payment(order, (isReversed && !isPaidAgain) ? "REVOKED" : "SUCCESS", "8.88", "HKD"));
			}
			if (isMissingHere || isMissingThere || isPaidAgain) {
				planted.add(order);
			}
		}
		Collections.shuffle(books, random);
		Collections.shuffle(statement, random);

		List<Difference> inMemory = differences(books, statement, 10_000);
		assertThat(inMemory).extracting(Difference::number).containsExactlyInAnyOrderElementsOf(planted);
		assertThat(differences(books, statement, 97)).isEqualTo(inMemory);
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void closesItsFileWhenCancelled() {
		List<String> statement = Stream.of("A", "B", "C")
			.map((number) -> payment(number, "SUCCESS", "1", "HKD"))
			.toList();
		Reconciliation reconciliation = Reconciliation.create().withDirectory(this.directory).withMostInMemory(1);

		// the file of what cannot be reached any more is closed in any case
		AtomicReference<Subscription> reachable = new AtomicReference<>();

		StepVerifier.create(reconciliation.differences(rows(statement), Flux.empty()).doOnSubscribe(reachable::set), 1)
			.expectNextCount(1)
			.then(() -> assertThat(openFiles()).isEqualTo(1))
			.thenCancel()
			.verify(LONG_ENOUGH);

		// another thread closes it
		long end = System.nanoTime() + LONG_ENOUGH.toNanos();
		while (openFiles() > 0 && System.nanoTime() < end) {
			Thread.onSpinWait();
		}
		assertThat(openFiles()).isZero();
		assertThat(reachable).doesNotHaveNullValue();
		assertThat(this.directory).isEmptyDirectory();
	}

	private long openFiles() {
		return Stream.of(new File("/proc/self/fd").listFiles()).filter((file) -> {
			try {
				return Files.readSymbolicLink(file.toPath()).startsWith(this.directory);
			}
			catch (IOException ex) {
				return false;
			}
		}).count();
	}

	@Test
	void subscribesToTheBooksAfterTheStatement() {
		List<String> arrived = new ArrayList<>();
		Flux<LedgerEntry> books = Flux.defer(() -> {
			arrived.add("books");
			return Flux.empty();
		});

		Reconciliation.create()
			.differences(rows(List.of(PAID)).doOnComplete(() -> arrived.add("statement")), books)
			.blockLast(LONG_ENOUGH);

		assertThat(arrived).containsExactly("statement", "books");
	}

	@Test
	void failsWithTheStatement() {
		StepVerifier.create(Reconciliation.create()
			.differences(rows(List.of(PAID)).concatWith(Flux.error(new IllegalStateException("torn"))), Flux.empty()))
			.expectErrorMessage("torn")
			.verify(LONG_ENOUGH);
	}

	@Test
	void failsWithoutADirectoryToSortIn() {
		StepVerifier
			.create(Reconciliation.create()
				.withDirectory(this.directory.resolve("missing"))
				.withMostInMemory(1)
				.differences(rows(List.of(PAID)), Flux.empty()))
			.expectError(UncheckedIOException.class)
			.verify(LONG_ENOUGH);
	}

	@Test
	void refusesAnAmountWithoutDigits() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new LedgerEntry("A", State.PAID, new OrderAmount(1, new CurrencyCode("QQQ"))));
	}

	@Test
	void addsUpADayPerCurrency() {
		StatementTotals totals = new StatementTotals();
		StatementRows.read(List.of(payment("A", "SUCCESS", "8.88", "HKD"), payment("B", "SUCCESS", "0.02", "HKD"),
				payment("C", "REVOKED", "5.00", "HKD"), payment("D", "SUCCESS", "1500", "JPY"),
				refund("A", "R1", "SUCCESS", "1.00"), refund("A", "R2", "REFUNDCLOSE", "2.00"),
				payment("E", "SUCCESS", "", "")))
			.forEach(totals::add);

		assertThat(totals.list()).containsExactly(
				new DayTotals(CurrencyCode.HKD, 2, new BigDecimal("8.90"), 1, new BigDecimal("1.00"),
						new BigDecimal("0.13408")),
				new DayTotals(CurrencyCode.JPY, 1, new BigDecimal("1500"), 0, BigDecimal.ZERO,
						new BigDecimal("0.07104")));
		assertThat(totals.list().get(0).net()).isEqualByComparingTo("7.76592");
		assertThat(totals.rowsWithoutAmount()).isEqualTo(1);
	}

	@Test
	void writesATableThatNoSpreadsheetExecutes() {
		List<Difference> differences = differences(
				List.of(entry("=cmd|' /C calc'!A0", State.PAID, 888), entry("B,\"x\"", State.REVERSED, 1)),
				List.of(payment("B,\"x\"", "SUCCESS", "0.01", "HKD"), payment("@SUM", "REVOKED", "1.50", "HKD")), 1);

		assertThat(DifferenceReport.csv(Flux.fromIterable(differences)).collectList().block(LONG_ENOUGH))
			.containsExactly(
					"difference,kind,number,state_here,amount_here,currency_here,state_there,amount_there,"
							+ "currency_there,transaction_id,time\r\n",
					"PAID_HERE_ONLY,PAYMENT,'=cmd|' /C calc'!A0,PAID,8.88,HKD,,,,,\r\n",
					"REVERSED_THERE_ONLY,PAYMENT,'@SUM,,,,REVOKED,1.50,HKD,42@SUM,2026-11-28T15:59:59Z\r\n",
					"REVERSED_HERE_PAID_THERE,PAYMENT,\"B,\"\"x\"\"\",REVERSED,0.01,HKD,SUCCESS,0.01,HKD,"
							+ "\"42B,\"\"x\"\"\",2026-11-28T15:59:59Z\r\n");
	}

	/**
	 * On threads that must not block, which sees what would block one.
	 */
	private List<Difference> differences(List<LedgerEntry> books, List<String> statement, int mostInMemory) {
		return Reconciliation.create()
			.withDirectory(this.directory)
			.withMostInMemory(mostInMemory)
			.differences(rows(statement).publishOn(Schedulers.parallel()),
					Flux.fromIterable(books).publishOn(Schedulers.parallel()))
			.collectList()
			.block(LONG_ENOUGH);
	}

	private static Flux<StatementRow> rows(List<String> lines) {
		return Flux.fromIterable(lines.isEmpty() ? List.of() : StatementRows.read(lines));
	}

	private static LedgerEntry entry(String number, State state, long cents) {
		return new LedgerEntry(number, state, OrderAmount.hkd(cents));
	}

}
