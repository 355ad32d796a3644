package io.github.wechatpayhk.durable.crash;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A node that {@code kill -STOP} pauses while its call is under way, until another node
 * has taken over, and that then goes on as if nothing had happened. Enabled like
 * {@link CrashRunTests}.
 */
@EnabledIfSystemProperty(named = "crash.kills", matches = "\\d+",
		disabledReason = "Takes processes of its own: -Dcrash.kills=1 begins it")
class PausedNodeTests {

	private static final String ORDER = "PAUSED";

	@TempDir
	private Path keys;

	private SimulatorProcess simulator;

	private CrashDatabase database;

	private Node paused;

	private Node other;

	@BeforeEach
	void startNodes() {
		this.simulator = SimulatorProcess.start(this.keys);
		this.simulator.putPaidOrder(ORDER);
		this.database = CrashDatabase.Postgresql.create();
		this.paused = new Node("paused");
		this.paused.process.say("reversal " + ORDER);
		this.paused.awaitReversed();
		this.paused.process.pause();
		this.other = new Node("other");
		this.other.awaitReversed();
	}

	@AfterEach
	void stopNodes() {
		this.paused.close();
		this.other.close();
		this.database.close();
		this.simulator.close();
	}

	@Test
	void changesNothingAfterTheOtherNodeHasEndedTheReversal() {
		this.other.respond.countDown();
		this.other.process.awaitLine("TOLD " + ORDER);
		this.paused.respond.countDown();

		this.paused.process.resume();

		Waiting.until("the paused node notes the end of its call",
				() -> !results().contains("INTERRUPTED") && !results().contains("UNDER_WAY"));
		assertReversedOnce();
	}

	/**
	 * Else a third call would be made while the second one is under way.
	 */
	@Test
	void leavesTheReversalToTheNodeThatHasTakenOver() {
		this.paused.isLost = true;
		this.paused.respond.countDown();

		this.paused.process.resume();

		Waiting.until("the paused node notes the end of its call", () -> results().get(0).equals("UNKNOWN"));
		assertThat(read("select a.node from wechatpay_hk_scheduled_task t join wechatpay_hk_reversal_attempt a "
				+ "on t.picked and t.picked_by = a.node where t.task_name = 'reversal' and a.number = 2"))
			.as("the node that has picked the reversal, and has taken over")
			.hasSize(1);
		this.other.respond.countDown();
		this.other.process.awaitLine("TOLD " + ORDER);
		assertReversedOnce();
	}

	private void assertReversedOnce() {
		assertThat(read("select state from wechatpay_hk_reversal")).containsExactly("REVERSED");
		assertThat(read("select out_trade_no from shop_reversed"))
			.as("entries that were made in the transaction of the end")
			.containsExactly(ORDER);
		assertThat(results()).hasSize(2).contains("REVERSED");
		assertThat(this.simulator.reverseCalls()).containsExactly(ORDER, ORDER);
		assertThat(this.simulator.tradeState(ORDER)).isEqualTo("REVOKED");
		assertThat(this.paused.process.lines()).doesNotContain("TELLING " + ORDER);
		Waiting.until("nothing is left to do",
				() -> read("select task_instance from wechatpay_hk_scheduled_task where task_name <> 'housekeeping'")
					.isEmpty());
	}

	private List<String> results() {
		return read("select result from wechatpay_hk_reversal_attempt order by number");
	}

	private List<String> read(String sql) {
		return this.database.read((client) -> client.sql(sql).query(String.class).list());
	}

	/**
	 * A node, and the front that holds the response to its reversal.
	 */
	private final class Node implements AutoCloseable {

		private final CountDownLatch reversed = new CountDownLatch(1);

		private final CountDownLatch respond = new CountDownLatch(1);

		private final Passage front;

		private final JavaProcess process;

		private volatile boolean isLost;

		Node(String name) {
			this.front = new Passage(PausedNodeTests.this.simulator, this::isLost);
			this.process = JavaProcess.start(CrashNode.class, this::hear,
					PausedNodeTests.this.simulator.keys().toString(), this.front.baseUrl().toString(),
					PausedNodeTests.this.database.argument(name));
			this.process.awaitLine("READY");
		}

		private void hear(String line) {
			if (line.startsWith("TELLING ")) {
				this.process.say("told " + line.substring("TELLING ".length()));
			}
		}

		private boolean isLost(String target, Passage.Step step) {
			if (step != Passage.Step.EFFECT || Front.reversedOrder(target) == null) {
				return false;
			}
			this.reversed.countDown();
			return !await(this.respond) || this.isLost;
		}

		private boolean await(CountDownLatch latch) {
			try {
				return latch.await(Waiting.LONG_ENOUGH.toSeconds(), TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				return false;
			}
		}

		void awaitReversed() {
			assertThat(await(this.reversed)).as("a reversal of " + this.process.lines()).isTrue();
		}

		@Override
		public void close() {
			this.respond.countDown();
			this.process.kill();
			this.front.close();
		}

	}

}
