package io.github.wechatpayhk.durable.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that receive notifications and die by {@code kill -9}. As WeChat Pay does,
 * the test sends a notification until it is acknowledged, and some of them to several
 * processes. Enabled like {@link CrashRunTests}.
 */
@EnabledIfSystemProperty(named = "crash.kills", matches = "\\d+",
		disabledReason = "Takes minutes: -Dcrash.kills=3 begins it")
class NotificationCrashTests {

	private static final int KILLS = Integer.getInteger("crash.kills", 0);

	private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

	private static final int ORDERS_PER_RUN = 2;

	@TempDir
	private Path directory;

	private final Random random = new Random(SEED);

	private final List<Node> nodes = new ArrayList<>();

	private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

	private final Map<Moment, Integer> hits = new EnumMap<>(Moment.class);

	private volatile Aim aim = new Aim("", Moment.ACKNOWLEDGED);

	private CrashDatabase database;

	@ParameterizedTest
	@EnumSource
	void losesNothingThatWasAcknowledgedAndWritesNothingTwice(Setting setting) {
		try (CrashDatabase created = setting.database(this.directory)) {
			this.database = created;
			for (int number = 0; number < setting.nodes; number++) {
				this.nodes.add(new Node());
			}
			this.nodes.forEach(Node::awaitReady);
			Set<String> sent = new TreeSet<>();
			for (int run = 0; run < KILLS; run++) {
				sent.addAll(run("R" + run, Moment.values()[run % Moment.values().length]));
			}
			this.nodes.forEach((node) -> node.process.stop());
			System.out.println("Notifications, " + setting + " with -Dcrash.seed=" + SEED + ": killed at " + this.hits);
			created.read((client) -> audit(client, sent));
		}
		finally {
			this.nodes.forEach((node) -> node.process.kill());
		}
	}

	/**
	 * Send the payment and the refund of some orders, kill a process at a moment of one
	 * of them, and wait until all are processed.
	 */
	private Set<String> run(String name, Moment moment) {
		List<String> orders = new ArrayList<>();
		for (int number = 0; number < ORDERS_PER_RUN; number++) {
			orders.add(name + "N" + number);
		}
		String order = orders.get(this.random.nextInt(ORDERS_PER_RUN));
		int killed = kills();
		this.aim = new Aim(this.random.nextBoolean() ? payment(order) : refund(order), moment);
		orders.forEach((other) -> send("payment", other, payment(other)));
		orders.forEach((other) -> send("refund", other, refund(other)));
		Waiting.until("a process dies at " + this.aim + ": " + said(), () -> {
			replaceTheDead();
			return kills() > killed;
		});
		Waiting.until("all are processed: " + said(),
				() -> this.nodes.stream().allMatch((node) -> node.process.ask("waiting").equals("0")));
		Set<String> sent = new TreeSet<>();
		orders.forEach((other) -> sent.addAll(List.of(payment(other), refund(other))));
		return sent;
	}

	private int kills() {
		return this.hits.values().stream().mapToInt(Integer::intValue).sum();
	}

	/**
	 * Send a notification, at times to two processes at once, until it is acknowledged.
	 */
	private void send(String kind, String order, String subject) {
		Waiting.until(subject + " is acknowledged: " + said(), () -> {
			replaceTheDead();
			int copies = 1 + this.random.nextInt(2);
			List<Node> receivers = new ArrayList<>();
			for (int copy = 0; copy < copies; copy++) {
				Node node = this.nodes.get(this.random.nextInt(this.nodes.size()));
				node.process.say(kind + ' ' + UUID.randomUUID() + ' ' + order);
				receivers.add(node);
			}
			Waiting.until("a process acknowledges " + subject + " or dies: " + said(),
					() -> this.acknowledged.contains(subject)
							|| receivers.stream().anyMatch((node) -> !node.process.isAlive()));
			return this.acknowledged.contains(subject);
		});
	}

	private void replaceTheDead() {
		for (Node node : List.copyOf(this.nodes)) {
			if (!node.process.isAlive()) {
				if (!this.aim.isTaken.get()) {
					throw new AssertionError("A process died by itself: " + node.process.lines());
				}
				this.hits.merge(this.aim.moment, 1, Integer::sum);
				this.database.awaitGone(node.name);
				Node next = new Node();
				Collections.replaceAll(this.nodes, node, next);
				next.awaitReady();
			}
		}
	}

	private static String payment(String order) {
		return "payment:" + order + ":SUCCESS";
	}

	private static String refund(String order) {
		return "refund:" + order + ":SUCCESS";
	}

	private List<List<String>> said() {
		return this.nodes.stream().map((node) -> node.process.lines()).toList();
	}

	private boolean audit(JdbcClient client, Set<String> sent) {
		assertThat(this.acknowledged).containsExactlyInAnyOrderElementsOf(sent);
		List<String> written = client.sql("select subject from shop_notified order by number")
			.query(String.class)
			.list();
		assertThat(written).as("entries of the listener").containsExactlyInAnyOrderElementsOf(sent);
		for (String payment : sent.stream().filter((subject) -> subject.startsWith("payment")).toList()) {
			assertThat(written).containsSubsequence(payment, payment.replace("payment", "refund"));
		}
		assertThat(client.sql("select subject from wechatpay_hk_notification where state = 'PROCESSED'")
			.query(String.class)
			.list()).containsExactlyInAnyOrderElementsOf(sent);
		assertThat(client.sql("select count(*) from wechatpay_hk_scheduled_task where task_name = 'notification'")
			.query(Integer.class)
			.single()).as("plans that are left").isZero();
		return true;
	}

	/**
	 * When a process dies, as its output shows.
	 */
	private enum Moment {

		/** It has acknowledged the notification. */
		ACKNOWLEDGED,

		/** Its listener is called. */
		CALLED,

		/** Its listener has written, and nothing is committed. */
		WRITTEN,

		/** Its listener returns: the transaction is committed, or not. */
		RETURNING

	}

	private record Aim(String subject, Moment moment, AtomicBoolean isTaken) {

		Aim(String subject, Moment moment) {
			this(subject, moment, new AtomicBoolean());
		}

		boolean take(String subject, Moment moment) {
			return this.subject.equals(subject) && this.moment == moment && this.isTaken.compareAndSet(false, true);
		}

	}

	private final class Node {

		private final String name = "node-" + UUID.randomUUID().toString().substring(0, 8);

		private final JavaProcess process = JavaProcess.start(NotificationNode.class, this::hear,
				NotificationCrashTests.this.database.argument(this.name));

		void awaitReady() {
			this.process.awaitLine("READY");
		}

		private void hear(String line) {
			String[] words = line.split(" ");
			if (words.length != 2 || Arrays.stream(Moment.values()).map(Enum::name).noneMatch(words[0]::equals)) {
				return;
			}
			Moment moment = Moment.valueOf(words[0]);
			String subject = words[1];
			Aim aim = NotificationCrashTests.this.aim;
			if (moment == Moment.ACKNOWLEDGED) {
				NotificationCrashTests.this.acknowledged.add(subject);
			}
			if (aim.take(subject, moment)) {
				this.process.kill();
			}
			else if (moment == Moment.CALLED) {
				this.process.say("write " + subject);
			}
			else if (moment == Moment.WRITTEN) {
				this.process.say("return " + subject);
				if (aim.take(subject, Moment.RETURNING)) {
					this.process.kill();
				}
			}
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
