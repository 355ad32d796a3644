package io.github.wechatpayhk.durable.engine;

import java.time.Duration;
import java.time.Instant;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalSettings;
import io.github.wechatpayhk.durable.ReversalAttempt;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Sinks;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scheduled reversal is kept over real sockets: what each response leads to, and when
 * the next attempt is made.
 */
class AttemptedReversalTests extends OnEachDatabase {

	AttemptedReversalTests(TestDatabase database) {
		super(database);
	}

	@Test
	void reversesAtOnceAndKeepsTheTrail() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.engine.start();

		DurableReversal reversal = this.world.schedule();

		assertThat(reversal.state()).isEqualTo(ReversalState.WAITING);
		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.REVERSED);
		assertThat(ended.endedAt()).isNotNull();
		assertThat(reversals().attempts(reversal.id())).singleElement().satisfies((attempt) -> {
			assertThat(attempt.result()).isEqualTo(ReversalAttempt.Result.REVERSED);
			assertThat(attempt.status()).isEqualTo(204);
			assertThat(attempt.requestId()).isNotBlank();
			assertThat(attempt.endedAt()).isNotNull();
		});
		assertThat(this.world.orderState()).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void beginsAtOnceHoweverSeldomItPolls() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		try (DurableReversalEngine patient = this.world.engine(Duration.ofHours(1))) {
			patient.start();

			patient.reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));

			assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
				.isEqualTo(ReversalState.REVERSED);
		}
	}

	@Test
	void repeatsAReversalThatAQueryDoesNotConfirm() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.status(204, "NONE")).on(Operation.REVERSE).times(1);
		try (CapturedLog log = CapturedLog.at(Level.ERROR)) {
			this.world.engine.start();

			DurableReversal scheduled = this.world.schedule();
			DurableReversal waiting = this.world.await(scheduled, (now) -> now.attempts() == 1 && now.reason() != null);
			assertThat(waiting.state()).isEqualTo(ReversalState.WAITING);
			assertThat(waiting.reason()).contains("not confirmed").contains("SUCCESS");
			this.world.time.pass(Duration.ofSeconds(10));

			assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
				.isEqualTo(ReversalState.REVERSED);
			assertThat(reversals().attempts(scheduled.id())).extracting(ReversalAttempt::result)
				.containsExactly(ReversalAttempt.Result.UNKNOWN, ReversalAttempt.Result.REVERSED);
			assertThat(this.world.orderState()).isEqualTo(TradeState.REVOKED);
			assertThat(log.events()).extracting(ILoggingEvent::getFormattedMessage)
				.anyMatch((message) -> message.contains("got a 204, but a query shows the order as SUCCESS"));
		}
	}

	@Test
	void repeatsAReversalWhoseQueryFails() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.QUERY).times(1);
		this.world.engine.start();

		DurableReversal scheduled = this.world.schedule();
		this.world.await(scheduled, (now) -> now.attempts() == 1 && now.reason() != null);
		this.world.time.pass(Duration.ofSeconds(10));

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(reversals().attempts(scheduled.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.UNKNOWN, ReversalAttempt.Result.REVERSED);
	}

	/**
	 * A node that dies between the 204 and its confirmation leaves an attempt without an
	 * end, which is taken over like any other.
	 */
	@Test
	void notesNothingBeforeTheConfirmation() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY);
		this.world.engine.start();

		DurableReversal scheduled = this.world.schedule();
		DurableWorld.await(() -> this.world.calls(Operation.QUERY), (queries) -> queries == 1);

		assertThat(this.world.orderState()).isEqualTo(TradeState.REVOKED);
		assertThat(reversals().find(scheduled.id()).orElseThrow().state()).isEqualTo(ReversalState.WAITING);
		assertThat(reversals().attempts(scheduled.id())).singleElement()
			.satisfies((attempt) -> assertThat(attempt.endedAt()).isNull());
		response.tryEmitError(new IllegalStateException("The response is lost"));
		this.world.passUntilAnEvent();
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void trustsABare204IfItIsToldTo() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		try (DurableReversalEngine trusting = this.world.builder().confirmReversals(false).build()) {
			trusting.start();
			trusting.reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));

			assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
				.isEqualTo(ReversalState.REVERSED);
		}
		assertThat(this.world.calls(Operation.QUERY)).isZero();
	}

	@Test
	void seesThatThereIsNothingToReverse() throws Exception {
		this.world.putOrder(TradeState.CLOSED);
		this.world.engine.start();

		this.world.schedule();

		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		assertThat(ended.reason()).contains("CLOSED");
		assertThat(this.world.calls(Operation.QUERY)).isEqualTo(1);
	}

	@Test
	void trustsASignedRefusalOfAPaidOrder() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.status(400, "REVERSE_EXPIRE")).on(Operation.REVERSE);
		this.world.engine.start();

		this.world.schedule();

		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.REFUSED);
		assertThat(ended.reason()).contains("REVERSE_EXPIRE").contains("refunded");
	}

	@ParameterizedTest
	@CsvSource({ "REVERSE_EXPIRE, UNKNOWN", "INVALID_REQUEST, REJECTED" })
	void doesNotTrustAnUnsignedRefusal(String code, ReversalAttempt.Result result) throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.status(400, code), Fault.unsigned()).on(Operation.REVERSE).times(1);
		this.world.engine.start();

		DurableReversal reversal = this.world.schedule();
		this.world.await(reversal, (now) -> now.attempts() == 1 && now.reason() != null);
		this.world.time.pass(Duration.ofSeconds(10));

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(reversals().attempts(reversal.id())).extracting(ReversalAttempt::result)
			.containsExactly(result, ReversalAttempt.Result.REVERSED);
	}

	@Test
	void repeatsWhatIsUnknownWithGrowingPauses() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE).times(3);
		this.world.engine.start();

		DurableReversal reversal = this.world.schedule();
		for (int attempt = 1; attempt <= 3; attempt++) {
			int expected = attempt;
			DurableReversal waiting = this.world.await(reversal, (now) -> now.attempts() == expected
					&& now.reason() != null && now.nextAttemptAt().isAfter(this.world.time.instant()));
			Duration pause = Duration.between(waiting.changedAt(), waiting.nextAttemptAt());
			assertThat(pause).isBetween(Duration.ofSeconds(5L << (attempt - 1)),
					Duration.ofMillis(5500L << (attempt - 1)));
			this.world.time.pass(pause);
		}

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().attempts()).isEqualTo(4);
	}

	@Test
	void aMissingOrderIsFinalOnlyAfterAWhile() throws Exception {
		this.world.engine.start();

		DurableReversal reversal = this.world.schedule();
		this.world.await(reversal, (now) -> now.attempts() == 1 && now.reason() != null);
		assertThat(reversals().find(reversal.id()).orElseThrow().state()).isEqualTo(ReversalState.WAITING);
		this.world.passUntilAnEvent();

		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		assertThat(Duration.between(ended.scheduledAt(), ended.endedAt())).isGreaterThan(Duration.ofSeconds(60));
	}

	@Test
	void callsAPersonAtLast() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE);
		DurableReversalSettings settings = DurableWorld.settings(Duration.ofHours(12), Duration.ofMillis(10));
		try (DurableReversalEngine engine = this.world.builder().settings(settings).build()) {
			callsAPersonAtLast(engine);
		}
	}

	private void callsAPersonAtLast(DurableReversalEngine engine) throws Exception {
		engine.start();
		DurableReversal reversal = engine.reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER));
		this.world.passUntilAnEvent();

		DurableReversal waiting = this.world.next(DurableReversalEvent.NeedsAttention.class).reversal();
		assertThat(waiting.id()).isEqualTo(reversal.id());
		assertThat(Duration.between(waiting.scheduledAt(), waiting.changedAt())).isBetween(Duration.ofDays(5),
				Duration.ofDays(7));
		// 14 pauses that double from 5 s, and then 12 h each
		assertThat(waiting.attempts()).isBetween(24, 25);
		assertThat(reversals().backlog().needsAttention()).isEqualTo(1);

		this.world.simulator.faults().clear();
		engine.reversals().retry(reversal.id(), "Anna: the gateway is back");

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(reversals().attempts(reversal.id()))
			.anySatisfy((attempt) -> assertThat(attempt.result()).isEqualTo(ReversalAttempt.Result.RETRY_ORDERED));
	}

	@Test
	void isRetriedAtOnceByAListenerThatIsToldOfIt() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE);
		this.world.reaction = (event) -> {
			if (event instanceof DurableReversalEvent.NeedsAttention stuck) {
				this.world.simulator.faults().clear();
				reversals().retry(stuck.reversal().id(), "The listener: the gateway is back");
			}
		};
		DurableReversal reversal = this.world.schedule();
		this.world.waitedForDays();

		this.world.engine.start();

		this.world.next(DurableReversalEvent.NeedsAttention.class);
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(reversals().attempts(reversal.id())).extracting(ReversalAttempt::result)
			.endsWith(ReversalAttempt.Result.RETRY_ORDERED, ReversalAttempt.Result.REVERSED);
	}

	@Test
	void isReopenedWhenTheOrderWasPaidAfterAll() throws Exception {
		this.world.putOrder(TradeState.CLOSED);
		this.world.engine.start();
		DurableReversal reversal = this.world.schedule();
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		this.world.putOrder(TradeState.SUCCESS);

		DurableReversal reopened = this.world.schedule();

		assertThat(reopened.id()).isEqualTo(reversal.id());
		assertThat(reopened.state()).isEqualTo(ReversalState.WAITING);
		assertThat(reopened.endedAt()).isNull();
		assertThat(reopened.scheduledAt()).isAfterOrEqualTo(reversal.scheduledAt());
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(this.world.orderState()).isEqualTo(TradeState.REVOKED);
		assertThat(reversals().attempts(reversal.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.REJECTED, ReversalAttempt.Result.SCHEDULED_AGAIN,
					ReversalAttempt.Result.REVERSED);
		assertThat(this.world.schedule().state()).isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void countsTheFullTimeAnewWhenItIsReopened() throws Exception {
		this.world.engine.start();
		DurableReversal reversal = this.world.schedule();
		this.world.passUntilAnEvent();
		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);

		this.world.schedule();

		DurableReversal waiting = this.world.await(reversal,
				(now) -> now.attempts() > ended.attempts() && now.reason() != null);
		assertThat(waiting.state()).isEqualTo(ReversalState.WAITING);
		this.world.passUntilAnEvent();
		DurableReversal again = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(again.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		assertThat(Duration.between(again.scheduledAt(), again.endedAt())).isGreaterThan(Duration.ofSeconds(60));
	}

	@Test
	void countsTheFullTimeAnewWhenItIsScheduledAgainWhileItWaits() throws Exception {
		this.world.engine.start();
		DurableReversal waiting = passUntilAttempt(this.world.schedule(), 5);
		this.world.time
			.pass(Duration.between(this.world.time.instant(), waiting.nextAttemptAt()).minus(Duration.ofSeconds(10)));

		Instant again = this.world.time.instant();
		this.world.schedule();
		this.world.passUntilAnEvent();

		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		assertThat(Duration.between(again, ended.endedAt())).isGreaterThan(Duration.ofSeconds(60));
		assertThat(ended.scheduledAt()).isEqualTo(waiting.scheduledAt());
	}

	@Test
	void countsTheFullTimeAnewWhenItIsScheduledAgainDuringAnAttempt() throws Exception {
		this.world.engine.start();
		DurableReversal waiting = passUntilAttempt(this.world.schedule(), 5);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.REVERSE);
		this.world.time.pass(Duration.between(this.world.time.instant(), waiting.nextAttemptAt()));
		this.world.await(waiting, (now) -> now.attempts() == 6);
		DurableWorld.await(() -> this.world.calls(Operation.REVERSE), (calls) -> calls == 6);

		Instant again = this.world.time.instant();
		this.world.schedule();
		response.tryEmitEmpty();

		this.world.await(waiting, (now) -> now.attempts() == 7);
		this.world.passUntilAnEvent();
		DurableReversal ended = this.world.next(DurableReversalEvent.Ended.class).reversal();
		assertThat(ended.state()).isEqualTo(ReversalState.NOTHING_TO_REVERSE);
		assertThat(Duration.between(again, ended.endedAt())).isGreaterThan(Duration.ofSeconds(60));
	}

	@Test
	void isRetriedAtOnceWhenThatIsOrderedDuringAnAttempt() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE);
		this.world.engine.start();
		DurableReversal waiting = passUntilAttempt(this.world.schedule(), 5);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.REVERSE);
		this.world.time.pass(Duration.between(this.world.time.instant(), waiting.nextAttemptAt()));
		DurableWorld.await(() -> this.world.calls(Operation.REVERSE), (calls) -> calls == 6);
		this.world.simulator.faults().clear();

		reversals().retry(waiting.id(), "Anna: the gateway is back");
		response.tryEmitEmpty();

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void doesNotNeedAttentionWhenARetryIsOrderedDuringItsLastAttempt() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.systemError()).on(Operation.REVERSE).times(1);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.REVERSE);
		DurableReversal reversal = this.world.schedule();
		this.world.waitedForDays();
		this.world.engine.start();
		DurableWorld.await(() -> this.world.calls(Operation.REVERSE), (calls) -> calls == 1);

		reversals().retry(reversal.id(), "Anna: the gateway is back");
		response.tryEmitEmpty();

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	/**
	 * Let time pass until an attempt has been made, and the next one is planned.
	 */
	private DurableReversal passUntilAttempt(DurableReversal reversal, int attempt) {
		for (int made = 1; made < attempt; made++) {
			DurableReversal waiting = planned(reversal, made);
			this.world.time.pass(Duration.between(this.world.time.instant(), waiting.nextAttemptAt()));
		}
		return planned(reversal, attempt);
	}

	private DurableReversal planned(DurableReversal reversal, int attempt) {
		return this.world.await(reversal, (now) -> now.attempts() == attempt && now.reason() != null
				&& now.nextAttemptAt() != null && now.nextAttemptAt().isAfter(this.world.time.instant()));
	}

	@Test
	void doesNotEndByAQueryThatIsOlderThanTheLastSchedule() throws Exception {
		this.world.putOrder(TradeState.CLOSED);
		Sinks.Empty<Void> response = this.world.holdResponse(Operation.QUERY);
		this.world.engine.start();
		DurableReversal reversal = this.world.schedule();
		this.world.simulator.requests().await((request) -> request.target().contains("/D1?"), DurableWorld.LONG_ENOUGH);

		this.world.putOrder(TradeState.SUCCESS);
		assertThat(this.world.schedule().id()).isEqualTo(reversal.id());

		response.tryEmitEmpty();

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void waitsLoudlyWhileItIsMisconfigured() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults().inject(Fault.unauthorized()).on(Operation.REVERSE).times(1);
		this.world.engine.start();

		DurableReversal reversal = this.world.schedule();

		assertThat(this.world.next(DurableReversalEvent.Misconfigured.class).problem()).contains("SIGN_ERROR");
		this.world.await(reversal, (now) -> now.reason() != null);
		this.world.time.pass(Duration.ofSeconds(10));
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void waitsLoudlyWhileTheSerialNumberIsRefusedWithoutProof() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.simulator.faults()
			.inject(Fault.status(401, "SIGN_ERROR"), Fault.unsigned())
			.on(Operation.REVERSE)
			.times(1);
		this.world.engine.start();

		DurableReversal reversal = this.world.schedule();

		assertThat(this.world.next(DurableReversalEvent.Misconfigured.class).problem()).contains("SIGN_ERROR",
				"outcome UNKNOWN");
		this.world.await(reversal, (now) -> now.reason() != null);
		this.world.time.pass(Duration.ofSeconds(10));
		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

	@Test
	void remembersAnAttemptWhoseProcessDied() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		DurableReversal reversal = this.world.schedule();
		JdbcClient.create(this.world.store.dataSource())
			.sql("insert into wechatpay_hk_reversal_attempt (reversal_id, number, result, node, started_at) "
					+ "values (?, 1, 'UNDER_WAY', 'dead', 0)")
			.param(reversal.id())
			.update();

		this.world.engine.start();
		this.world.next(DurableReversalEvent.Ended.class);

		assertThat(reversals().attempts(reversal.id())).extracting(ReversalAttempt::result)
			.containsExactly(ReversalAttempt.Result.INTERRUPTED, ReversalAttempt.Result.REVERSED);
	}

	@Test
	void findsAReversalThatLostItsPlan() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		this.world.schedule();
		TestDatabase.execute(this.world.store.dataSource(), "delete from wechatpay_hk_scheduled_task");

		this.world.engine.start();

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
	}

}
