package io.github.wechatpayhk.durable.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

import io.github.wechatpayhk.durable.engine.Polling;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that place orders and refund them, one of which dies by {@code kill -9} in
 * each run: when something is stored, before and after a request takes effect and its
 * response arrives, when a notification arrives or is stored, and before a state is
 * committed. Each notification of the simulator reaches one or two of the processes.
 * Enabled like {@link CrashRunTests}.
 */
@EnabledIfSystemProperty(named = "crash.kills", matches = "\\d+",
		disabledReason = "Takes minutes: -Dcrash.kills=3 begins it")
class OnlinePaymentCrashTests {

	private static final int KILLS = Integer.getInteger("crash.kills", 0);

	private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

	private static final Duration ACKNOWLEDGED_WITHIN = Duration.ofSeconds(4);

	/**
	 * The simulator waits for minutes before it sends a notification for the fifth time.
	 */
	private static final Duration ALL_SENT_AGAIN_WITHIN = Duration.ofMinutes(6);

	@TempDir
	private Path directory;

	@TempDir
	private Path keys;

	private SimulatorProcess simulator;

	private ShopFront front;

	private final Random random = new Random(SEED);

	private final List<Node> nodes = new CopyOnWriteArrayList<>();

	private final AtomicInteger deliveries = new AtomicInteger();

	private final Map<Moment, Integer> hits = new TreeMap<>();

	private volatile Aim aim = new Aim(Moment.ORDER_STORED, "");

	private CrashDatabase database;

	@BeforeEach
	void startSimulator() {
		this.front = new ShopFront(this.directory, this::deliver);
		this.simulator = SimulatorProcess.start(this.keys, this.front.trustOptions());
	}

	@AfterEach
	void stopSimulator() {
		this.simulator.close();
		this.front.close();
	}

	@ParameterizedTest
	@EnumSource
	void eachPaymentAndEachRefundEndsOnce(Setting setting) {
		try (CrashDatabase created = setting.database(this.directory)) {
			this.database = created;
			for (int number = 0; number < setting.nodes; number++) {
				this.nodes.add(new Node());
			}
			this.nodes.forEach((node) -> node.process.awaitLine("READY"));
			List<Moment> moments = new ArrayList<>(List.of(Moment.values()));
			List<String> numbers = new ArrayList<>();
			for (int run = 0; run < KILLS; run++) {
				if (run % moments.size() == 0) {
					Collections.shuffle(moments, this.random);
				}
				String number = "C" + run;
				numbers.add(number);
				run(number, moments.get(run % moments.size()));
			}
			Polling.until(() -> ask("processed"), String.valueOf(2 * KILLS)::equals, ALL_SENT_AGAIN_WITHIN);
			this.nodes.forEach((node) -> node.process.stop());
			System.out.println("Online payments, " + setting + " with -Dcrash.seed=" + SEED + ": killed at " + this.hits
					+ ", " + this.deliveries + " deliveries of notifications");
			created.read((client) -> audit(client, numbers));
		}
		finally {
			this.nodes.forEach(Node::close);
		}
	}

	/**
	 * Hand a notification to one process, or to two at once. Those that would make a
	 * query superfluous which is aimed at wait until that is hit.
	 * @return whether one of them acknowledged it
	 */
	private boolean deliver(String content) {
		Aim aim = this.aim;
		List<Node> living = this.nodes.stream().filter((node) -> node.process.lines().contains("READY")).toList();
		if (living.isEmpty() || (aim.moment.isQuery() && !aim.isTaken.get())) {
			return false;
		}
		String key = "N" + this.deliveries.incrementAndGet();
		List<Node> receivers = new ArrayList<>();
		for (int copy = this.random.nextInt(2); copy < 2; copy++) {
			Node node = living.get(this.random.nextInt(living.size()));
			node.process.say("notify " + key + ' ' + content);
			receivers.add(node);
		}
		if (aim.take(aim.moment == Moment.NOTIFICATION_SENT)) {
			receivers.get(0).process.kill();
		}
		try {
			return Polling.until(() -> isSaid("ACKNOWLEDGED " + key, receivers), (isAcknowledged) -> isAcknowledged
					|| receivers.stream().noneMatch((node) -> node.process.isAlive()), ACKNOWLEDGED_WITHIN);
		}
		catch (IllegalStateException ex) {
			return false;
		}
	}

	private static boolean isSaid(String line, List<Node> nodes) {
		return nodes.stream().anyMatch((node) -> node.process.lines().contains(line));
	}

	/**
	 * Place an order, pay and refund it, and kill a process at a moment of that.
	 */
	private void run(String number, Moment moment) {
		this.aim = new Aim(moment, number);
		Waiting.until(number + " is placed: " + said(), () -> {
			replaceTheDead();
			Node node = anyNode();
			node.process.say("order " + number);
			Waiting.until("a process places " + number + " or dies: " + said(),
					() -> node.process.lines().contains("PREPARED " + number) || !node.process.isAlive()
							|| node.hasFailed(number));
			return node.process.lines().contains("PREPARED " + number);
		});
		this.simulator.pay(number);
		awaitState(number, "PAID");
		Waiting.until("R" + number + " is stored: " + said(), () -> {
			replaceTheDead();
			Node node = anyNode();
			node.process.say("refund " + number);
			Waiting.until("a process stores R" + number + " or dies: " + said(),
					() -> node.process.lines().contains("STORED R" + number) || !node.process.isAlive());
			return node.process.lines().contains("STORED R" + number);
		});
		awaitState("R" + number, "SUCCESS");
		Waiting.until("a process died at " + moment + ": " + said(), () -> {
			replaceTheDead();
			return this.aim.isHit.get();
		});
	}

	private void awaitState(String number, String state) {
		Waiting.until(number + " is " + state + ": " + said(), () -> ask("state", number).equals(state));
	}

	/**
	 * Ask a process.
	 * @return its response, empty if it died
	 */
	private String ask(String question, String... words) {
		replaceTheDead();
		Node node = anyNode();
		String beginning = "STATE " + UUID.randomUUID();
		node.process.say(question + beginning.substring("STATE".length()) + ' ' + String.join(" ", words));
		Waiting.until("a process responds to " + question + " or dies: " + said(),
				() -> !node.process.isAlive() || said(node, beginning).isPresent());
		return said(node, beginning).map((line) -> line.substring(beginning.length() + 1)).orElse("");
	}

	private static Optional<String> said(Node node, String beginning) {
		return node.process.lines().stream().filter((line) -> line.startsWith(beginning)).findFirst();
	}

	private Node anyNode() {
		return this.nodes.get(this.random.nextInt(this.nodes.size()));
	}

	private List<List<String>> said() {
		return this.nodes.stream().map((node) -> node.process.lines()).toList();
	}

	private void replaceTheDead() {
		for (Node node : List.copyOf(this.nodes)) {
			if (!node.process.isAlive()) {
				if (!this.aim.isTaken.get()) {
					throw new AssertionError("A process died by itself: " + node.process.lines());
				}
				this.database.awaitGone(node.name);
				node.close();
				Node next = new Node();
				Collections.replaceAll(this.nodes, node, next);
				next.process.awaitLine("READY");
				this.hits.merge(this.aim.moment, 1, Integer::sum);
				this.aim.isHit.set(true);
			}
		}
	}

	private boolean audit(JdbcClient client, List<String> numbers) {
		List<String> expected = numbers.stream()
			.flatMap((number) -> List.of(number + ":PAID", "R" + number + ":SUCCESS").stream())
			.toList();
		assertThat(client.sql("select subject from shop_notified").query(String.class).list())
			.as("entries of the listener")
			.containsExactlyInAnyOrderElementsOf(expected);
		assertThat(this.simulator.refunded()).as("refunds at the gateway")
			.containsExactlyInAnyOrderElementsOf(
					numbers.stream().map((number) -> "R" + number + " 888 SUCCESS").toList());
		assertThat(client.sql("select count(*) from wechatpay_hk_notification where state <> 'PROCESSED'")
			.query(Integer.class)
			.single()).as("notifications that are left").isZero();
		assertThat(client.sql("select count(*) from wechatpay_hk_scheduled_task where task_name <> 'housekeeping'")
			.query(Integer.class)
			.single()).as("plans that are left").isZero();
		return true;
	}

	/**
	 * When a process dies.
	 */
	private enum Moment {

		ORDER_STORED(null, null),

		ORDER_SENT("/transactions/native$", Passage.Step.SENT),

		ORDER_EFFECT("/transactions/native$", Passage.Step.EFFECT),

		QUERY_RESPONDED("/transactions/out-trade-no/", Passage.Step.RESPONDED),

		NOTIFICATION_SENT(null, null),

		NOTIFICATION_STORED(null, null),

		PAID_WRITTEN(null, null),

		REFUND_STORED(null, null),

		REFUND_SENT("/refunds$", Passage.Step.SENT),

		REFUND_EFFECT("/refunds$", Passage.Step.EFFECT),

		REFUND_RESPONDED("/refunds$", Passage.Step.RESPONDED),

		REFUND_QUERY_RESPONDED("/refunds/out-refund-no/", Passage.Step.RESPONDED),

		REFUND_WRITTEN(null, null);

		private final Pattern target;

		private final Passage.Step step;

		Moment(String target, Passage.Step step) {
			this.target = (target != null) ? Pattern.compile(target) : null;
			this.step = step;
		}

		boolean isAt(String target, Passage.Step step) {
			return this.target != null && this.step == step && this.target.matcher(target).find();
		}

		boolean isQuery() {
			return this == QUERY_RESPONDED || this == REFUND_QUERY_RESPONDED;
		}

		/**
		 * Return whether a process says at this moment what it says.
		 */
		boolean isSaid(String line, String number) {
			return (this == NOTIFICATION_STORED) ? line.startsWith("ACKNOWLEDGED ") : line.equals(line(number));
		}

		private String line(String number) {
			return switch (this) {
				case ORDER_STORED -> "STORED " + number;
				case PAID_WRITTEN -> "WRITTEN " + number + ":PAID";
				case REFUND_STORED -> "STORED R" + number;
				case REFUND_WRITTEN -> "WRITTEN R" + number + ":SUCCESS";
				default -> "";
			};
		}

	}

	private record Aim(Moment moment, String number, AtomicBoolean isTaken, AtomicBoolean isHit) {

		Aim(Moment moment, String number) {
			this(moment, number, new AtomicBoolean(), new AtomicBoolean());
		}

		boolean take(boolean isHere) {
			return isHere && !this.number.isEmpty() && this.isTaken.compareAndSet(false, true);
		}

	}

	/**
	 * A process, and the passage that is its only way to the simulator.
	 */
	private final class Node implements Passage.Watcher {

		private final String name = "node-" + UUID.randomUUID().toString().substring(0, 8);

		private final Passage passage = new Passage(OnlinePaymentCrashTests.this.simulator, this);

		private final JavaProcess process = JavaProcess.start(OnlinePaymentNode.class, this::hear,
				OnlinePaymentCrashTests.this.simulator.keys().toString(), this.passage.baseUrl().toString(),
				OnlinePaymentCrashTests.this.database.argument(this.name),
				OnlinePaymentCrashTests.this.front.url().toString());

		private void hear(String line) {
			Aim aim = OnlinePaymentCrashTests.this.aim;
			if (aim.take(aim.moment.isSaid(line, aim.number))) {
				this.process.kill();
			}
			else if (line.startsWith("WRITTEN ")) {
				this.process.say("commit " + line.substring("WRITTEN ".length()));
			}
		}

		@Override
		public boolean isLost(String target, Passage.Step step) {
			Aim aim = OnlinePaymentCrashTests.this.aim;
			if (aim.take(aim.moment.isAt(target, step))) {
				this.process.kill();
				return true;
			}
			return false;
		}

		boolean hasFailed(String number) {
			return this.process.lines().stream().anyMatch((line) -> line.startsWith("FAILED order " + number));
		}

		void close() {
			this.process.kill();
			this.passage.close();
		}

	}

	private enum Setting {

		H2_ONE_NODE("H2 file, one node", 1) {

			@Override
			CrashDatabase database(Path directory) {
				return CrashDatabase.H2.create(directory);
			}

		},

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
