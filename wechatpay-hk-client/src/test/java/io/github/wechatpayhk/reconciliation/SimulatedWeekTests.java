package io.github.wechatpayhk.reconciliation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.CurrencyCode;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.Order;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.order.TradeState;
import io.github.wechatpayhk.reconciliation.LedgerEntry.State;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.statement.StatementChanges;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.statement.StatementRequest;
import io.github.wechatpayhk.statement.StatementService;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A week of random payments, reversals, refunds and faults over two merchants. The
 * statements are written from what the gateway really did, the books from what the client
 * said. On each following day the reconciliation finds the differences that were planted,
 * and no other. {@code -Dweek.operations=20000} sets the length, {@code -Dweek.seed} the
 * seed.
 */
class SimulatedWeekTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final int OPERATIONS = Integer.getInteger("week.operations", 400);

	private static final long SEED = Long.getLong("week.seed", 1);

	private static final int DAYS = 7;

	private static final LocalDate FIRST = LocalDate.of(2026, 11, 23);

	private static final List<Fault> FAULTS = List.of(Fault.resetAfterEffect(), Fault.resetBeforeEffect(),
			Fault.systemError(), Fault.systemError().afterEffect(), Fault.unsigned(), Fault.tampered(),
			Fault.truncated());

	private final Random random = new Random(SEED);

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(SimulatedClock.standing(FIRST.atStartOfDay(StatementRequest.ZONE).toInstant()))
		.merchant(SimulatedMerchant.builder().direct("1900000109").build())
		.merchant(SimulatedMerchant.builder().direct("1900000222").build())
		.rateLimit(RateLimits.none())
		.seed(SEED)
		.startInMemory();

	private final List<Shop> shops = this.simulator.merchants().stream().map(Shop::new).toList();

	private int numbers;

	@AfterEach
	void closeSimulator() {
		this.simulator.close();
	}

	@Test
	void findsThePlantedDifferencesOfEachDay() {
		Map<Difference.Kind, Integer> found = new TreeMap<>();
		for (int day = 0; day <= DAYS; day++) {
			LocalDate date = FIRST.plusDays(day);
			if (day < DAYS) {
				workUntil(date, Duration.ofHours(10).plusMinutes(30), day > 0);
			}
			else {
				advanceTo(instant(date, Duration.ofHours(10).plusMinutes(30)));
			}
			if (day > 0) {
				this.shops.forEach((shop) -> shop.reconcile(date.minusDays(1), found));
			}
			if (day < DAYS) {
				workUntil(date, Duration.ofDays(1).minusSeconds(1), true);
				this.shops.forEach(Shop::work);
			}
		}
		System.out.println("Simulated week: seed " + SEED + " holds, " + this.numbers + " numbers, planted " + found);
		assertThat(found).containsOnlyKeys(Stream.of(Difference.Kind.values())
			.filter((kind) -> kind != Difference.Kind.DUPLICATE_HERE && kind != Difference.Kind.UNKNOWN_STATE_THERE)
			.toList());
	}

	/**
	 * Work a part of the operations, from now until a time of the day.
	 */
	private void workUntil(LocalDate date, Duration time, boolean isBusy) {
		Instant end = instant(date, time);
		int operations = isBusy ? OPERATIONS / (2 * DAYS) : 1;
		for (int operation = 0; operation < operations; operation++) {
			Duration left = Duration.between(this.simulator.clock().instant(), end);
			this.simulator.advance(left.dividedBy(operations - operation + 1L).truncatedTo(ChronoUnit.SECONDS));
			this.shops.get(this.random.nextInt(this.shops.size())).work();
		}
		advanceTo(end);
	}

	private void advanceTo(Instant time) {
		this.simulator.advance(Duration.between(this.simulator.clock().instant(), time));
	}

	private static Instant instant(LocalDate date, Duration time) {
		return date.atStartOfDay(StatementRequest.ZONE).toInstant().plus(time);
	}

	private String number(String prefix) {
		return "%s%06d%04d".formatted(prefix, ++this.numbers, this.random.nextInt(10_000));
	}

	private <T> T any(List<T> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	/**
	 * A payment as the shop knows it.
	 */
	private static final class Payment {

		final String number;

		final long total;

		final LocalDate day;

		State state;

		long refunded;

		@Nullable Instant refundedAt;

		Payment(String number, long total, LocalDate day, State state) {
			this.number = number;
			this.total = total;
			this.day = day;
			this.state = state;
		}

		LedgerEntry entry() {
			return new LedgerEntry(this.number, this.state, OrderAmount.hkd(this.total));
		}

	}

	/**
	 * A merchant with books of its own.
	 */
	private final class Shop {

		private final SimulatedMerchant merchant;

		private final WechatPayHkClient client;

		private final Map<String, Payment> payments = new LinkedHashMap<>();

		private final Map<LocalDate, List<LedgerEntry>> refunds = new LinkedHashMap<>();

		Shop(SimulatedMerchant merchant) {
			WechatPayHkSimulator simulator = SimulatedWeekTests.this.simulator;
			this.merchant = merchant;
			this.client = WechatPayHkClient.builder(MerchantIds.direct(String.valueOf(merchant.mchid())),
					new MerchantCredential(SerialNumber.of(merchant.serialNumber()), Signer.rsa(merchant.privateKey())),
					PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
							simulator.platform().publicKey()))
				.appid("wx8888888888888888")
				.baseUrl(simulator.baseUrl())
				.clock(simulator.clock())
				.signingScheduler(Schedulers.immediate())
				.exchangeFunction(simulator.exchangeFunction())
				.build();
			LocalDate known = Reconciliation.day(simulator.clock().instant());
			if (merchant == simulator.merchant()) {
				this.payments.put(WechatPayHkSimulator.PAID_ORDER,
						new Payment(WechatPayHkSimulator.PAID_ORDER, 888, known, State.PAID));
			}
		}

		void work() {
			int kind = SimulatedWeekTests.this.random.nextInt(10);
			if (kind < 5) {
				pay();
			}
			else if (kind < 8) {
				choose((payment) -> payment.state == State.PAID && payment.refunded == 0).ifPresent(this::reverse);
			}
			else {
				choose(this::isRefundable).ifPresent(this::refund);
			}
		}

		private Optional<Payment> choose(Predicate<Payment> condition) {
			List<Payment> fitting = this.payments.values().stream().filter(condition).toList();
			return fitting.isEmpty() ? Optional.empty() : Optional.of(any(fitting));
		}

		private boolean isRefundable(Payment payment) {
			Instant earliest = SimulatedWeekTests.this.simulator.clock().instant().minus(Duration.ofMinutes(1));
			return payment.state == State.PAID && payment.refunded < payment.total
					&& (payment.refundedAt == null || payment.refundedAt.isBefore(earliest));
		}

		private void pay() {
			String number = number("P");
			long total = 1 + SimulatedWeekTests.this.random.nextInt(100_000);
			int payer = any(List.of(0, 0, 0, 0, 0, 0, 91, 93, 95, 96));
			maybeFail(Operation.MICROPAY);
			MicropayRequest request = MicropayRequest
				.builder(number, "12%014d%02d".formatted(SimulatedWeekTests.this.numbers, payer),
						OrderAmount.hkd(total))
				.description("Image Store - QQ Doll")
				.merchantCategoryCode("1011")
				.build();
			Mono<Order> paid = MicropayService.create(this.client)
				.pay(request)
				.filter((response) -> !response.accepted())
				.mapNotNull((response) -> response.order());
			Order order = paid.onErrorComplete(WechatPayHkException.class)
				.switchIfEmpty(QueryOrderService.create(this.client).query(number))
				.onErrorComplete(WechatPayHkException.class)
				.block(LONG_ENOUGH);
			SimulatedWeekTests.this.simulator.faults().clear();
			if (order != null && TradeState.SUCCESS.equals(order.tradeState())) {
				this.payments.put(number, new Payment(number, total, day(order.successTime()), State.PAID));
				return;
			}
			LocalDate today = Reconciliation.day(SimulatedWeekTests.this.simulator.clock().instant());
			Payment unpaid = new Payment(number, total, today, State.REVERSED_OR_CLOSED);
			this.payments.put(number, unpaid);
			maybeFail(Operation.REVERSE);
			ReverseOrderService.create(this.client)
				.reverse(number)
				.retry(2)
				.onErrorComplete(WechatPayHkException.class)
				.block(LONG_ENOUGH);
			SimulatedWeekTests.this.simulator.faults().clear();
		}

		private void reverse(Payment payment) {
			maybeFail(Operation.REVERSE);
			ReverseOrderService.create(this.client).reverse(payment.number).retry(2).block(LONG_ENOUGH);
			SimulatedWeekTests.this.simulator.faults().clear();
			payment.state = State.REVERSED;
		}

		private void refund(Payment payment) {
			String number = number("R");
			long amount = 1 + SimulatedWeekTests.this.random.nextLong(payment.total - payment.refunded);
			RefundRequest request = RefundRequest
				.builder(OrderReference.outTradeNo(payment.number), number,
						new RefundAmount(amount, payment.total, CurrencyCode.HKD))
				.build();
			maybeFail(Operation.REFUND);
			Refund refund = RefundService.create(this.client).refund(request).retry(2).block(LONG_ENOUGH);
			SimulatedWeekTests.this.simulator.faults().clear();
			payment.refunded += amount;
			payment.refundedAt = SimulatedWeekTests.this.simulator.clock().instant();
			this.refunds.computeIfAbsent(day(refund.createTime()), (unused) -> new ArrayList<>())
				.add(new LedgerEntry(number, State.REFUNDED, OrderAmount.hkd(amount)));
		}

		private void maybeFail(Operation operation) {
			if (SimulatedWeekTests.this.random.nextInt(4) == 0) {
				SimulatedWeekTests.this.simulator.faults().inject(any(FAULTS)).on(operation).once();
			}
		}

		private static LocalDate day(@Nullable String time) {
			return Reconciliation.day(OffsetDateTime.parse(String.valueOf(time)).toInstant());
		}

		void reconcile(LocalDate day, Map<Difference.Kind, Integer> found) {
			List<LedgerEntry> books = new ArrayList<>(this.refunds.getOrDefault(day, List.of()));
			this.payments.values()
				.stream()
				.filter((payment) -> payment.day.equals(day))
				.map(Payment::entry)
				.forEach(books::add);
			assertThat(differences(day, books)).as("Before anything is planted, on %s", day).isEmpty();

			Set<String> planted = plant(day, books);
			Collection<Difference> differences = differences(day, books);
			assertThat(differences).extracting((difference) -> difference.kind() + " " + difference.number())
				.containsExactlyInAnyOrderElementsOf(planted);
			differences.forEach((difference) -> found.merge(difference.kind(), 1, Integer::sum));
			SimulatedWeekTests.this.simulator.statementChanges().clear();
		}

		private Collection<Difference> differences(LocalDate day, List<LedgerEntry> books) {
			return Reconciliation.create()
				.withMostInMemory(50)
				.differences(StatementService.create(this.client).rows(day), Flux.fromIterable(books))
				.collectList()
				.block(LONG_ENOUGH);
		}

		/**
		 * Change the statement, or what is left of the books, for a fifth of the numbers.
		 */
		private Set<String> plant(LocalDate day, List<LedgerEntry> books) {
			Set<String> planted = new HashSet<>();
			for (LedgerEntry entry : List.copyOf(books)) {
				if (SimulatedWeekTests.this.random.nextInt(5) == 0) {
					Difference.Kind kind = plant(day, books, entry);
					if (kind != null) {
						planted.add(kind + " " + entry.number());
					}
				}
			}
			String invented = number("X");
			changes().add(order(day, invented, 777));
			planted.add(Difference.Kind.PAID_THERE_ONLY + " " + invented);
			return planted;
		}

		private Difference.@Nullable Kind plant(LocalDate day, List<LedgerEntry> books, LedgerEntry entry) {
			int choice = SimulatedWeekTests.this.random.nextInt(4);
			switch (entry.state()) {
				case REFUNDED -> {
					if (choice < 2) {
						changes().leaveOutRefund(entry.number());
						return Difference.Kind.REFUNDED_HERE_ONLY;
					}
					books.remove(entry);
					return Difference.Kind.REFUNDED_THERE_ONLY;
				}
				case REVERSED -> {
					if (choice < 3) {
						changes().showAsPaid(entry.number());
						return Difference.Kind.REVERSED_HERE_PAID_THERE;
					}
					books.remove(entry);
					return Difference.Kind.REVERSED_THERE_ONLY;
				}
				case PAID -> {
					if (choice == 0) {
						changes().leaveOutPayment(entry.number());
						return Difference.Kind.PAID_HERE_ONLY;
					}
					if (choice == 1) {
						changes().leaveOutPayment(entry.number());
						changes().add(order(day, entry.number(), entry.amount().total() + 1));
						return Difference.Kind.AMOUNTS_DIFFER;
					}
					if (choice == 2) {
						changes().add(order(day, entry.number(), entry.amount().total()));
						return Difference.Kind.DUPLICATE_THERE;
					}
					books.remove(entry);
					return Difference.Kind.PAID_THERE_ONLY;
				}
				default -> {
					return null;
				}
			}
		}

		private StatementChanges changes() {
			return SimulatedWeekTests.this.simulator.statementChanges();
		}

		private SimulatedOrder order(LocalDate day, String number, long total) {
			return SimulatedOrder.quickPay(number)
				.merchant(this.merchant)
				.amount(total, "HKD")
				.build(instant(day, Duration.ofHours(12)));
		}

	}

}
