package io.github.wechatpayhk.simulator.fault;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import io.github.wechatpayhk.simulator.DirectCaller;
import io.github.wechatpayhk.simulator.TestCaller;
import io.github.wechatpayhk.simulator.TestKeys;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.Transmission.Ending;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FaultTests {

	private static final String IDS = "{\"mchid\":\"1900000109\"}";

	private static final String REVERSE = "/hk/v3/transactions/out-trade-no/T1/reverse";

	private static final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.merchant(TestKeys.merchant())
		.platform(TestKeys::platform)
		.seed(7)
		.start();

	private final DirectCaller caller = new DirectCaller(simulator);

	private final Faults faults = simulator.faults();

	@BeforeEach
	void reset() {
		simulator.reset();
		simulator.orders().put(SimulatedOrder.quickPay("T1"));
	}

	@AfterAll
	static void stop() {
		simulator.close();
	}

	@ParameterizedTest
	@CsvSource({ "accepted, 202, true", "unauthorized, 401, false", "forbidden, 403, true", "not-found, 404, true",
			"too-many-requests, 429, true", "system-error, 500, true", "bad-gateway-html, 502, false",
			"service-unavailable, 503, true", "redirect:https://elsewhere.example/, 302, true",
			"'status:418,TEAPOT', 418, true" })
	void responsesInsteadOfActing(String fault, int status, boolean isSigned) {
		this.faults.inject(Fault.parse(fault)).on(Operation.REVERSE).once();

		RawResponse received = this.caller.post(REVERSE, IDS);

		assertThat(received.status()).isEqualTo(status);
		assertThat(isSigned(received)).isEqualTo(isSigned);
		assertThat(simulator.orders().state("T1")).isEqualTo(TradeState.SUCCESS);
		assertThat(this.caller.post(REVERSE, IDS).status()).isEqualTo(204);
	}

	@Test
	void strikesOnlyTheRequestsThatAreMeant() {
		simulator.orders().put(SimulatedOrder.quickPay("T2"));
		this.faults.inject(Fault.systemError()).matching((request) -> request.target().contains("/T2/"));

		assertThat(this.caller.post(REVERSE, IDS).status()).isEqualTo(204);
		assertThat(this.caller.post(REVERSE.replace("/T1/", "/T2/"), IDS).status()).isEqualTo(500);
	}

	@Test
	void responsesInsteadAfterActing() {
		this.faults.inject(Fault.serviceUnavailable().afterEffect()).on(Operation.REVERSE);

		assertThat(this.caller.post(REVERSE, IDS).status()).isEqualTo(503);
		assertThat(simulator.orders().state("T1")).isEqualTo(TradeState.REVOKED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "unsigned", "tampered", "signed-by-untrusted-key", "signtest", "undecodable-signature" })
	void twistsTheSignature(String fault) {
		this.faults.inject(Fault.parse(fault)).on(Operation.REVERSE);

		RawResponse received = this.caller.post(REVERSE, IDS);

		assertThat(received.status()).isEqualTo(204);
		assertThat(isSigned(received)).isFalse();
		assertThat(simulator.orders().state("T1")).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void theProbeIsValidBase64AndBeginsAsWeChatPaysDoes() {
		this.faults.inject(Fault.signTest());

		String signature = this.caller.post(REVERSE, IDS).headers().first("Wechatpay-Signature");

		assertThat(signature).startsWith("WECHATPAY/SIGNTEST/").hasSize(344);
		assertThat(java.util.Base64.getDecoder().decode(signature)).hasSize(256);
	}

	@ParameterizedTest
	@CsvSource({ "stale-clock, -360", "future-clock, 360" })
	void signsWithAnotherTime(String fault, long seconds) {
		this.faults.inject(Fault.parse(fault));

		RawResponse received = this.caller.post(REVERSE, IDS);

		long signed = Long.parseLong(String.valueOf(received.headers().first("Wechatpay-Timestamp")));
		assertThat(signed - simulator.clock().instant().getEpochSecond()).isBetween(seconds - 2, seconds);
		assertThat(isSigned(received)).isTrue();
	}

	@Test
	void namesASerialThatNobodyKnows() {
		this.faults.inject(Fault.unknownSerial());

		RawResponse received = this.caller.post(REVERSE, IDS);

		assertThat(received.headers().first("Wechatpay-Serial")).startsWith("PUB_KEY_ID_")
			.isNotEqualTo(simulator.platform().publicKeyId());
	}

	@Test
	void rotatesInMidFlight() {
		String former = simulator.platform().serialNumber();
		this.faults.inject(Fault.rotation()).once();

		RawResponse received = this.caller.get("/hk/v3/certificates");

		assertThat(received.headers().first("Wechatpay-Serial")).isEqualTo(simulator.platform().serialNumber())
			.isNotEqualTo(former);
		assertThat(received.bodyText()).contains(former).doesNotContain(simulator.platform().serialNumber());
		assertThat(this.caller.get("/hk/v3/certificates").bodyText()).contains(former,
				simulator.platform().serialNumber());
	}

	@Test
	void letsTheCertificatesFailAlone() {
		this.faults.inject(Fault.certificatesUnavailable());

		assertThat(this.caller.get("/hk/v3/certificates").status()).isEqualTo(500);
		assertThat(this.caller.post(REVERSE, IDS).status()).isEqualTo(204);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.faults.inject(Fault.certificatesUnavailable()).on(Operation.REVERSE))
			.withMessage("The fault 'certificates-unavailable' is for CERTIFICATES only");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.faults.inject(Fault.alteredStatement()).on(Operation.REVERSE))
			.withMessage("The fault 'altered-statement' is for STATEMENT only");
	}

	@ParameterizedTest
	@CsvSource({ "reset-before-effect, RESET, SUCCESS", "reset-after-effect, RESET, REVOKED",
			"no-response, SILENCE, REVOKED", "truncated, TRUNCATED, REVOKED" })
	void endsExchangesBadly(String fault, Ending ending, TradeState state) {
		this.faults.inject(Fault.parse(fault)).on(Operation.REVERSE);

		RawResponse received = this.caller.post(REVERSE, IDS);

		assertThat(received.transmission().ending()).isEqualTo(ending);
		assertThat(simulator.orders().state("T1")).isEqualTo(state);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reset-before-effect", "reset-after-effect", "truncated" })
	void endsExchangesBadlyOnTheWireToo(String fault) {
		this.faults.inject(Fault.parse(fault)).on(Operation.REVERSE);
		TestCaller socket = new TestCaller(simulator);

		assertThatExceptionOfType(java.io.IOException.class).isThrownBy(() -> HttpClient.newHttpClient()
			.send(socket.request("POST", REVERSE, IDS).build(), HttpResponse.BodyHandlers.ofByteArray()));
		assertThat(simulator.requests().last().isSignatureVerified()).isTrue();
	}

	@Test
	void staysSilentOnTheWireToo() {
		this.faults.inject(Fault.noResponse()).on(Operation.REVERSE);

		CompletableFuture<HttpResponse<byte[]>> response = HttpClient.newHttpClient()
			.sendAsync(new TestCaller(simulator).request("POST", REVERSE, IDS).build(),
					HttpResponse.BodyHandlers.ofByteArray());

		Mono.fromCallable(() -> simulator.requests().all())
			.filter((requests) -> !requests.isEmpty())
			.repeatWhenEmpty((attempts) -> attempts.delayElements(Duration.ofMillis(10)))
			.block(Duration.ofSeconds(30));
		assertThat(simulator.orders().state("T1")).isEqualTo(TradeState.REVOKED);
		assertThat(response).isNotDone();
		response.cancel(true);
	}

	@Test
	void dripsAndBlowsUpBodiesOnTheWire() {
		this.faults
			.inject(Fault.drip(Duration.ofMillis(50)), Fault.oversized(5000), Fault.latency(Duration.ofMillis(5)))
			.on(Operation.REVERSE);

		HttpResponse<byte[]> response = new TestCaller(simulator).post(REVERSE, IDS);

		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.body()).hasSize(5000);
		assertThat(TestCaller.isSigned(response, simulator.platform().publicKey())).isTrue();
	}

	@Test
	void changesTheForm() {
		this.faults.inject(Fault.lowerCaseHeaders(), Fault.wrongContentType(), Fault.systemError());

		RawResponse received = this.caller.post(REVERSE, IDS);

		assertThat(received.headers().fields()).extracting(RawHeaders.Field::name)
			.contains("wechatpay-signature", "content-type")
			.doesNotContain("Wechatpay-Signature");
		assertThat(received.headers().first("Content-Type")).isEqualTo("text/html");
	}

	@Test
	void strikesBySeedAndCount() {
		FaultRule rule = this.faults.inject(Fault.systemError()).on(Operation.REVERSE).after(1).times(3);
		int failed = 0;
		for (int i = 0; i < 10; i++) {
			failed += (this.caller.post(REVERSE, IDS).status() == 500) ? 1 : 0;
		}
		assertThat(failed).isEqualTo(3);
		assertThat(rule.hits()).isEqualTo(3);
		assertThat(pattern(11)).isEqualTo(pattern(11)).isNotEqualTo(pattern(12)).contains("x", ".");
	}

	private static String pattern(long seed) {
		Faults faults = new Faults(seed);
		faults.inject(Fault.systemError()).withProbability(0.5);
		StringBuilder pattern = new StringBuilder();
		for (int i = 0; i < 40; i++) {
			boolean isStruck = faults
				.plan(Operation.QUERY,
						new io.github.wechatpayhk.simulator.http.RawRequest("GET", "/", RawHeaders.empty(),
								new byte[0]))
				.response() != null;
			pattern.append(isStruck ? 'x' : '.');
		}
		return pattern.toString();
	}

	@Test
	void refusesWhatContradictsItself() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.faults.inject(Fault.unsigned(), Fault.signTest()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.faults.inject(Fault.resetAfterEffect(), Fault.signTest()));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.latency(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse("latency:soon"));
		assertThatIllegalArgumentException().isThrownBy(() -> Fault.parse("nonsense"));
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> Fault.unsigned().afterEffect());
		assertThat(this.faults.rules()).isEmpty();
	}

	@Test
	void everyNameIsReadAndWritten() {
		Set<String> read = new TreeSet<>();
		for (String name : Faults.names()) {
			String text = switch (name) {
				case "latency", "drip" -> name + ":PT2S";
				case "oversized" -> name + ":1000";
				case "redirect" -> name + ":https://elsewhere.example/";
				case "status" -> name + ":500,X+after-effect";
				default -> name;
			};
			Fault fault = Fault.parse(text);
			assertThat(fault.toString()).isEqualTo(text);
			read.add(fault.name());
		}
		assertThat(read).isEqualTo(Faults.names()).hasSize(32);
	}

	private static boolean isSigned(RawResponse received) {
		return DirectCaller.isSigned(received, simulator.platform().publicKey());
	}

}
