package io.github.wechatpayhk.simulator.main;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Properties;

import io.github.wechatpayhk.simulator.TestCaller;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.certificate.Pem;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SimulatorApplicationTests {

	private static final String IDS = "{\"mchid\":\"1900000109\"}";

	@TempDir
	private Path keys;

	@Test
	void writesKeysThatWorkAndKeepsThem() throws IOException, GeneralSecurityException {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		try (WechatPayHkSimulator simulator = start(out)) {
			HttpResponse<byte[]> response = new TestCaller(simulator)
				.post("/hk/v3/transactions/out-trade-no/" + WechatPayHkSimulator.PAID_ORDER + "/reverse", IDS);
			assertThat(response.statusCode()).isEqualTo(204);
			assertThat(TestCaller.isSigned(response, Pem.readPublicKey(file("pub_key.pem")))).isTrue();
			assertThat(simulator.merchant().privateKey()).isEqualTo(Pem.readPrivateKey(file("apiclient_key.pem")));
			Properties settings = new Properties();
			settings.load(new StringReader(file("settings.properties")));
			assertThat(settings).containsEntry("wechatpay.hk.base-url", simulator.baseUrl().toString())
				.containsEntry("wechatpay.hk.merchant-serial-number", simulator.merchant().serialNumber());
			KeyStore store = KeyStore.getInstance(this.keys.resolve("apiclient_cert.p12").toFile(),
					"1900000109".toCharArray());
			String alias = store.aliases().nextElement();
			assertThat(store.getKey(alias, "1900000109".toCharArray())).isEqualTo(simulator.merchant().privateKey());
			assertThat(store.getCertificate(alias)).isEqualTo(simulator.merchant().certificate());
		}
		String key = file("apiclient_key.pem");
		byte[] keyStore = Files.readAllBytes(this.keys.resolve("apiclient_cert.p12"));
		try (WechatPayHkSimulator again = start(new ByteArrayOutputStream())) {
			assertThat(again.merchant().privateKeyPem()).isEqualTo(key);
			assertThat(this.keys.resolve("apiclient_cert.p12")).hasBinaryContent(keyStore);
		}
		assertThat(out.toString(StandardCharsets.UTF_8)).contains("/hk/", "openapi.json").doesNotContain("PRIVATE");
	}

	@Test
	void isControlledByHttpAndJson() {
		try (WechatPayHkSimulator simulator = start(new ByteArrayOutputStream())) {
			assertThat(
					call(simulator, "POST", "orders", "{\"out_trade_no\":\"T1\",\"total\":5}", 201).get("held").asInt())
				.isEqualTo(5);
			call(simulator, "POST", "faults", "{\"faults\":[\"system-error\"],\"on\":[\"REVERSE\"],\"times\":1}", 201);
			String target = "/hk/v3/transactions/out-trade-no/T1/reverse";
			TestCaller caller = new TestCaller(simulator);
			assertThat(caller.post(target, IDS).statusCode()).isEqualTo(500);
			assertThat(caller.post(target, IDS).statusCode()).isEqualTo(204);
			assertThat(call(simulator, "GET", "orders/T1", "", 200).get("trade_state").asString()).isEqualTo("REVOKED");
			call(simulator, "POST", "orders", "{\"out_trade_no\":\"T2\",\"trade_state\":\"USERPAYING\"}", 201);
			assertThat(call(simulator, "POST", "orders/T2/pay", "", 200).get("trade_state").asString())
				.isEqualTo("SUCCESS");
			assertThat(call(simulator, "POST", "payers", "{\"auth_code\":\"91\"}", 200).get("payer").asString())
				.isEqualTo("never pays");
			JsonNode requests = call(simulator, "GET", "requests", "", 200);
			assertThat(requests).hasSize(2);
			assertThat(requests.toString()).doesNotContain("WECHATPAY2");
			String before = call(simulator, "GET", "clock", "", 200).get("now").asString();
			assertThat(call(simulator, "POST", "clock/advance", "{\"duration\":\"P1D\"}", 200).get("now").asString())
				.isGreaterThan(before);
			String serial = call(simulator, "POST", "platform/rotate", "", 200).get("serial_number").asString();
			assertThat(call(simulator, "GET", "settings", "", 200).get("platform_serial_number").asString())
				.isEqualTo(serial);
			assertThat(call(simulator, "GET", "faults", "", 200).get("names").toString()).contains("latency");
			call(simulator, "DELETE", "faults", "", 204);
			call(simulator, "POST", "faults", "{\"faults\":[\"unsigned\",\"tampered\"]}", 400);
			call(simulator, "POST", "faults", "{\"faults\":[\"unsigned\"],\"on\":[\"REVERSE\"],\"times\":0}", 400);
			call(simulator, "POST", "clock/advance", "{}", 400);
			call(simulator, "GET", "nothing", "", 404);
			call(simulator, "POST", "reset", "", 204);
			assertThat(call(simulator, "GET", "orders", "", 200)).hasSize(1);
			assertThat(simulator.faults().rules()).isEmpty();
		}
	}

	@Test
	void describesEveryPathThatItResponses() {
		try (WechatPayHkSimulator simulator = start(new ByteArrayOutputStream())) {
			JsonNode paths = call(simulator, "GET", "openapi.json", "", 200).get("paths");
			paths.propertyStream().forEach((path) -> path.getValue().propertyStream().forEach((method) -> {
				String name = path.getKey()
					.replace("/_simulator/", "")
					.replace("{out_trade_no}", WechatPayHkSimulator.PAID_ORDER)
					.replace("{out_refund_no}", "R1");
				HttpResponse<byte[]> response = raw(simulator, method.getKey().toUpperCase(java.util.Locale.ROOT), name,
						"");
				assertThat(response.statusCode()).as(name).isNotEqualTo(404).isLessThan(500);
			}));
		}
	}

	@Test
	void trustsWhatTheModeOffers() throws IOException {
		try (WechatPayHkSimulator simulator = start(new ByteArrayOutputStream(), "--mode=certificates")) {
			assertThat(simulator.platform().mode()).isEqualTo(PlatformMode.CERTIFICATES);
			assertThat(file("settings.properties")).contains("\nwechatpay.hk.api-v3-key=").doesNotContain("public-key");
		}
		try (WechatPayHkSimulator simulator = start(new ByteArrayOutputStream(), "--mode=public-key")) {
			assertThat(simulator.platform().mode()).isEqualTo(PlatformMode.PUBLIC_KEY);
			assertThat(file("settings.properties")).contains("\nwechatpay.hk.public-key=").doesNotContain("api-v3-key");
		}
	}

	@Test
	void saysInOneLineThatItsPortIsInUse() throws IOException, InterruptedException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
					SimulatorApplication.class.getName(), "--port=" + taken.getLocalPort(), "--keys=" + this.keys)
				.redirectErrorStream(true)
				.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

			assertThat(output.lines()).singleElement()
				.asString()
				.contains("127.0.0.1:" + taken.getLocalPort(), "in use", "not started", "choose another");
			assertThat(process.waitFor()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--nonsense", "8089", "--port" })
	void refusesUnknownOptions(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> Options.parse(argument));
	}

	private WechatPayHkSimulator start(ByteArrayOutputStream out) {
		return start(out, "--mode=both");
	}

	private WechatPayHkSimulator start(ByteArrayOutputStream out, String option) {
		return SimulatorApplication.start(Options.parse("--port=0", "--keys", this.keys.toString(), option),
				new PrintStream(out, true, StandardCharsets.UTF_8));
	}

	private String file(String name) throws IOException {
		return Files.readString(this.keys.resolve(name));
	}

	private static JsonNode call(WechatPayHkSimulator simulator, String method, String path, String body, int status) {
		HttpResponse<byte[]> response = raw(simulator, method, path, body);
		assertThat(response.statusCode()).as(path).isEqualTo(status);
		JsonMapper mapper = JsonMapper.builder().build();
		return (response.body().length > 0) ? mapper.readTree(response.body()) : mapper.createObjectNode();
	}

	private static HttpResponse<byte[]> raw(WechatPayHkSimulator simulator, String method, String path, String body) {
		URI url = simulator.globalBaseUrl().resolve("_simulator/" + path);
		return TestCaller
			.send(HttpRequest.newBuilder(url).method(method, HttpRequest.BodyPublishers.ofString(body)).build());
	}

}
