package io.github.wechatpayhk.probe;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The one table of what a call's end means. {@code docs/errors.md} shows it to users.
 */
public final class OutcomeTable {

	private static final List<Probe> PROBES = Stream
		.of(SignatureProbes.all(), StatusProbes.all(), RefusalProbes.all(), BodyProbes.all(), ConnectionProbes.all(),
				TlsProbes.all(), NothingSentProbes.all(), EchoProbes.all())
		.flatMap(Function.identity())
		.toList();

	private OutcomeTable() {
	}

	public static Stream<Probe> probes() {
		return PROBES.stream();
	}

}
