package io.github.wechatpayhk.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalState;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import org.assertj.core.api.AbstractStringAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The Actuator endpoint of a real application, over HTTP.
 */
@ExtendWith(WechatPayHkSimulatorExtension.class)
class DurableReversalEndpointTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	private final WechatPayHkSimulator simulator;

	@TempDir
	private Path directory;

	private ConfigurableApplicationContext context;

	private WebClient actuator;

	DurableReversalEndpointTests(WechatPayHkSimulator simulator) {
		this.simulator = simulator;
	}

	@BeforeEach
	void startApplication() throws Exception {
		this.context = TestApplication.startDurable(WebApplicationType.REACTIVE, this.simulator, this.directory,
				List.of(), "wechatpay.hk.durable-reversal.auto-start=false",
				"management.endpoints.web.exposure.include=durablereversals");
		this.actuator = WebClient
			.create("http://localhost:" + this.context.getEnvironment().getRequiredProperty("local.server.port")
					+ "/actuator/durablereversals");
	}

	@AfterEach
	void stopApplication() {
		this.context.close();
	}

	private DurableReversal schedule() {
		return this.context.getBean(DurableReversals.class)
			.schedule(ReverseOrderRequest.outTradeNo(WechatPayHkSimulator.PAID_ORDER));
	}

	@Test
	void showsWhatIsOpenWithoutSecrets() {
		DurableReversal reversal = schedule();

		String text = this.actuator.get().retrieve().bodyToMono(String.class).block(LONG_ENOUGH);
		JsonNode overview = get("");

		assertThat(overview.at("/backlog/waiting").asInt()).isEqualTo(1);
		assertThat(overview.at("/reversals/0/id").asString()).isEqualTo(reversal.id());
		assertThat(overview.at("/reversals/0/outTradeNo").asString()).isEqualTo(WechatPayHkSimulator.PAID_ORDER);
		assertThat(text).doesNotContainIgnoringCase("key").doesNotContainIgnoringCase("authorization");
	}

	@Test
	void showsOneReversalWithItsTrail() {
		DurableReversal reversal = schedule();

		JsonNode settled = post("/" + reversal.id(), Map.of("action", "settle", "reason", "Anna: paid in cash"));

		assertThat(settled.at("/state").asString()).isEqualTo("SETTLED");
		assertThat(get("/" + reversal.id()).at("/trail/0/detail").asString()).isEqualTo("Anna: paid in cash");
		assertThat(this.context.getBean(DurableReversals.class).find(reversal.id())).get()
			.extracting(DurableReversal::state)
			.isEqualTo(ReversalState.SETTLED);
	}

	@Test
	void ordersARetry() {
		DurableReversal reversal = schedule();

		JsonNode retried = post("/" + reversal.id(), Map.of("action", "retry", "reason", "Anna: again"));

		assertThat(retried.at("/state").asString()).isEqualTo("WAITING");
		assertThat(retried.at("/trail/0/result").asString()).isEqualTo("RETRY_ORDERED");
	}

	@Test
	void pausesAndResumes() {
		assertThat(post("", Map.of("action", "pause")).at("/isPaused").asBoolean()).isTrue();
		assertThat(this.context.getBean(DurableReversals.class).backlog().isPaused()).isTrue();

		assertThat(post("", Map.of("action", "resume")).at("/isPaused").asBoolean()).isFalse();
	}

	@Test
	void saysWhatItDoesNotKnow() {
		assertThatProblem(400, () -> post("", Map.of("action", "stop"))).contains("'stop'").contains("[pause, resume]");
		assertThatProblem(400, () -> post("", Map.of())).contains("'action'").contains("missing");
		assertThatProblem(400, () -> post("/unknown", Map.of("action", "settle", "reason", "Anna")))
			.contains("no scheduled reversal 'unknown'");
		assertThatProblem(400, () -> post("/unknown", Map.of("action", "forget", "reason", "Anna")))
			.contains("'forget'")
			.contains("settle-payment");
		assertThatProblem(400, () -> post("/" + schedule().id(), Map.of("action", "settle"))).contains("'reason'");
		assertThatProblem(400, () -> get("?state=UNCERTAIN")).contains("'UNCERTAIN'").contains("NEEDS_ATTENTION");
		assertThatProblem(400, () -> get("?limit=all")).contains("'limit'").contains("'all'");
		assertThatProblem(404, () -> get("/unknown")).contains("no scheduled reversal 'unknown'");
	}

	/**
	 * The application shows no messages of errors, which is Spring Boot's default.
	 */
	private static AbstractStringAssert<?> assertThatProblem(int status, ThrowingCallable request) {
		WebClientResponseException ex = catchThrowableOfType(WebClientResponseException.class, request);
		assertThat(ex.getStatusCode().value()).isEqualTo(status);
		assertThat(ex.getHeaders().getContentType()).isEqualTo(MediaType.APPLICATION_PROBLEM_JSON);
		JsonNode problem = JsonMapper.builder().build().readTree(ex.getResponseBodyAsByteArray());
		assertThat(problem.at("/status").asInt()).isEqualTo(status);
		return assertThat(problem.at("/detail").asString());
	}

	private JsonNode get(String path) {
		return this.actuator.get().uri(path).retrieve().bodyToMono(JsonNode.class).block(LONG_ENOUGH);
	}

	private JsonNode post(String path, Map<String, String> body) {
		return this.actuator.post().uri(path).bodyValue(body).retrieve().bodyToMono(JsonNode.class).block(LONG_ENOUGH);
	}

}
