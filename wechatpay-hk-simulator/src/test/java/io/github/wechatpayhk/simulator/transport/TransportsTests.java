package io.github.wechatpayhk.simulator.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.wechatpayhk.simulator.DirectCaller;
import io.github.wechatpayhk.simulator.TestKeys;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.ResponseEntity;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeFunctions;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import static org.assertj.core.api.Assertions.assertThat;

class TransportsTests {

	private static final Duration LONG = Duration.ofSeconds(10);

	private static final String IDS = "{\"mchid\":\"1900000109\"}";

	@Test
	void bothTransportsResponseEqually() {
		try (WechatPayHkSimulator sockets = simulator().start();
				WechatPayHkSimulator memory = simulator().startInMemory()) {
			List<String> throughSockets = run(sockets,
					ExchangeFunctions.create(new org.springframework.http.client.reactive.JdkClientHttpConnector()));
			List<String> throughMemory = run(memory, memory.exchangeFunction());

			assertThat(throughMemory).isEqualTo(throughSockets).hasSize(10);
			assertThat(throughMemory.get(2)).startsWith("204 ").contains("Wechatpay-Signature");
		}
	}

	private static io.github.wechatpayhk.simulator.SimulatorBuilder simulator() {
		return WechatPayHkSimulator.builder()
			.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
			.seed(99)
			.merchant(TestKeys.merchant())
			.platform(TestKeys::platform);
	}

	private static List<String> run(WechatPayHkSimulator simulator, ExchangeFunction exchange) {
		WebClient client = WebClient.builder().exchangeFunction(exchange).build();
		DirectCaller caller = new DirectCaller(simulator);
		simulator.orders().put(SimulatedOrder.quickPay("T|1*"));
		List<String> responses = new ArrayList<>();
		String base = simulator.globalBaseUrl().toString();
		for (String[] request : new String[][] {
				{ "GET", "hk/v3/transactions/out-trade-no/T%7C1*?mchid=1900000109", "" },
				{ "POST", "hk/v3/transactions/micropay", caller.micropay("Q1", "120061098828009491") },
				{ "POST", "hk/v3/transactions/out-trade-no/T%7C1*/reverse", IDS },
				{ "GET", "v3/global/transactions/out-trade-no/Q1?mchid=1900000109", "" },
				{ "POST", "v3/global/micropay/transactions/out-trade-no/Q1/reverse", IDS },
				{ "POST", "v3/global/micropay/transactions/out-trade-no/T%2F1/reverse", IDS },
				{ "POST", "v3/global/refunds", caller.refund(WechatPayHkSimulator.PAID_ORDER, "R1", 5) },
				{ "GET", "v3/certificates", "" }, { "GET", "nothing", "" }, { "PUT", "v3/global/refunds", IDS } }) {
			RawRequest signed = caller.request(request[0], "/" + request[1], request[2]);
			responses.add(response(client, base + request[1], signed));
		}
		return responses;
	}

	private static String response(WebClient client, String url, RawRequest signed) {
		WebClient.RequestBodySpec spec = client.method(HttpMethod.valueOf(signed.method()))
			.uri(java.net.URI.create(url));
		signed.headers()
			.fields()
			.stream()
			.filter((field) -> !field.name().equals("Host"))
			.forEach((field) -> spec.header(field.name(), field.value()));
		Mono<ResponseEntity<byte[]>> received = ((signed.body().length > 0) ? spec.bodyValue(signed.body()) : spec)
			.exchangeToMono((response) -> response.toEntity(byte[].class));
		List<String> seen = new ArrayList<>();
		StepVerifier.create(received)
			.consumeNextWith((entity) -> seen.add(describe(entity)))
			.expectComplete()
			.verify(LONG);
		return seen.get(0);
	}

	private static String describe(ResponseEntity<byte[]> entity) {
		HttpHeaders headers = entity.getHeaders();
		StringBuilder text = new StringBuilder(entity.getStatusCode().value() + " ");
		List.of("Request-ID", "Content-Type", "Wechatpay-Nonce", "Wechatpay-Serial", "Wechatpay-Signature",
				"Wechatpay-Timestamp")
			.forEach((name) -> text.append(name).append('=').append(headers.getFirst(name)).append(' '));
		byte[] body = entity.getBody();
		return text.append((body != null) ? new String(body, java.nio.charset.StandardCharsets.UTF_8) : "").toString();
	}

	@Test
	void latencyPassesInVirtualTime() {
		VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
		try (WechatPayHkSimulator simulator = simulator().startInMemory()) {
			simulator.faults().inject(Fault.latency(Duration.ofHours(1)));
			RawRequest signed = new DirectCaller(simulator).request("GET", "/hk/v3/certificates", "");

			StepVerifier
				.withVirtualTime(() -> status(simulator, simulator.exchangeFunction(scheduler), signed),
						() -> scheduler, Long.MAX_VALUE)
				.expectSubscription()
				.expectNoEvent(Duration.ofMinutes(59))
				.thenAwait(Duration.ofMinutes(1))
				.expectNext(200)
				.expectComplete()
				.verify(LONG);
		}
	}

	@Test
	void inVirtualTimeTheGatewayHasWorkedWhenTheSubscriptionReturns() {
		VirtualTimeScheduler scheduler = VirtualTimeScheduler.create();
		try (WechatPayHkSimulator simulator = simulator().startInMemory()) {
			RawRequest signed = new DirectCaller(simulator).request("GET", "/hk/v3/certificates", "");
			List<Long> received = new ArrayList<>();

			scheduler.schedule(() -> {
				status(simulator, simulator.exchangeFunction(scheduler), signed).subscribe();
				received.add(simulator.requests().total());
			});

			assertThat(received).containsExactly(1L);
		}
	}

	@Test
	void memoryFailsAsSocketsDo() {
		try (WechatPayHkSimulator simulator = simulator().startInMemory()) {
			simulator.faults().inject(Fault.resetAfterEffect()).once();
			RawRequest first = new DirectCaller(simulator).request("GET", "/hk/v3/certificates", "");
			StepVerifier.create(status(simulator, simulator.exchangeFunction(), first))
				.expectError(WebClientRequestException.class)
				.verify(LONG);
			simulator.faults().inject(Fault.truncated()).once();
			RawRequest second = new DirectCaller(simulator).request("GET", "/hk/v3/certificates", "");
			StepVerifier.create(status(simulator, simulator.exchangeFunction(), second)).expectError().verify(LONG);
			assertThat(simulator.requests().total()).isEqualTo(2);
		}
	}

	private static Mono<Integer> status(WechatPayHkSimulator simulator, ExchangeFunction exchange, RawRequest signed) {
		WebClient.RequestHeadersSpec<?> spec = WebClient.builder()
			.exchangeFunction(exchange)
			.build()
			.get()
			.uri(simulator.globalBaseUrl().resolve(signed.target()));
		signed.headers().fields().forEach((field) -> spec.header(field.name(), field.value()));
		return spec.exchangeToMono((response) -> response.toEntity(byte[].class))
			.map((entity) -> entity.getStatusCode().value());
	}

}
