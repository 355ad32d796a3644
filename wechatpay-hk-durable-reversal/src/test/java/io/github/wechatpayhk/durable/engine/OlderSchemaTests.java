package io.github.wechatpayhk.durable.engine;

import ch.qos.logback.classic.Level;
import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.ReversalSchemaException;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.durable.ReversalStoreException;
import io.github.wechatpayhk.fixture.CapturedLog;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.order.TradeState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables that an older version of the library created, or that somebody dropped.
 */
class OlderSchemaTests extends OnEachDatabase {

	OlderSchemaTests(TestDatabase database) {
		super(database);
	}

	@ParameterizedTest
	@CsvSource({ "wechatpay_hk_payment_intent, given_up", "wechatpay_hk_reversal, schedulings",
			"wechatpay_hk_reversal_attempt, request_id", "wechatpay_hk_notification, run_id",
			"wechatpay_hk_scheduled_task, last_heartbeat" })
	void doNotStartWithoutAColumn(String table, String column) {
		if (column.equals("last_heartbeat")) {
			execute("drop index wechatpay_hk_scheduled_task_last_heartbeat"
					+ ((database() == TestDatabase.MARIADB) ? " on wechatpay_hk_scheduled_task" : ""));
		}
		execute("alter table " + table + " drop column " + column);

		assertThatExceptionOfType(ReversalSchemaException.class).isThrownBy(() -> this.world.engine())
			.withMessageContaining("missing are column '" + column + "' of table '" + table + "'.")
			.withMessageContaining("Nothing was started or changed")
			.withMessageContaining("V1__durable_reversals.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "wechatpay_hk_event", "wechatpay_hk_reversal_attempt", "wechatpay_hk_scheduled_task" })
	void doNotStartWithoutATable(String table) {
		execute("drop table " + table);

		assertThatExceptionOfType(ReversalSchemaException.class).isThrownBy(() -> this.world.engine())
			.withMessageContaining("missing are table '" + table + "'.")
			.withMessageContaining("V1__durable_reversals.sql");
	}

	@Test
	void nameAllThatIsMissing() {
		execute("drop table wechatpay_hk_event");
		execute("alter table wechatpay_hk_payment_intent drop column given_up");

		assertThatExceptionOfType(ReversalSchemaException.class).isThrownBy(() -> this.world.engine())
			.withMessageContaining("column 'given_up' of table 'wechatpay_hk_payment_intent'")
			.withMessageContaining("table 'wechatpay_hk_event'");
	}

	/**
	 * The end of a reversal cannot be recorded without the table of events.
	 */
	@Test
	void loseNothingWhileATableIsMissing() throws Exception {
		this.world.putOrder(TradeState.SUCCESS);
		execute("alter table wechatpay_hk_event rename to mislaid");
		try (CapturedLog log = CapturedLog.at(Level.INFO)) {
			this.world.engine.start();
			this.world.schedule();
			DurableWorld.await(log::text, (text) -> text.contains("'D1' is not noted, and there will be another one"));
		}
		assertThat(reversals().backlog().waiting()).isEqualTo(1);
		execute("alter table mislaid rename to wechatpay_hk_event");
		this.world.time.pass(DurableWorld.takeOver());

		assertThat(this.world.next(DurableReversalEvent.Ended.class).reversal().state())
			.isEqualTo(ReversalState.REVERSED);
		assertThat(this.world.orderState()).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void failTheCallerWhileTheTableOfReversalsIsMissing() {
		execute("alter table wechatpay_hk_reversal rename to mislaid");

		assertThatExceptionOfType(ReversalStoreException.class).isThrownBy(() -> this.world.schedule())
			.withMessageContaining("'D1' could not be scheduled")
			.withMessageContainingAll("wechatpay_hk_reversal");

		execute("alter table mislaid rename to wechatpay_hk_reversal");
		assertThat(reversals().schedule(ReverseOrderRequest.outTradeNo(DurableWorld.ORDER)).state())
			.isEqualTo(ReversalState.WAITING);
	}

	private void execute(String sql) {
		TestDatabase.execute(this.world.store.dataSource(), sql);
	}

}
