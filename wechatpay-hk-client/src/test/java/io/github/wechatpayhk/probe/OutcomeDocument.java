package io.github.wechatpayhk.probe;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes the outcome table for operators: what leads to each ending.
 */
final class OutcomeDocument {

	private static final int LONGEST_LIST = 4;

	private OutcomeDocument() {
	}

	static String outcomes() {
		StringBuilder text = new StringBuilder();
		Set<String> listed = new HashSet<>();
		endings().forEach((ending, cases) -> {
			text.append("\n### ").append(ending).append("\n\n");
			cases.forEach((title, variants) -> {
				String list = list(variants);
				text.append("- ").append(title);
				if (!list.isEmpty() && listed.add(list)) {
					text.append(": ").append(list);
				}
				text.append('\n');
			});
		});
		return text.append('\n').toString();
	}

	/**
	 * Return the variants of each case, by title, by ending.
	 */
	private static Map<String, Map<String, List<String>>> endings() {
		return OutcomeTable.probes()
			.collect(Collectors.groupingBy((probe) -> probe.ending().toMarkdown(), TreeMap::new, Collectors.groupingBy(
					Probe::title, LinkedHashMap::new, Collectors.mapping(Probe::variant, Collectors.toList()))));
	}

	private static String list(List<String> all) {
		List<String> variants = all.stream().filter((variant) -> !variant.isEmpty()).distinct().toList();
		int more = variants.size() - LONGEST_LIST;
		return variants.stream().limit(LONGEST_LIST).collect(Collectors.joining(", "))
				+ ((more > 0) ? ", and " + more + " more" : "");
	}

}
