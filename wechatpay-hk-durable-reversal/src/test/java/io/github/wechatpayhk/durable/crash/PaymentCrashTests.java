package io.github.wechatpayhk.durable.crash;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.github.wechatpayhk.durable.DurableStore;
import org.jspecify.annotations.Nullable;
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
 * request and each response. Another process resumes the payment. Enabled like
 * {@link CrashRunTests}.
 */
@EnabledIfSystemProperty(named = "crash.kills", matches = "\\d+",
		disabledReason = "Takes minutes: -Dcrash.kills=3 begins it")
class PaymentCrashTests {

	@TempDir
	private static Path keys;

	private static SimulatorProcess simulator;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startSimulator() {
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
		int kills = 0;
		boolean isKilled = true;
		while (isKilled) {
			String number = "C" + payer + kills;
			String authCode = "12%014d%s".formatted(System.nanoTime() % 100_000_000_000_000L, digits);
			isKilled = run(number, authCode, kills);
			kills += isKilled ? 1 : 0;
		}
		System.out.println("Cancel of a payment, payer " + payer + ": killed at each of " + kills + " steps");
		assertThat(kills).as("steps between the cancel and the end").isGreaterThanOrEqualTo(5);
	}

	/**
	 * Run one payment.
	 * @return whether its process came to the step at which it is killed
	 */
	private boolean run(String number, String authCode, int step) {
		Path file = this.directory.resolve(number).resolve("payments");
		Countdown countdown = new Countdown(step);
		boolean isKilled;
		try (Cashier cashier = new Cashier(file, countdown)) {
			countdown.kill.set(cashier::kill);
			cashier.process.awaitLine("READY");
			countdown.number.set(number);
			cashier.process.say("pay " + number + ' ' + authCode);
			Waiting.until("the payment is posted", () -> countdown.posted.getCount() == 0);
			cashier.process.say("cancel " + number);
			Waiting.until("the payment ends, or its process: " + cashier.process.lines(),
					() -> !cashier.process.isAlive() || cashier.hasEnded(number));
			isKilled = !cashier.process.isAlive();
		}
		if (isKilled && !isOver(file)) {
			try (Cashier next = new Cashier(file, new Countdown(Integer.MAX_VALUE))) {
				Waiting.until("the payment is resumed and ends: " + next.process.lines(), () -> next.hasEnded(number));
			}
		}
		assertThat(state(file)).as("step " + step).isIn("REVERSED_OR_CLOSED", "REFUNDED");
		assertThat(simulator.tradeState(number)).as("step " + step).isIn("REVOKED", "CLOSED", "REFUND");
		return isKilled;
	}

	private static boolean isOver(Path file) {
		return !"OPEN".equals(state(file));
	}

	private static String state(Path file) {
		try (DurableStore store = DurableStore.embedded(file)) {
			return JdbcClient.create(store.dataSource())
				.sql("select state from wechatpay_hk_payment_intent")
				.query(String.class)
				.single();
		}
	}

	/**
	 * Counts the steps of a payment from the moment in which its cancel is remembered.
	 */
	private static final class Countdown {

		private final AtomicInteger left;

		private final AtomicReference<@Nullable Runnable> kill = new AtomicReference<>();

		private final AtomicReference<String> number = new AtomicReference<>("");

		private final CountDownLatch posted = new CountDownLatch(1);

		private final CountDownLatch cancelled = new CountDownLatch(1);

		private volatile boolean isGivenUp;

		Countdown(int steps) {
			this.left = new AtomicInteger(steps);
		}

		void hear(String line) {
			if (line.equals("CANCELLED " + this.number.get())) {
				this.cancelled.countDown();
			}
			if (line.equals("GIVEN_UP " + this.number.get()) && !this.isGivenUp) {
				this.isGivenUp = true;
				step();
			}
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
		 * @return whether the process was killed at it
		 */
		boolean step() {
			if (!this.isGivenUp || this.left.getAndDecrement() != 0) {
				return false;
			}
			Runnable killing = this.kill.get();
			if (killing != null) {
				killing.run();
			}
			return true;
		}

	}

	/**
	 * A cashier's process, and the front that is its only way to the simulator.
	 */
	private static final class Cashier implements AutoCloseable {

		private final Passage front;

		private final JavaProcess process;

		Cashier(Path file, Countdown countdown) {
			this.front = new Passage(simulator, (target, step) -> {
				boolean isPaymentHeld = target.contains("micropay") && step == Passage.Step.EFFECT;
				return isPaymentHeld ? countdown.holdPayment() : countdown.step();
			});
			this.process = JavaProcess.start(PaymentNode.class, countdown::hear, simulator.keys().toString(),
					this.front.baseUrl().toString(), file.toString());
		}

		boolean hasEnded(String number) {
			return this.process.lines().stream().anyMatch((line) -> line.startsWith("ENDED " + number + ' '));
		}

		void kill() {
			this.process.kill();
		}

		@Override
		public void close() {
			this.process.kill();
			this.front.close();
		}

	}

}
