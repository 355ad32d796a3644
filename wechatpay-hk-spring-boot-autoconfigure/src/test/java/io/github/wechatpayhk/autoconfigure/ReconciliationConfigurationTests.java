package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.Reconciliations;
import io.github.wechatpayhk.durable.engine.DurableStore;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.statement.StatementRequest;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reconciliations in a real application with an embedded database.
 */
@ExtendWith(WechatPayHkSimulatorExtension.class)
class ReconciliationConfigurationTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private final LocalDate day = LocalDate.now(StatementRequest.ZONE).minusDays(2);

	private final WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	ReconciliationConfigurationTests(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	private ConfigurableApplicationContext start(String... properties) throws Exception {
		return TestApplication.startDurable(WebApplicationType.REACTIVE, this.simulator, this.directory, List.of(),
				properties);
	}

	private void payElsewhere() {
		Instant noon = this.day.atTime(12, 0).atZone(StatementRequest.ZONE).toInstant();
		this.simulator.orders()
			.put(SimulatedOrder.quickPay("ELSEWHERE")
				.merchant(this.simulator.merchant())
				.createdAt(noon)
				.paidAt(noon)
				.amount(888, "HKD"));
	}

	@Test
	void endpointReconcilesADayAndTakesDecisions() throws Exception {
		payElsewhere();
		try (ConfigurableApplicationContext context = start(
				"management.endpoints.web.exposure.include=reconciliations")) {
			WebClient actuator = WebClient.create("http://localhost:"
					+ context.getEnvironment().getRequiredProperty("local.server.port") + "/actuator/reconciliations");

			JsonNode result = post(actuator, "", Map.of("day", this.day.toString())).at("/days/0");
			assertThat(result.at("/day/state").asString()).isEqualTo("DIFFERENT");
			assertThat(result.at("/differences/0/kind").asString()).isEqualTo("PAID_THERE_ONLY");
			assertThat(result.at("/differences/0/number").asString()).isEqualTo("ELSEWHERE");
			String id = result.at("/day/id").asString();
			assertThat(context.getBean(DurableReversalEvents.class)
				.next(DurableReversalEvent.DifferencesFound.class)
				.day()
				.id()).isEqualTo(id);
			assertThat(
					context.getBean(MeterRegistry.class).get("wechatpay.hk.reconciliation.differences").gauge().value())
				.isEqualTo(1);
			assertThat(context.getBean(MeterRegistry.class).find("wechatpay.hk.reconciliation.age").gauge()).isNull();
			assertThat(
					context.getBean("wechatPayHkReversalsHealthIndicator", HealthIndicator.class).health().getDetails())
				.containsEntry("differences", 1L)
				.containsEntry("reconciledUntil", this.day.toString());

			assertThat(get(actuator, "").at("/summary/differences").asInt()).isEqualTo(1);
			assertThat(get(actuator, "/" + id).at("/differences")).hasSize(1);
			assertThat(get(actuator, "/none").at("/status").asInt()).isEqualTo(404);
			assertThat(post(actuator, "/" + id, Map.of("action", "settle", "reason", "Anna: another till"))
				.at("/day/state")
				.asString()).isEqualTo("SETTLED");
			assertThat(post(actuator, "/" + id, Map.of("action", "burn")).at("/detail").asString())
				.contains("'action' must be one of [settle]");
			assertThat(post(actuator, "", Map.of("day", "yesterday")).at("/detail").asString()).contains("2026-11-28");
			assertThat(get(actuator, "").at("/summary/differences").asInt()).isZero();

			this.simulator.faults().inject(Fault.alteredStatement()).on(Operation.STATEMENT);
			assertThat(post(actuator, "", Map.of("day", this.day.toString())).at("/status").asInt()).isEqualTo(502);
		}
	}

	@Test
	void propertiesReachTheRun() throws Exception {
		payElsewhere();
		try (ConfigurableApplicationContext context = start("wechatpay.hk.reconciliation.complete=false",
				"wechatpay.hk.reconciliation.daily=true")) {
			assertThat(context.getBean(Reconciliations.class).reconcile(this.day)).singleElement()
				.satisfies((reconciled) -> assertThat(reconciled.differences()).isZero());
			assertThat(JdbcClient.create(context.getBean(DurableStore.class).dataSource())
				.sql("select count(*) from wechatpay_hk_scheduled_task where task_name = 'reconciliation'")
				.query(Integer.class)
				.single()).isEqualTo(1);
			assertThat(context.getBean(MeterRegistry.class).get("wechatpay.hk.reconciliation.age").gauge().value())
				.isGreaterThan(Duration.ofDays(1).toSeconds());
		}
	}

	private static JsonNode get(WebClient actuator, String path) {
		return actuator.get()
			.uri(path)
			.exchangeToMono((response) -> response.bodyToMono(JsonNode.class))
			.block(LONG_ENOUGH);
	}

	private static JsonNode post(WebClient actuator, String path, Map<String, String> body) {
		return actuator.post()
			.uri(path)
			.bodyValue(body)
			.exchangeToMono((response) -> response.bodyToMono(JsonNode.class))
			.block(LONG_ENOUGH);
	}

}
