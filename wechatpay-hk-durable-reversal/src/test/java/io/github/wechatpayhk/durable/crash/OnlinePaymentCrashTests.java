package io.github.wechatpayhk.durable.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three processes on PostgreSQL that place orders and refund them, one of which dies by
 * {@code kill -9} in each run: when something is stored, before and after a request takes
 * effect and its response arrives, and before a state is committed. Enabled like
 * {@link CrashRunTests}.
 */
@EnabledIfSystemProperty(named = "crash.kills", matches = "\\d+",
		disabledReason = "Takes minutes: -Dcrash.kills=3 begins it")
class OnlinePaymentCrashTests {

	private static final int KILLS = Integer.getInteger("crash.kills", 0);

	private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

	private static final int NODES = 3;

	@TempDir
	private static Path keys;

	private static SimulatorProcess simulator;

	private final Random random = new Random(SEED);

	private final List<Node> nodes = new ArrayList<>();

	private final Map<Moment, Integer> hits = new TreeMap<>();

	private volatile Aim aim = new Aim(Moment.ORDER_STORED, "");

	private CrashDatabase database;

	@BeforeAll
	static void startSimulator() {
		simulator = SimulatorProcess.start(keys);
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@Test
	void eachPaymentAndEachRefundEndsOnce() {
		try (CrashDatabase created = CrashDatabase.Postgresql.create()) {
			this.database = created;
			for (int number = 0; number < NODES; number++) {
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
			this.nodes.forEach((node) -> node.process.stop());
			System.out.println("Online payments with -Dcrash.seed=" + SEED + ": killed at " + this.hits);
			created.read((client) -> audit(client, numbers));
		}
		finally {
			this.nodes.forEach(Node::close);
		}
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
		simulator.pay(number);
		awaitState("wechatpay_hk_online_payment", "out_trade_no", number, "PAID");
		Waiting.until("R" + number + " is stored: " + said(), () -> {
			replaceTheDead();
			Node node = anyNode();
			node.process.say("refund " + number);
			Waiting.until("a process stores R" + number + " or dies: " + said(),
					() -> node.process.lines().contains("STORED R" + number) || !node.process.isAlive());
			return node.process.lines().contains("STORED R" + number);
		});
		awaitState("wechatpay_hk_refund", "out_refund_no", "R" + number, "SUCCESS");
		Waiting.until("a process died at " + moment + ": " + said(), () -> {
			replaceTheDead();
			return this.aim.isHit.get();
		});
	}

	private void awaitState(String table, String column, String number, String state) {
		Waiting.until(number + " is " + state + ": " + said(), () -> {
			replaceTheDead();
			return this.database.read(
					(client) -> client.sql("select count(*) from " + table + " where " + column + " = ? and state = ?")
						.param(number)
						.param(state)
						.query(Integer.class)
						.single()) == 1;
		});
	}

	private Node anyNode() {
		return this.nodes.get(this.random.nextInt(NODES));
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
		assertThat(simulator.refunded()).as("refunds at the gateway")
			.containsExactlyInAnyOrderElementsOf(
					numbers.stream().map((number) -> "R" + number + " 888 SUCCESS").toList());
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

		/**
		 * Return what a process says at this moment.
		 */
		String line(String number) {
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

		private final Passage passage = new Passage(simulator, this);

		private final JavaProcess process = JavaProcess.start(OnlinePaymentNode.class, this::hear,
				simulator.keys().toString(), this.passage.baseUrl().toString(),
				OnlinePaymentCrashTests.this.database.argument(this.name));

		private void hear(String line) {
			Aim aim = OnlinePaymentCrashTests.this.aim;
			if (aim.take(line.equals(aim.moment.line(aim.number)))) {
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

}
