package io.github.wechatpayhk.durable.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import io.github.wechatpayhk.durable.engine.DurableStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cashier's process that dies by {@code kill -9} at each step between a cancel and the
 * end of the payment: when the cancel is remembered, and then before and after each
 * request and each response. Another process resumes the payment, and takes the next one.
 * Enabled like {@link CrashRunTests}: {@code -Dcrash.kills=3} kills at three steps of
 * each kind of payment, {@code -Dcrash.kills=100} at all of them.
 */
@EnabledIfSystemProperty(named = "crash.kills", matches = "\\d+",
		disabledReason = "Takes minutes: -Dcrash.kills=3 begins it")
class PaymentCrashTests {

	private static final int KILLS = Integer.getInteger("crash.kills", 0);

	private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

	private static final int FEWEST_STEPS = 5;

	@TempDir
	private static Path keys;

	private static SimulatorProcess simulator;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startSimulator() {
		System.out.println("Cancelled payments with -Dcrash.seed=" + SEED);
		simulator = SimulatorProcess.start(keys);
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	/**
	 * The payer has paid, pays while the cashier cancels, or never pays.
	 */
	@ParameterizedTest
	@CsvSource({ "PAID, 00", "LATE, 81", "NEVER, 91" })
	void cancelledPaymentHoldsNoMoneyWhereverItsProcessDies(String payer, String digits) {
		Path file = this.directory.resolve("payments");
		List<String> numbers = new ArrayList<>();
		int kills = 0;
		try (Shop shop = new Shop(file)) {
			Countdown all = new Countdown("C" + payer, Integer.MAX_VALUE);
			numbers.add(all.number);
			assertThat(shop.isKilled(all, digits)).isFalse();
			assertThat(all.taken()).as("steps between the cancel and the end").isGreaterThanOrEqualTo(FEWEST_STEPS);
			List<Integer> steps = new ArrayList<>(IntStream.range(0, all.taken()).boxed().toList());
			Collections.shuffle(steps, new Random(SEED));
			for (int step : steps) {
				if (kills < KILLS) {
					Countdown countdown = new Countdown("C" + payer + step, step);
					numbers.add(countdown.number);
					kills += shop.isKilled(countdown, digits) ? 1 : 0;
				}
			}
			System.out.println(
					"Cancel of a payment, payer " + payer + ": killed at " + kills + " of " + steps.size() + " steps");
		}
		assertThat(kills).isGreaterThanOrEqualTo(Math.min(KILLS, FEWEST_STEPS));
		for (String number : numbers) {
			assertThat(state(file, number)).as(number).isIn("REVERSED_OR_CLOSED", "REFUNDED");
			assertThat(simulator.tradeState(number)).as(number).isIn("REVOKED", "CLOSED", "REFUND");
		}
	}

	private static String state(Path file, String number) {
		try (DurableStore store = DurableStore.embedded(file)) {
			return JdbcClient.create(store.dataSource())
				.sql("select state from wechatpay_hk_payment_intent where out_trade_no = ?")
				.param(number)
				.query(String.class)
				.single();
		}
	}

	/**
	 * One cashier's process after the other, on one file.
	 */
	private static final class Shop implements AutoCloseable {

		private final Path file;

		private Cashier cashier;

		Shop(Path file) {
			this.file = file;
			this.cashier = new Cashier(file);
		}

		/**
		 * Take and cancel a payment. If its process dies, the next one brings it to its
		 * end.
		 * @return whether its process came to the step at which it is killed
		 */
		boolean isKilled(Countdown countdown, String digits) {
			Cashier first = this.cashier;
			String number = countdown.number;
			first.begin(countdown);
			first.process.say("pay %s 12%014d%s".formatted(number, System.nanoTime() % 100_000_000_000_000L, digits));
			Waiting.until("the payment is posted", () -> countdown.posted.getCount() == 0);
			first.process.say("cancel " + number);
			Waiting.until("the payment ends, or its process: " + first.process.lines(),
					() -> !first.process.isAlive() || first.hasEnded(number));
			if (first.process.isAlive()) {
				return false;
			}
			first.close();
			boolean isOver = !"OPEN".equals(state(this.file, number));
			Cashier next = new Cashier(this.file);
			this.cashier = next;
			Waiting.until("the payment is resumed and ends: " + next.process.lines(),
					() -> isOver || next.hasEnded(number));
			return true;
		}

		@Override
		public void close() {
			this.cashier.close();
		}

	}

	/**
	 * Counts the steps of a payment from the moment in which its cancel is remembered.
	 */
	private static final class Countdown {

		private final String number;

		private final int steps;

		private final AtomicInteger taken = new AtomicInteger();

		private final CountDownLatch posted = new CountDownLatch(1);

		private final CountDownLatch cancelled = new CountDownLatch(1);

		private volatile boolean isGivenUp;

		Countdown(String number, int steps) {
			this.number = number;
			this.steps = steps;
		}

		/**
		 * Hear what the process says.
		 * @return whether it is to be killed
		 */
		boolean hear(String line) {
			if (line.equals("CANCELLED " + this.number)) {
				this.cancelled.countDown();
			}
			if (line.equals("GIVEN_UP " + this.number) && !this.isGivenUp) {
				this.isGivenUp = true;
				return step();
			}
			return false;
		}

		/**
		 * Hold the response to the payment until the cashier has cancelled.
		 */
		boolean holdPayment() {
			this.posted.countDown();
			try {
				return !this.cancelled.await(Waiting.LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				return true;
			}
		}

		/**
		 * Take a step.
		 * @return whether the process is to be killed at it
		 */
		boolean step() {
			return this.isGivenUp && this.taken.getAndIncrement() == this.steps;
		}

		int taken() {
			return this.taken.get();
		}

	}

	/**
	 * A cashier's process, and the front that is its only way to the simulator.
	 */
	private static final class Cashier implements AutoCloseable {

		private final AtomicReference<Countdown> countdown = new AtomicReference<>(
				new Countdown("", Integer.MAX_VALUE));

		private final Passage front;

		private final JavaProcess process;

		Cashier(Path file) {
			this.front = new Passage(simulator, this::isLost);
			this.process = JavaProcess.start(PaymentNode.class, this::hear, simulator.keys().toString(),
					this.front.baseUrl().toString(), file.toString());
			this.process.awaitLine("READY");
		}

		void begin(Countdown countdown) {
			this.countdown.set(countdown);
		}

		private void hear(String line) {
			if (this.countdown.get().hear(line)) {
				this.process.kill();
			}
		}

		private boolean isLost(String target, Passage.Step step) {
			Countdown present = this.countdown.get();
			if (target.contains("micropay") && step == Passage.Step.EFFECT) {
				return present.holdPayment();
			}
			boolean isKilled = present.step();
			if (isKilled) {
				this.process.kill();
			}
			return isKilled;
		}

		boolean hasEnded(String number) {
			return this.process.lines().stream().anyMatch((line) -> line.startsWith("ENDED " + number + ' '));
		}

		@Override
		public void close() {
			this.process.kill();
			this.front.close();
		}

	}

}
