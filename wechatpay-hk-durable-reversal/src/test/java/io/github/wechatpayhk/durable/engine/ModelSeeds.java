package io.github.wechatpayhk.durable.engine;

import java.util.Set;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs a model. {@code -Dmodel.seeds=5000} sets how many seeds run,
 * {@code -Dmodel.seed=42} runs one.
 */
final class ModelSeeds {

	private static final int SEEDS = Integer.getInteger("model.seeds", 60);

	private static final int MUTANT_SEEDS = 50;

	private ModelSeeds() {
	}

	static void assertNothingIsBroken(LongFunction<Set<String>> broken) {
		Long only = Long.getLong("model.seed");
		LongStream seeds = (only != null) ? LongStream.of(only) : LongStream.rangeClosed(1, SEEDS);
		seeds.forEach((seed) -> assertThat(broken.apply(seed)).as("seed " + seed).isEmpty());
	}

	static void assertIsKilled(LongFunction<Set<String>> broken, String... rules) {
		Set<String> found = LongStream.rangeClosed(1, MUTANT_SEEDS)
			.mapToObj(broken)
			.filter((rule) -> !rule.isEmpty())
			.findFirst()
			.orElseThrow(() -> new AssertionError("The mutant survives " + MUTANT_SEEDS + " seeds"));
		assertThat(found).containsAnyOf(rules);
	}

}
