package io.github.wechatpayhk.benchmarks.books;

import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.Options;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.reconciliation.Difference;
import io.github.wechatpayhk.reconciliation.LedgerEntry;
import io.github.wechatpayhk.reconciliation.Reconciliation;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.statement.StatementService;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.publisher.Flux;

/**
 * A statement of many rows: read as lines of text, read as verified rows, and reconciled
 * with as many entries in another order, one of which is missing. The file of the
 * statement is written and served by the same process, and is no part of the heap.
 */
public final class Books {

	private static final Duration LONGEST = Duration.ofHours(2);

	/** A prime, so that its multiples visit each number once. */
	private static final long STRIDE = 7_368_787;

	private Books() {
	}

	/**
	 * Measure and print.
	 * @param options the command line
	 * @throws IOException if the statement cannot be written
	 */
	public static void main(Options options) throws IOException {
		int rows = options.number("rows", 10_000_000);
		int rounds = options.number("rounds", 1);
		BenchmarkKeys keys = BenchmarkKeys.generate();
		try (SignedStatement statement = SignedStatement.start(keys, rows)) {
			StatementService statements = StatementService.create(client(keys, statement.port()));
			LocalDate day = LocalDate.ofInstant(Instant.now(), StatementRequest.ZONE).minusDays(2);
			System.out.printf(Locale.ROOT, "%,d rows, %,d bytes, at most %,d MiB of heap%n", rows,
					Files.size(statement.file()), Runtime.getRuntime().maxMemory() >> 20);
			for (int round = 0; round < rounds; round++) {
				measure("plain reader", rows, () -> lines(statement.file()));
				measure("verified rows", rows, () -> statements.rows(day).count().blockOptional(LONGEST).orElseThrow());
				measure("reconciliation", rows, () -> reconcile(statements, day, rows));
			}
		}
	}

	private static WechatPayHkClient client(BenchmarkKeys keys, int port) {
		return WechatPayHkClient
			.builder(MerchantIds.direct(BenchmarkKeys.MCHID),
					new MerchantCredential(SerialNumber.of(BenchmarkKeys.MERCHANT_SERIAL),
							Signer.rsa(keys.merchant().getPrivate())),
					PlatformKeys.publicKey(SerialNumber.of(BenchmarkKeys.PUBLIC_KEY_ID), keys.platform().getPublic()))
			.baseUrl(URI.create("http://127.0.0.1:" + port + "/hk/"))
			.build();
	}

	private static long lines(Path file) throws IOException {
		long number = -1;
		try (BufferedReader reader = Files.newBufferedReader(file)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				number += (line.split(",`", -1).length > 1) ? 1 : 0;
			}
		}
		return number + 1;
	}

	private static long reconcile(StatementService statements, LocalDate day, int rows) {
		Flux<LedgerEntry> books = Flux.range(1, rows - 1)
			.map((index) -> (int) (index * STRIDE % rows))
			.map(Books::entry);
		List<Difference> differences = Reconciliation.create()
			.differences(statements.rows(day), books)
			.collectList()
			.block(LONGEST);
		if (differences == null || differences.size() != 1
				|| !differences.get(0).number().equals(SignedStatement.outTradeNo(0))) {
			throw new VoidRunException("Not the one difference that was planted: " + differences, null);
		}
		return rows;
	}

	private static LedgerEntry entry(int number) {
		return new LedgerEntry(SignedStatement.outTradeNo(number),
				SignedStatement.isReversed(number) ? LedgerEntry.State.REVERSED : LedgerEntry.State.PAID,
				OrderAmount.hkd(888));
	}

	private static void measure(String what, int rows, Work work) throws IOException {
		List<MemoryPoolMXBean> heap = ManagementFactory.getMemoryPoolMXBeans()
			.stream()
			.filter((pool) -> pool.getType() == MemoryType.HEAP)
			.toList();
		System.gc();
		heap.forEach(MemoryPoolMXBean::resetPeakUsage);
		long start = System.nanoTime();
		Long read = work.run();
		double seconds = (System.nanoTime() - start) / 1e9;
		if (read == null || read != rows) {
			throw new VoidRunException(what + ": " + read + " rows in place of " + rows, null);
		}
		long peak = heap.stream().mapToLong((pool) -> pool.getPeakUsage().getUsed()).sum();
		System.out.printf(Locale.ROOT, "%s: %.1f s, %,.0f rows/s, peak heap %,d MiB%n", what, seconds, rows / seconds,
				peak >> 20);
	}

	@FunctionalInterface
	private interface Work {

		Long run() throws IOException;

	}

}
