package io.github.wechatpayhk.durable.crash;

import java.util.EnumMap;
import java.util.Map;

/**
 * Counts what was aimed at, what was hit, and what it led to.
 */
final class CrashTally {

	private final String title;

	private final Map<Moment, Integer> aimed = new EnumMap<>(Moment.class);

	private final Map<Moment, Integer> hit = new EnumMap<>(Moment.class);

	private CrashAudit audit = new CrashAudit(0, 0, 0, 0, 0);

	CrashTally(String title) {
		this.title = title;
	}

	void add(Moment aimed, Moment hit) {
		this.aimed.merge(aimed, 1, Integer::sum);
		this.hit.merge(hit, 1, Integer::sum);
	}

	void add(CrashAudit other) {
		this.audit = new CrashAudit(this.audit.scheduledReversals() + other.scheduledReversals(),
				this.audit.calls() + other.calls(), this.audit.extraCalls() + other.extraCalls(),
				this.audit.interrupted() + other.interrupted(), this.audit.deadNodes() + other.deadNodes());
	}

	void add(CrashTally other) {
		other.aimed.forEach((moment, number) -> this.aimed.merge(moment, number, Integer::sum));
		other.hit.forEach((moment, number) -> this.hit.merge(moment, number, Integer::sum));
		add(other.audit);
	}

	int kills() {
		return this.aimed.values().stream().mapToInt(Integer::intValue).sum();
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder(String.format("%s: %d kills%n", this.title, kills()));
		for (Moment moment : Moment.values()) {
			int aimedAt = this.aimed.getOrDefault(moment, 0);
			int struck = this.hit.getOrDefault(moment, 0);
			if (aimedAt + struck > 0) {
				text.append(String.format("  %-27s aimed at %3d, hit %3d%n", moment, aimedAt, struck));
			}
		}
		return text.append(String
			.format("  %d scheduled reversals, each reversed at the simulator, and ended once in the database%n"
					+ "  %d calls, %d more than scheduled reversals, all explained by %d attempts that %d kills interrupted",
					this.audit.scheduledReversals(), this.audit.calls(), this.audit.extraCalls(),
					this.audit.interrupted(), this.audit.deadNodes()))
			.toString();
	}

}
