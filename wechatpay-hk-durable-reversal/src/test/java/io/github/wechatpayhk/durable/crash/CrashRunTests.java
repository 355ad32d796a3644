package io.github.wechatpayhk.durable.crash;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes that die by {@code kill -9} while they execute scheduled reversals,
 * against a simulator in a process of its own. {@code -Dcrash.kills=3} kills three times
 * on each of the four settings, {@code -Dcrash.seed} repeats what was drawn.
 */
@EnabledIfSystemProperty(named = "crash.kills", matches = "\\d+",
		disabledReason = "Takes minutes: -Dcrash.kills=3 begins it")
class CrashRunTests {

	private static final int KILLS = Integer.getInteger("crash.kills", 0);

	private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

	private static final SplittableRandom RANDOM = new SplittableRandom(SEED);

	private static final Deque<Moment> DECK = new ArrayDeque<>();

	private static final CrashTally ALL = new CrashTally("All");

	@TempDir
	private static Path keys;

	private static SimulatorProcess simulator;

	@TempDir
	private Path directory;

	@BeforeAll
	static void startSimulator() {
		System.out.println("Crash runs with -Dcrash.seed=" + SEED);
		simulator = SimulatorProcess.start(keys);
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
		System.out.println(ALL);
	}

	@ParameterizedTest
	@EnumSource
	void everyReversalReachesOneTerminalState(Setting setting) {
		CrashTally tally = new CrashTally(setting.toString());
		try (CrashWorld world = new CrashWorld(simulator, setting.database(this.directory), setting.nodes, RANDOM)) {
			for (int number = 0; number < KILLS; number++) {
				Moment moment = draw();
				tally.add(moment, world.run(setting.name().charAt(0) + "" + setting.nodes + "R" + number, moment));
			}
			world.stop();
			CrashAudit audit = CrashAudit.of(world, simulator);
			tally.add(audit);
			System.out.println(tally);
			ALL.add(tally);
			assertThat(audit.deadNodes()).isLessThanOrEqualTo(tally.kills());
		}
	}

	private static Moment draw() {
		if (DECK.isEmpty()) {
			List<Moment> deck = new ArrayList<>(Stream.of(Moment.values()).filter(Moment::isClass).toList());
			Collections.shuffle(deck, new Random(RANDOM.nextLong()));
			DECK.addAll(deck);
		}
		return DECK.remove();
	}

	private enum Setting {

		H2_ONE_NODE("H2 file, one node", 1) {

			@Override
			CrashDatabase database(Path directory) {
				return CrashDatabase.H2.create(directory);
			}

		},

		POSTGRESQL_ONE_NODE("PostgreSQL, one node", 1),

		POSTGRESQL_TWO_NODES("PostgreSQL, two nodes", 2),

		POSTGRESQL_THREE_NODES("PostgreSQL, three nodes", 3);

		private final String label;

		private final int nodes;

		Setting(String label, int nodes) {
			this.label = label;
			this.nodes = nodes;
		}

		CrashDatabase database(Path directory) {
			return CrashDatabase.Postgresql.create();
		}

		@Override
		public String toString() {
			return this.label;
		}

	}

}
