package io.github.wechatpayhk.probe;

import java.util.List;
import java.util.stream.Stream;

/**
 * The one table of what a call's end means. {@code docs/errors.md} shows it to users.
 */
public final class OutcomeTable {

	private static final List<Section> SECTIONS = List.of(new Section("Signatures", SignatureProbes.all().toList()),
			new Section("Statuses", StatusProbes.all().toList()), new Section("Refusals", RefusalProbes.all().toList()),
			new Section("Bodies and headers", BodyProbes.all().toList()),
			new Section("Connections", ConnectionProbes.all().toList()), new Section("TLS", TlsProbes.all().toList()),
			new Section("Nothing sent", NothingSentProbes.all().toList()),
			new Section("Echoes", EchoProbes.all().toList()));

	private OutcomeTable() {
	}

	public static Stream<Probe> probes() {
		return SECTIONS.stream().flatMap((section) -> section.probes().stream());
	}

	static List<Section> sections() {
		return SECTIONS;
	}

	/**
	 * Probes on one subject.
	 *
	 * @param name the subject
	 * @param probes the probes
	 */
	record Section(String name, List<Probe> probes) {
	}

}
