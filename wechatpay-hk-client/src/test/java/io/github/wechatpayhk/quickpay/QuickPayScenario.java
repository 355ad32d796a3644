package io.github.wechatpayhk.quickpay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.fault.FaultRule;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.SimulatedPayer;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one payment, drawn from a seed: how the payer acts, when the cashier
 * cancels, and what goes wrong. Nothing is drawn that WeChat Pay rules out: a signed
 * refusal tells the truth, and a copy of a payment arrives while its code is valid.
 */
final class QuickPayScenario {

	private static final Operation[] OPERATIONS = { Operation.MICROPAY, Operation.QUERY, Operation.REVERSE,
			Operation.REFUND, Operation.QUERY_REFUND };

	private static final int ONE_IS_QUEUED = 6;

	private static final Duration LONG_AGO = Duration.ofMinutes(11);

	private static final Duration FINAL_NOT_FOUND = Duration.ofSeconds(60);

	final String number;

	final SimulatedPayer payer;

	final @Nullable Duration cancelAfter;

	final @Nullable Duration crashAfter;

	final Reuse reuse;

	/**
	 * How long the payment is queued for the rate limit.
	 */
	private final @Nullable Duration queued;

	private final boolean isRefundLost;

	final List<String> faults = new ArrayList<>();

	private final Random random;

	private Duration payingTime = Duration.ZERO;

	QuickPayScenario(long seed) {
		this.random = new Random(seed * 31 + 7);
		this.number = "S" + seed;
		this.payer = payer();
		this.cancelAfter = cancel();
		Duration crash = crash();
		this.reuse = switch (this.random.nextInt(10)) {
			case 0 -> Reuse.PAID_BEFORE;
			case 1 -> Reuse.PAID_MEANWHILE;
			default -> Reuse.NONE;
		};
		this.queued = (seed % ONE_IS_QUEUED == 0) ? Duration.ofSeconds(10 + this.random.nextInt(40)) : null;
		this.isRefundLost = seed % 2 == 1;
		this.crashAfter = (this.queued != null && this.random.nextBoolean())
				? this.queued.plusMillis(1 + this.random.nextInt(8_000)) : crash;
	}

	/**
	 * Most processes die soon after the cancel: that is where it could be lost.
	 */
	private @Nullable Duration crash() {
		return switch (this.random.nextInt(6)) {
			case 0 -> Duration.ofMillis(this.random.nextInt(60_000));
			case 1, 2 -> ((this.cancelAfter != null) ? this.cancelAfter : Duration.ZERO)
				.plusMillis(1 + this.random.nextInt(8_000));
			default -> null;
		};
	}

	/**
	 * Tell whether WeChat Pay refuses the payment, and nothing else happens.
	 */
	boolean isRefusedUndisturbed() {
		return this.payer.toString().startsWith("refused") && this.faults.isEmpty() && this.crashAfter == null
				&& this.reuse == Reuse.NONE
				&& (this.cancelAfter == null || this.cancelAfter.compareTo(Duration.ofSeconds(5)) > 0);
	}

	private @Nullable Duration cancel() {
		return switch (this.random.nextInt(6)) {
			case 0, 1 -> Duration.ofMillis(this.random.nextInt(60_000));
			// about when the payer pays: that is where money slips in
			case 2, 3, 4 -> this.payingTime.plusMillis(this.random.nextInt(6_000));
			default -> null;
		};
	}

	private SimulatedPayer payer() {
		Duration later = Duration.ofMillis(this.random.nextInt(this.random.nextBoolean() ? 70_000 : 15_000) + 1L);
		this.payingTime = later;
		return switch (this.random.nextInt(12)) {
			case 0, 1 -> SimulatedPayer.paysAtOnce();
			case 2, 3, 4, 5 -> SimulatedPayer.paysAfter(later);
			case 6 -> SimulatedPayer.neverPays();
			case 7 -> SimulatedPayer.failsAfter(later);
			case 8 -> SimulatedPayer.refused(403, "NOT_ENOUGH");
			case 9 -> SimulatedPayer.refused(400, "AUTH_CODE_INVALID");
			case 10 -> SimulatedPayer.bankFails();
			default -> SimulatedPayer.paysDespiteError(later);
		};
	}

	/**
	 * Let it happen from now on.
	 */
	void prepare(QuickPayWorld world) {
		world.simulator.payers().forOrder(this.number, this.payer);
		if (this.isRefundLost) {
			world.simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REFUND).once();
		}
		if (this.reuse != Reuse.NONE) {
			prepareReuse(world);
			return;
		}
		if (this.queued != null) {
			prepareLate(world, this.queued);
			return;
		}
		if (this.payer.toString().startsWith("refused") && this.random.nextBoolean()) {
			return;
		}
		if (this.random.nextInt(5) == 0) {
			world.simulator.faults().inject(Fault.unauthorized().afterEffect()).on(Operation.MICROPAY).once();
			this.faults.add("a proxy passes the payment on and responds with 401");
		}
		int rules = this.random.nextInt(5);
		for (int rule = 0; rule < rules; rule++) {
			injectFault(world);
		}
		for (String path : List.of("/micropay", "/reverse", "/refunds")) {
			if (this.random.nextInt(6) == 0) {
				Duration delay = Duration.ofMillis(this.random.nextInt(55_000));
				world.network.delay(path, delay);
				this.faults.add("late " + path + ' ' + delay);
			}
		}
	}

	/**
	 * Let the payment be sent late, and arrive more than a minute after it was opened.
	 */
	private void prepareLate(QuickPayWorld world, Duration queued) {
		world.queued = queued;
		Duration delay = FINAL_NOT_FOUND.plusSeconds(1).minus(queued).plusMillis(this.random.nextInt(4_000));
		world.network.delay("/micropay", delay);
		this.faults.add("queued " + queued + ", late /micropay " + delay);
	}

	/**
	 * Another payment has the number already. Its responses arrive: without any, nobody
	 * can tell. Nor can a process that resumes the payment, unless the other one was made
	 * long before.
	 */
	private void prepareReuse(QuickPayWorld world) {
		Duration time = Duration.ofMillis(this.random.nextInt(20_000) + 5_000L);
		SimulatedOrder.Builder other = SimulatedOrder.quickPay(this.number)
			.merchant(world.simulator.merchant())
			.amount(888, "HKD")
			.createdAt(world.clock.instant().minus(time));
		if (this.reuse == Reuse.PAID_BEFORE) {
			if (this.crashAfter != null) {
				other.createdAt(world.clock.instant().minus(LONG_AGO));
			}
			world.simulator.orders().put(other);
			if (this.random.nextInt(3) > 0) {
				world.simulator.faults().inject(Fault.resetBeforeEffect()).on(Operation.MICROPAY);
				this.faults.add("the payment is lost");
			}
			return;
		}
		world.simulator.orders().put(other.state(TradeState.USERPAYING));
		world.time.schedule(() -> world.simulator.pay(this.number), time.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void injectFault(QuickPayWorld world) {
		Operation operation = OPERATIONS[this.random.nextInt(OPERATIONS.length)];
		Fault fault = fault();
		int after = this.random.nextInt(4);
		int times = 1 + this.random.nextInt((this.random.nextInt(4) == 0) ? 60 : 5);
		FaultRule rule = (fault.name().equals("not-found") && this.random.nextBoolean())
				? world.simulator.faults().inject(fault, Fault.unsigned()) : world.simulator.faults().inject(fault);
		rule.on(operation).after((operation == Operation.MICROPAY) ? 0 : after).times(times);
		if (isSignedNotFound(rule)) {
			// as the documentation has it, "no such order" is true from 60 seconds on
			Instant until = world.clock.instant().plus(FINAL_NOT_FOUND);
			rule.matching((request) -> world.clock.instant().isBefore(until) && operation != Operation.MICROPAY
					&& operation != Operation.QUERY_REFUND);
		}
		this.faults.add(rule.faults() + " on " + operation + " after " + after + " times " + times);
	}

	private static boolean isSignedNotFound(FaultRule rule) {
		return rule.faults().size() == 1 && rule.faults().get(0).name().equals("not-found");
	}

	private Fault fault() {
		return switch (this.random.nextInt(22)) {
			case 0 -> Fault.latency(Duration.ofMillis(this.random.nextInt(12_000) + 1L));
			case 1 -> Fault.noResponse();
			case 2 -> Fault.resetBeforeEffect();
			case 3 -> Fault.resetAfterEffect();
			case 4 -> Fault.truncated();
			case 5 -> Fault.unsigned();
			case 6 -> Fault.tampered();
			case 7 -> Fault.signedByUntrustedKey();
			case 8 -> Fault.unknownSerial();
			case 9 -> Fault.signTest();
			case 10 -> Fault.staleClock();
			case 11 -> Fault.undecodableSignature();
			case 12 -> Fault.accepted();
			case 13 -> Fault.accepted().afterEffect();
			case 14 -> Fault.unauthorized();
			case 15 -> Fault.forbidden();
			case 16 -> Fault.tooManyRequests();
			case 17 -> Fault.systemError();
			case 18 -> Fault.systemError().afterEffect();
			case 19 -> Fault.badGatewayHtml().afterEffect();
			case 20 -> Fault.serviceUnavailable();
			default -> Fault.notFound();
		};
	}

	@Override
	public String toString() {
		return this.number + ": payer " + this.payer + ", cancel after " + this.cancelAfter + ", crash after "
				+ this.crashAfter + ", response to the refund " + (this.isRefundLost ? "lost" : "received")
				+ ", number " + this.reuse + ", faults " + this.faults;
	}

	/**
	 * Whether another customer's payment has the number of this one.
	 */
	enum Reuse {

		NONE, PAID_BEFORE, PAID_MEANWHILE

	}

}
