package io.github.wechatpayhk.durable.crash;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Some nodes on one database, one of which is killed in each run and replaced.
 */
final class CrashWorld implements AutoCloseable {

	private static final int ORDERS_PER_RUN = 3;

	private final SimulatorProcess simulator;

	private final CrashDatabase database;

	private final SplittableRandom random;

	private final AtomicReference<Aim> aim;

	private final List<NodeProcess> nodes = new ArrayList<>();

	private final List<String> lines = new ArrayList<>();

	private final Map<String, Integer> calls = new TreeMap<>();

	CrashWorld(SimulatorProcess simulator, CrashDatabase database, int nodes, SplittableRandom random) {
		this.simulator = simulator;
		this.database = database;
		this.random = random;
		this.aim = new AtomicReference<>(new Aim("", Moment.TOO_LATE, random));
		for (int number = 0; number < nodes; number++) {
			this.nodes.add(NodeProcess.start(simulator, database, this.aim::get));
		}
		this.nodes.forEach(NodeProcess::awaitReady);
	}

	/**
	 * Schedule some reversals, kill the process of one at a moment, and wait until all
	 * ended.
	 * @param name begins the numbers of the orders
	 * @param moment what to aim at
	 * @return what was hit
	 */
	Moment run(String name, Moment moment) {
		List<String> orders = new ArrayList<>();
		for (int number = 0; number < ORDERS_PER_RUN; number++) {
			orders.add(name + "N" + number);
			this.simulator.putPaidOrder(name + "N" + number);
			this.calls.put(name + "N" + number, 0);
		}
		Aim aim = new Aim(orders.get(this.random.nextInt(ORDERS_PER_RUN)), moment, this.random);
		this.aim.set(aim);
		for (String order : orders) {
			this.nodes.get(this.random.nextInt(this.nodes.size())).schedule(order);
		}
		Waiting.until("a node dies at " + moment + ": " + said(),
				() -> this.nodes.stream().anyMatch((node) -> !node.isAlive()));
		NodeProcess dead = this.nodes.stream().filter((node) -> !node.isAlive()).findFirst().orElseThrow();
		if (!aim.isTaken()) {
			throw new AssertionError("A node died by itself: " + dead.lines());
		}
		this.database.awaitGone(dead.name());
		String state = this.database
			.read((client) -> client.sql("select state from wechatpay_hk_reversal where order_number = ?")
				.param(aim.order())
				.query(String.class)
				.optional()
				.orElse("NOT_STORED"));
		Collections.replaceAll(this.nodes, dead,
				NodeProcess.start(this.simulator, this.database, this.aim::get).awaitReady());
		Waiting.until("all scheduled reversals have ended: " + said(), this::isNothingWaiting);
		this.simulator.reverseCalls()
			.stream()
			.filter(orders::contains)
			.forEach((order) -> this.calls.merge(order, 1, Integer::sum));
		Moment hit = hit(dead, state, aim);
		this.lines.addAll(dead.lines());
		dead.close();
		return hit;
	}

	private boolean isNothingWaiting() {
		return this.nodes.stream().allMatch((node) -> node.waiting().equals("0"));
	}

	private List<List<String>> said() {
		return this.nodes.stream().map(NodeProcess::lines).toList();
	}

	/**
	 * Judge what was hit, by what the front before the dead process saw and what the
	 * database held after it.
	 */
	private Moment hit(NodeProcess dead, String state, Aim aim) {
		Set<Passage.Step> steps = dead.steps(aim.order()).keySet();
		if (steps.contains(Passage.Step.RESPONDED)) {
			boolean isTold = dead.lines().contains("TOLD " + aim.order());
			return state.equals("WAITING") ? Moment.RESPONSE_TO_RECORD
					: isTold ? Moment.TOO_LATE : Moment.STATE_TO_LISTENER;
		}
		// a request that goes on after the kill takes effect after it
		if (steps.contains(Passage.Step.EFFECT) && aim.moment() != Moment.SEND_TO_EFFECT) {
			return Moment.EFFECT_TO_RESPONSE;
		}
		if (steps.contains(Passage.Step.SENT)) {
			return Moment.SEND_TO_EFFECT;
		}
		boolean isSentByAnother = this.nodes.stream()
			.map((node) -> node.steps(aim.order()).get(Passage.Step.SENT))
			.anyMatch((sentAt) -> sentAt != null && sentAt - dead.killedAt() < 0);
		return isSentByAnother ? Moment.OF_ANOTHER : Moment.STORE_TO_SEND;
	}

	/**
	 * Let all nodes end by themselves.
	 */
	void stop() {
		this.nodes.forEach(NodeProcess::stop);
		this.nodes.forEach((node) -> this.lines.addAll(node.lines()));
	}

	/**
	 * Return how often each order's reversal arrived at the simulator.
	 */
	Map<String, Integer> calls() {
		return this.calls;
	}

	/**
	 * Read the database as it stands now. No node may have an embedded one open.
	 */
	<T> T read(Function<JdbcClient, T> reading) {
		return this.database.read(reading);
	}

	/**
	 * Return all that the nodes said.
	 */
	List<String> lines() {
		return this.lines;
	}

	@Override
	public void close() {
		this.nodes.forEach(NodeProcess::close);
		this.database.close();
	}

}
