package io.github.wechatpayhk.simulator.fault;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.protocol.Operation;

/**
 * Says when some faults strike. A rule is in force as soon as it was injected: on every
 * operation, every time, until it is narrowed or removed. Thread-safe.
 *
 * @since 0.1.0
 */
public final class FaultRule {

	private static final Map<String, Operation> ONLY = Map.of("certificates-unavailable", Operation.CERTIFICATES,
			"altered-statement", Operation.STATEMENT, "cut-statement", Operation.STATEMENT, "missing-statement",
			Operation.STATEMENT);

	private final Faults owner;

	private final List<Fault> faults;

	private final Random random;

	private Set<Operation> operations = EnumSet.allOf(Operation.class);

	private Predicate<RawRequest> condition = (request) -> true;

	private int skipped;

	private int left = Integer.MAX_VALUE;

	private double probability = 1;

	private int hits;

	FaultRule(Faults owner, List<Fault> faults, Random random) {
		this.owner = owner;
		this.faults = faults;
		this.random = random;
		ONLY.forEach((fault, operation) -> {
			if (has(fault)) {
				this.operations = EnumSet.of(operation);
			}
		});
	}

	private boolean has(String name) {
		return this.faults.stream().anyMatch((fault) -> fault.name().equals(name));
	}

	/**
	 * Strike on the given operations only.
	 * @param first an operation
	 * @param others more operations
	 * @return this rule
	 */
	public synchronized FaultRule on(Operation first, Operation... others) {
		EnumSet<Operation> wanted = EnumSet.of(first, others);
		ONLY.forEach((fault, operation) -> {
			if (has(fault) && !wanted.equals(EnumSet.of(operation))) {
				this.owner.remove(this);
				throw new IllegalArgumentException("The fault '" + fault + "' is for " + operation + " only");
			}
		});
		this.operations = wanted;
		return this;
	}

	/**
	 * Strike on the given requests only.
	 * @param wanted the condition
	 * @return this rule
	 */
	public synchronized FaultRule matching(Predicate<RawRequest> wanted) {
		this.condition = wanted;
		return this;
	}

	/**
	 * Let some requests pass first.
	 * @param requests how many
	 * @return this rule
	 */
	public synchronized FaultRule after(int requests) {
		this.skipped = requests;
		return this;
	}

	/**
	 * Strike a number of times only.
	 * @param number how often, at least once
	 * @return this rule
	 */
	public synchronized FaultRule times(int number) {
		if (number < 1) {
			throw new IllegalArgumentException("'number' must be at least 1");
		}
		this.left = number;
		return this;
	}

	/**
	 * Strike once only.
	 * @return this rule
	 */
	public FaultRule once() {
		return times(1);
	}

	/**
	 * Strike by chance, drawn from the simulator's seed.
	 * @param chance between 0 and 1
	 * @return this rule
	 */
	public synchronized FaultRule withProbability(double chance) {
		if (!(chance >= 0 && chance <= 1)) {
			throw new IllegalArgumentException("'chance' must be between 0 and 1");
		}
		this.probability = chance;
		return this;
	}

	/**
	 * Return how often the rule has struck.
	 * @return the number of times
	 */
	public synchronized int hits() {
		return this.hits;
	}

	/**
	 * Return the faults.
	 * @return the faults
	 */
	public List<Fault> faults() {
		return this.faults;
	}

	/**
	 * Take the rule out of force.
	 */
	public void remove() {
		this.owner.remove(this);
	}

	synchronized boolean strikes(Operation operation, RawRequest request) {
		if (this.left == 0 || !this.operations.contains(operation) || !this.condition.test(request)) {
			return false;
		}
		if (this.skipped > 0) {
			this.skipped--;
			return false;
		}
		if (this.probability < 1 && this.random.nextDouble() >= this.probability) {
			return false;
		}
		this.left--;
		this.hits++;
		return true;
	}

	@Override
	public synchronized String toString() {
		String text = this.faults
				+ ((this.operations.size() < Operation.values().length) ? " on " + this.operations : "");
		return text + ", struck " + this.hits + " times";
	}

}
