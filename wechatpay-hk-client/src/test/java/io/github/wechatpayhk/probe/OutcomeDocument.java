package io.github.wechatpayhk.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes the outcome table for operators.
 */
final class OutcomeDocument {

	private static final String OUTCOME_HEAD = """
			| what happens | outcome | ends with |
			| --- | --- | --- |
			""";

	private static final int LONGEST_LIST = 7;

	private OutcomeDocument() {
	}

	static String outcomes() {
		StringBuilder text = new StringBuilder();
		for (OutcomeTable.Section section : OutcomeTable.sections()) {
			text.append("\n### ").append(section.name()).append("\n\n").append(OUTCOME_HEAD);
			String before = "";
			for (Line line : lines(section.probes())) {
				text.append(line.toMarkdown(before)).append('\n');
				before = line.variants();
			}
		}
		return text.append('\n').toString();
	}

	private static List<Line> lines(List<Probe> probes) {
		List<Line> lines = new ArrayList<>();
		for (Probe probe : probes) {
			Line last = lines.isEmpty() ? null : lines.get(lines.size() - 1);
			if (last == null || !last.takes(probe)) {
				last = new Line(new ArrayList<>());
				lines.add(last);
			}
			last.probes().add(probe);
		}
		return lines;
	}

	/**
	 * Probes that differ in a detail only.
	 *
	 * @param probes the probes, with one title and one ending
	 */
	private record Line(List<Probe> probes) {

		boolean takes(Probe probe) {
			return this.probes.get(0).title().equals(probe.title())
					&& this.probes.get(0).ending().equals(probe.ending());
		}

		String variants() {
			List<String> variants = this.probes.stream()
				.map(Probe::variant)
				.filter((variant) -> !variant.isEmpty())
				.distinct()
				.toList();
			int more = variants.size() - LONGEST_LIST;
			return variants.stream().limit(LONGEST_LIST).collect(Collectors.joining(", "))
					+ ((more > 0) ? ", and " + more + " more" : "");
		}

		String toMarkdown(String variantsBefore) {
			String variants = variants().equals(variantsBefore) ? "the same" : variants();
			return "| " + this.probes.get(0).title() + (variants().isEmpty() ? "" : ": " + variants) + " | "
					+ this.probes.get(0).ending().toMarkdown();
		}

	}

}
