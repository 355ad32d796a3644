package io.github.wechatpayhk.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Writes the outcome table for operators.
 */
final class OutcomeDocument {

	private static final String OUTCOME_HEAD = """
			| what happens | outcome | ends with | signature | `Request-ID` |
			| --- | --- | --- | --- | --- |
			""";

	private static final String PEER_HEAD = """
			| probe | wechatpay-java 0.2.17 | WxJava 4.7.0 | wechatpay-apache-httpclient 0.6.0 | this client |
			| --- | --- | --- | --- | --- |
			""";

	private static final List<Peers> PEERS = List.of(new Peers("Signed 204", "accepted", "-", "-"),
			new Peers("Success without a signature", "`IllegalArgumentException`",
					"accepted, unless the host is `*.mch.weixin.qq.com`",
					"accepted, unless the host is `*.mch.weixin.qq.com`"),
			new Peers("Signed by an untrusted key under a trusted serial number", "`ValidationException`", "-",
					"refused"),
			new Peers("Signed with a key that is not trusted", "`ValidationException`", "-", "refused"),
			new Peers("Signed too far from the local clock", "15 min old", "`IllegalArgumentException`", "-", "-"),
			new Peers("Signed 204", "header names in lower case", "`IllegalArgumentException`", "-", "-"),
			new Peers("Success without a signature", "text/plain", "-", "accepted", "-"),
			new Peers("HTML from a proxy", "Gson's `JsonSyntaxException`", "-", "-"), new Peers("Refusal, unsigned",
					"404", "`ServiceException` with the `Authorization` in its message, no `Request-ID`", "-", "-"));

	private OutcomeDocument() {
	}

	static String outcomes() {
		StringBuilder text = new StringBuilder();
		for (OutcomeTable.Section section : OutcomeTable.sections()) {
			text.append("\n### ").append(section.name()).append("\n\n").append(OUTCOME_HEAD);
			lines(section.probes()).forEach((line) -> text.append(line.toMarkdown()).append('\n'));
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

	static String peers() {
		return PEERS.stream().map(Peers::toMarkdown).collect(Collectors.joining("\n", "\n" + PEER_HEAD, "\n\n"));
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

		String toMarkdown() {
			String variants = this.probes.stream()
				.map(Probe::variant)
				.filter((variant) -> !variant.isEmpty())
				.distinct()
				.collect(Collectors.joining(", "));
			return "| " + this.probes.get(0).title() + (variants.isEmpty() ? "" : ": " + variants) + " | "
					+ this.probes.get(0).ending().toMarkdown();
		}

	}

	/**
	 * What others make of a probe.
	 *
	 * @param title the title of the probe
	 * @param variant its variant, or empty for the first one
	 * @param official what WeChat Pay's Java SDK does
	 * @param wxJava what WxJava does
	 * @param apache what WeChat Pay's Apache client does
	 */
	private record Peers(String title, String variant, String official, String wxJava, String apache) {

		Peers(String title, String official, String wxJava, String apache) {
			this(title, "", official, wxJava, apache);
		}

		String toMarkdown() {
			Probe probe = OutcomeTable.probes()
				.filter((candidate) -> candidate.title().equals(this.title))
				.filter((candidate) -> this.variant.isEmpty() || candidate.variant().equals(this.variant))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException("No probe '" + this.title + "'"));
			String ours = (probe.ending().type() == null) ? "accepted" : "`" + probe.ending().outcome() + "`, `"
					+ Objects.requireNonNull(probe.ending().type()).getSimpleName() + "`";
			return "| " + probe + " | " + this.official + " | " + this.wxJava + " | " + this.apache + " | " + ours
					+ " |";
		}

	}

}
