package io.github.wechatpayhk.durable.crash;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the database, the simulator and the nodes say when all is over, held against each
 * other.
 *
 * @param scheduledReversals how many scheduled reversals were stored
 * @param calls how many reversals arrived at the simulator
 * @param extraCalls how many of them were one call too many for their order
 * @param interrupted how many attempts have no end, as their process died
 * @param deadNodes how many processes died with an attempt under way
 */
record CrashAudit(int scheduledReversals, int calls, int extraCalls, int interrupted, int deadNodes) {

	static CrashAudit of(CrashWorld world, SimulatorProcess simulator) {
		return world.read((client) -> of(client, world, simulator));
	}

	private static CrashAudit of(JdbcClient client, CrashWorld world, SimulatorProcess simulator) {
		Map<String, String> states = new TreeMap<>();
		client.sql("select order_number, state from wechatpay_hk_reversal").query((row) -> {
			states.put(row.getString(1), row.getString(2));
		});
		List<String> cancelled = client.sql("select out_trade_no from shop_cancelled order by out_trade_no")
			.query(String.class)
			.list();
		// what the application's own transactions committed is scheduled, and nothing
		// else
		assertThat(states.keySet()).containsExactlyElementsOf(cancelled);
		assertThat(states.keySet()).as("scheduled reversals, of which none that a process spoke of may be missing")
			.containsAll(said(world, "SCHEDULED "));
		assertThat(states.values()).as("all scheduled reversals have ended").allMatch("REVERSED"::equals);
		// each has one record of its end, and one entry in the application's books, and
		// was told
		assertThat(client
			.sql("select reversal_id from wechatpay_hk_reversal_attempt where result = 'REVERSED' "
					+ "group by reversal_id having count(*) > 1")
			.query(String.class)
			.list()).isEmpty();
		assertThat(count(client, "result = 'REVERSED'")).isEqualTo(states.size());
		assertThat(count(client, "result not in ('REVERSED', 'INTERRUPTED')")).isZero();
		assertThat(client.sql("select out_trade_no from shop_reversed").query(String.class).list())
			.as("entries that were made in the transactions of the ends")
			.containsExactlyInAnyOrderElementsOf(states.keySet());
		assertThat(said(world, "TOLD ")).as("ends that were told").containsAll(states.keySet());
		assertThat(client.sql("select count(*) from wechatpay_hk_event").query(Integer.class).single())
			.as("events that nobody acknowledged")
			.isZero();
		assertThat(client.sql("select count(*) from wechatpay_hk_scheduled_task where task_name = 'reversal'")
			.query(Integer.class)
			.single()).as("plans that are left").isZero();

		int calls = 0;
		int extraCalls = 0;
		for (String order : states.keySet()) {
			assertThat(simulator.tradeState(order)).isEqualTo("REVOKED");
			int ofOrder = world.calls().getOrDefault(order, 0);
			int interrupted = client
				.sql("select count(*) from wechatpay_hk_reversal_attempt a join wechatpay_hk_reversal r "
						+ "on r.id = a.reversal_id where r.order_number = ? and a.result = 'INTERRUPTED'")
				.param(order)
				.query(Integer.class)
				.single();
			assertThat(ofOrder).as("calls for %s, of which a crash explains %s", order, interrupted)
				.isBetween(1, 1 + interrupted);
			calls += ofOrder;
			extraCalls += ofOrder - 1;
		}
		Set<String> unscheduled = new HashSet<>(world.calls().keySet());
		unscheduled.removeAll(states.keySet());
		for (String order : unscheduled) {
			assertThat(simulator.tradeState(order)).as("of an order that was not scheduled").isEqualTo("SUCCESS");
		}
		int deadNodes = client
			.sql("select count(distinct node) from wechatpay_hk_reversal_attempt where result = 'INTERRUPTED'")
			.query(Integer.class)
			.single();
		return new CrashAudit(states.size(), calls, extraCalls, count(client, "result = 'INTERRUPTED'"), deadNodes);
	}

	private static List<String> said(CrashWorld world, String word) {
		return world.lines()
			.stream()
			.filter((line) -> line.startsWith(word))
			.map((line) -> line.substring(word.length()))
			.toList();
	}

	private static int count(JdbcClient client, String condition) {
		return client.sql("select count(*) from wechatpay_hk_reversal_attempt where " + condition)
			.query(Integer.class)
			.single();
	}

}
