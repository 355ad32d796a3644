package io.github.wechatpayhk.sample.practice;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.fault.FaultRule;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.time.SimulatedClock;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * What can be practised: payers, faults and clocks.
 */
@Component
@Profile("!live")
public class Practice {

	private static final Duration NOTICEABLE = Duration.ofSeconds(1);

	private static final List<String> FAULTS = List.of("reset-after-effect", "reset-before-effect", "system-error",
			"service-unavailable+after-effect", "no-response", "latency:PT3S", "unsigned", "tampered", "stale-clock",
			"unknown-serial", "too-many-requests", "unauthorized", "not-found");

	private static final List<Operation> OPERATIONS = List.of(Operation.MICROPAY, Operation.NATIVE, Operation.QUERY,
			Operation.REVERSE, Operation.CLOSE, Operation.REFUND, Operation.QUERY_REFUND, Operation.NOTIFICATION);

	private final WechatPayHkSimulator simulator;

	private final SimulatedClock clock;

	Practice(WechatPayHkSimulator simulator, SimulatedClock clock) {
		this.simulator = simulator;
		this.clock = clock;
	}

	/**
	 * Return the payers to choose from.
	 * @return the payers, each with a fresh code
	 */
	public List<PracticePayer> payers() {
		return PracticePayer.all();
	}

	/**
	 * Return the number of the order that the gateway knows from the start.
	 * @return the number
	 */
	public String paidOrder() {
		return WechatPayHkSimulator.PAID_ORDER;
	}

	/**
	 * Return the faults to choose from.
	 * @return their names
	 */
	public List<String> faults() {
		return FAULTS;
	}

	/**
	 * Return the operations to choose from.
	 * @return their names
	 */
	public List<String> operations() {
		return OPERATIONS.stream().map((operation) -> operation.name().toLowerCase(Locale.ROOT)).toList();
	}

	/**
	 * Return the faults in force.
	 * @return what strikes, and how often it did
	 */
	public List<Rule> rules() {
		return this.simulator.faults().rules().stream().map(Rule::of).toList();
	}

	/**
	 * Return how far the gateway's clock is ahead of the application's.
	 * @return the difference, zero unless a reader would notice it
	 */
	public Duration skew() {
		Duration skew = Duration.between(this.clock.instant(), this.simulator.clock().instant());
		return (skew.abs().compareTo(NOTICEABLE) < 0) ? Duration.ZERO
				: Duration.ofSeconds(Math.round(skew.toMillis() / 1000.0));
	}

	/**
	 * Let a payer scan the code of an order and pay.
	 */
	void pay(String outTradeNo) {
		if (this.simulator.orders().find(outTradeNo) != null) {
			this.simulator.pay(outTradeNo);
		}
	}

	void inject(String fault, String operation, int times) {
		if (!FAULTS.contains(fault)) {
			throw new IllegalArgumentException("There is no such fault to practise");
		}
		FaultRule rule = this.simulator.faults().inject(Fault.parse(fault));
		if (!operation.isEmpty()) {
			rule.on(Operation.valueOf(operation.toUpperCase(Locale.ROOT)));
		}
		if (times > 0) {
			rule.times(times);
		}
	}

	void clearFaults() {
		this.simulator.faults().clear();
	}

	void letPass(Duration time) {
		this.clock.advance(time);
		this.simulator.advance(time);
	}

	void putGatewayAhead(Duration time) {
		this.simulator.advance(time);
	}

	void setClocksRight() {
		Duration skew = Duration.between(this.clock.instant(), this.simulator.clock().instant());
		if (skew.isNegative()) {
			this.simulator.advance(skew.negated());
		}
		else {
			this.clock.advance(skew);
		}
	}

	/**
	 * A fault in force.
	 *
	 * @param fault its name
	 * @param hits how often it struck
	 */
	public record Rule(String fault, int hits) {

		static Rule of(FaultRule rule) {
			return new Rule(rule.faults().get(0).toString(), rule.hits());
		}

	}

}
