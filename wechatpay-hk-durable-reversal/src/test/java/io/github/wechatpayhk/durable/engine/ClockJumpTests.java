package io.github.wechatpayhk.durable.engine;

import java.nio.file.Path;
import java.time.Duration;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A clock that is set while scheduled reversals wait.
 */
class ClockJumpTests {

	@TempDir
	private Path directory;

	private DurableWorld world;

	private DurableReversal reversal;

	@BeforeEach
	void letAReversalWait() {
		this.world = new DurableWorld(TestDatabase.H2, this.directory);
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE).times(1);
		this.world.engine.start();
		this.reversal = this.world.schedule();
		this.reversal = this.world.await(this.reversal, (now) -> now.attempts() == 1 && now.reason() != null);
	}

	@AfterEach
	void closeWorld() {
		this.world.close();
	}

	@Test
	void sendsNothingEarlyWhenTheClockIsSetForward() throws Exception {
		this.world.time.set(Duration.ofDays(8));

		DurableReversal moved = this.world.await(this.reversal,
				(now) -> now.nextAttemptAt().isAfter(this.reversal.nextAttemptAt()));

		assertThat(moved.attempts()).isEqualTo(1);
		assertThat(moved.nextAttemptAt()).isAfter(this.reversal.nextAttemptAt().plus(Duration.ofDays(7)));
		assertThat(this.world.calls(Operation.REVERSE)).isEqualTo(1);
		assertThat(this.world.events).isEmpty();

		this.world.time.pass(Duration.ofSeconds(10));
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void doesNotGiveUpEarlyWhenTheClockIsSetForward() throws Exception {
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE).times(1);
		this.world.engine.stop();
		this.world.time.set(Duration.ofDays(8));
		DurableReversalEngine restarted = this.world.engine();
		restarted.start();
		try {
			this.world.await(this.reversal, (now) -> now.attempts() == 2 && now.nextAttemptAt() != null
					&& now.nextAttemptAt().isAfter(this.world.time.instant()));
			this.world.time.pass(Duration.ofSeconds(20));

			assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
				.isEqualTo(ReversalState.REVERSED);
		}
		finally {
			restarted.close();
		}
	}

	@Test
	void doesNotWaitForTheClockThatWasSetBack() throws Exception {
		this.world.time.set(Duration.ofDays(-1));

		DurableReversal moved = this.world.await(this.reversal,
				(now) -> now.nextAttemptAt() != null && now.nextAttemptAt().isBefore(this.reversal.nextAttemptAt()));
		assertThat(moved.attempts()).isEqualTo(1);
		this.world.time.pass(Duration.ofSeconds(10));

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

}
