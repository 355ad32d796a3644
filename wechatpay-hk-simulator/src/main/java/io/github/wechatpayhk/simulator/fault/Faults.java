package io.github.wechatpayhk.simulator.fault;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.protocol.Operation;

/**
 * The faults of a simulator. Of several rules that could strike, the one injected first
 * does. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Faults {

	private final List<FaultRule> rules = new CopyOnWriteArrayList<>();

	private final long seed;

	private int injected;

	/**
	 * Create an empty set of faults.
	 * @param seed what all chance comes from
	 */
	public Faults(long seed) {
		this.seed = seed;
	}

	/**
	 * Return the names of all faults.
	 * @return the names, sorted
	 */
	public static Set<String> names() {
		return FaultNames.all();
	}

	/**
	 * Inject faults: from now on they strike together, whenever the returned rule says.
	 * @param first a fault
	 * @param others more faults, each of another kind
	 * @return the rule, in force already
	 * @throws IllegalArgumentException if the faults contradict each other
	 */
	public synchronized FaultRule inject(Fault first, Fault... others) {
		List<Fault> faults = new ArrayList<>(List.of(others));
		faults.add(0, first);
		check(faults);
		FaultRule rule = new FaultRule(this, List.copyOf(faults), new Random(this.seed + 31L * ++this.injected));
		this.rules.add(rule);
		return rule;
	}

	private static void check(List<Fault> faults) {
		Set<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
		for (Fault fault : faults) {
			if (!kinds.add(fault.kind())) {
				throw new IllegalArgumentException("The faults " + faults + " contradict each other");
			}
		}
		boolean isUnseen = faults.stream()
			.anyMatch((fault) -> fault.name().startsWith("reset-") || fault.name().equals("no-response"));
		kinds.removeAll(EnumSet.of(Fault.Kind.ENDING, Fault.Kind.DELAY, Fault.Kind.KEYS));
		if (isUnseen && !kinds.isEmpty()) {
			throw new IllegalArgumentException("Of the faults " + faults + " some could not be seen by anybody");
		}
	}

	/**
	 * Return the rules in force.
	 * @return the rules
	 */
	public List<FaultRule> rules() {
		return List.copyOf(this.rules);
	}

	/**
	 * Remove all rules.
	 */
	public void clear() {
		this.rules.clear();
	}

	void remove(FaultRule rule) {
		this.rules.remove(rule);
	}

	/**
	 * Decide what goes wrong with a request.
	 * @param operation what is asked
	 * @param request the request
	 * @return the plan
	 */
	public FaultPlan plan(Operation operation, RawRequest request) {
		FaultPlan plan = new FaultPlan();
		for (FaultRule rule : this.rules) {
			if (rule.strikes(operation, request)) {
				List<Fault> ordered = rule.faults();
				// A signature's fault goes after a response's, which may be unsigned
				ordered.stream().filter((fault) -> fault.kind() == Fault.Kind.RESPONSE).forEach((f) -> f.apply(plan));
				ordered.stream().filter((fault) -> fault.kind() != Fault.Kind.RESPONSE).forEach((f) -> f.apply(plan));
				return plan;
			}
		}
		return plan;
	}

}
