package io.github.wechatpayhk.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

class StrictnessTests {

	private static final String REVERSE = "/hk/v3/transactions/out-trade-no/" + WechatPayHkSimulator.PAID_ORDER
			+ "/reverse";

	private static final String IDS = "{\"mchid\":\"1900000109\"}";

	private final WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
		.clock(SimulatedClock.standing(Instant.parse("2026-01-01T00:00:00Z")))
		.merchant(TestKeys.merchant())
		.platform(TestKeys::platform)
		.startInMemory();

	private final DirectCaller caller = new DirectCaller(this.simulator);

	@ParameterizedTest
	@CsvSource(delimiter = '!',
			value = { "\"out_trade_no\":\"T1\"!\"out_trade_no\":\"T 1\"!/out_trade_no!T 1",
					"\"out_trade_no\":\"T1\"!\"x\":\"T1\"!/out_trade_no!''",
					"\"total\":888!\"total\":0!/amount/total!0", "\"total\":888!\"total\":8.88!/amount/total!8.88",
					"\"total\":888!\"total\":\"888\"!/amount/total!888", "HKD!XYZ!/amount/currency!XYZ",
					"\"MICROPAY\"!\"NATIVE\"!/trade_type!NATIVE", "doll!d\uD83D\uDE00ll!/description!d\uD83D\uDE00ll",
					"1011!12345678901234567!/merchant_category_code!12345678901234567",
					"120061098828009406!1200610988280094!/payer/auth_code!1200610988280094",
					"120061098828009406!920061098828009406!/payer/auth_code!920061098828009406",
					"\"mchid\":\"1900000109\"!\"x\":\"1900000109\"!/mchid!''",
					"\"mchid\":\"1900000109\"!\"mchid\":1900000109!/mchid!1900000109", "\"appid\"!\"x\"!/appid!''",
					"\"payer\":{!\"payers\":{!/payer!''" })
	void namesTheFieldThatIsWrong(String right, String wrong, String field, String value) {
		String body = this.caller.micropay("T1", "120061098828009406");
		assertThat(body).contains(right);

		RawResponse response = this.caller.post("/hk/v3/transactions/micropay", body.replace(right, wrong));

		assertThat(response.status()).isEqualTo(400);
		JsonNode json = DirectCaller.json(response);
		assertThat(json.get("code").stringValue()).isEqualTo("PARAM_ERROR");
		assertThat(json.get("detail").get("field").stringValue()).isEqualTo(field);
		assertThat(json.get("detail").get("value").stringValue()).isEqualTo(value);
		assertThat(json.get("detail").get("location").stringValue()).isEqualTo("body");
		assertThat(DirectCaller.isSigned(response, this.simulator.platform().publicKey())).isTrue();
		assertThat(this.simulator.orders().find("T1")).isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!',
			value = { "{\"sp_mchid\":\"1900000100\"}!400!PARAM_ERROR", "{\"sub_mchid\":\"1900000109\"}!400!PARAM_ERROR",
					"{\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"}!403!NO_AUTH",
					"{\"mchid\":\"1900000777\"}!400!MCH_NOT_EXISTS", "{}!400!PARAM_ERROR", "!400!PARAM_ERROR",
					"[]!400!PARAM_ERROR", "{\"mchid\":\"1900000109\"!400!PARAM_ERROR",
					"{\"mchid\":\"1900000109\",\"mchid\":\"1900000109\"}!400!PARAM_ERROR" })
	void refusesIdsThatDoNotFit(String body, int status, String code) {
		RawResponse response = this.caller.post(REVERSE, (body != null) ? body : "");

		assertThat(response.status()).isEqualTo(status);
		assertThat(DirectCaller.code(response)).isEqualTo(code);
	}

	@ParameterizedTest
	@CsvSource({ "Content-Type, text/plain, PARAM_ERROR", "Accept, text/html, PARAM_ERROR",
			"User-Agent, ' ', PARAM_ERROR" })
	void wantsTheHeadersOfEveryCall(String name, String value, String code) {
		RawRequest request = this.caller.request("POST", REVERSE, IDS);

		RawResponse response = this.simulator.gateway()
			.handle(new RawRequest("POST", REVERSE, request.headers().replace(name, value), request.body()));

		assertThat(DirectCaller.code(response)).isEqualTo(code);
		assertThat(response.bodyText()).contains("\"field\":\"" + name + "\"");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '!', value = { "Basic x!scheme", "WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\"!lacks",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1\", nonce_str=\"2\"!no blanks", "''!missing",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1\",mchid=\"1\"!repeated",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"7\",nonce_str=\"n\",signature=\"AAAA\",timestamp=\"1767225600\",serial_no=\"AB\"!not registered",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"n\",signature=\"AAAA\",timestamp=\"1767225600\",serial_no=\"AB\"!serial_no",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"n\",signature=\"?\",timestamp=\"1767225600\",serial_no=\"AB\"!Base64",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"n\",signature=\"AAAA\",timestamp=\"now\",serial_no=\"AB\"!decimal",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"n\",signature=\"AAAA\",timestamp=\"1767225299\",serial_no=\"444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4\"!5 minutes",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"n\",signature=\"AAAA\",timestamp=\"1767225600000\",serial_no=\"444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4\"!not milliseconds",
			"WECHATPAY2-SHA256-RSA2048 mchid=\"1900000109\",nonce_str=\"n\",signature=\"AAAA\",timestamp=\"1767225300\",serial_no=\"444f4864ea9b34415a3e8b2c1d6f7a90b1c2d3e4\"!does not match" })
	void saysWhatIsWrongWithAuthorization(String authorization, String part) {
		RawHeaders headers = RawHeaders.empty().with("Authorization", authorization);

		RawResponse response = this.simulator.gateway()
			.handle(new RawRequest("POST", REVERSE, headers, IDS.getBytes(StandardCharsets.UTF_8)));

		assertThat(response.status()).isEqualTo(401);
		assertThat(DirectCaller.code(response)).isEqualTo("SIGN_ERROR");
		assertThat(response.bodyText()).contains(part);
		assertThat(response.headers().first("Wechatpay-Signature")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "without its prefix /hk", "without its query", "percent-decoded", "without a body",
			"without the line feed at its end", "lower case", "the whole URL" })
	void findsOutWhichMessageWasSignedInstead(String hint) {
		String sent = "/hk/v3/certificates?a=%7C";
		String lines = "\n1767225600\nn\n";
		String message = switch (hint) {
			case "without its prefix /hk" -> "GET\n/v3/certificates?a=%7C" + lines + "{}\n";
			case "without its query" -> "GET\n/hk/v3/certificates" + lines + "{}\n";
			case "percent-decoded" -> "GET\n/hk/v3/certificates?a=|" + lines + "{}\n";
			case "without a body" -> "GET\n" + sent + lines + "\n";
			case "without the line feed at its end" -> "GET\n" + sent + lines + "{}";
			case "lower case" -> "get\n" + sent + lines + "{}\n";
			default -> "GET\nhttps://127.0.0.1" + sent + lines + "{}\n";
		};
		String authorization = new TestCaller(this.simulator).authorization(1767225600, "n",
				TestCaller.sign(this.simulator.merchant().privateKey(), message));

		RawResponse response = this.simulator.gateway()
			.handle(new RawRequest("GET", sent,
					RawHeaders.empty().with("Host", "127.0.0.1").with("Authorization", authorization),
					"{}".getBytes(StandardCharsets.UTF_8)));

		assertThat(response.status()).isEqualTo(401);
		JsonNode detail = DirectCaller.json(response).get("detail");
		assertThat(detail.get("field").asString()).isEqualTo("signature");
		assertThat(detail.get("location").asString()).isEqualTo("authorization");
		assertThat(detail.get("detail").get("issue").asString()).isEqualTo("sign not match");
		JsonNode information = detail.get("sign_information");
		assertThat(information.get("method").asString()).isEqualTo("GET");
		assertThat(information.get("url").asString()).isEqualTo(sent);
		assertThat(information.get("truncated_sign_message").asString())
			.isEqualTo("GET\n" + sent + "\n1767225600\nn\n{}\n");
		assertThat(information.get("sign_message_length").asInt()).isEqualTo(46);
		assertThat(information.get("hints").toString()).contains(hint);
		assertThat(information.get("expected_message").toString())
			.isEqualTo("[\"GET\",\"" + sent + "\",\"1767225600\",\"n\",\"{}\"]");
	}

	@Test
	void keepsToTheDocumentedRateLimit() {
		for (int i = 0; i < 150; i++) {
			assertThat(this.caller.post(REVERSE, IDS).status()).isEqualTo(204);
		}
		RawResponse tooFast = this.caller.post(REVERSE, IDS);
		this.simulator.advance(Duration.ofSeconds(1));
		RawResponse later = this.caller.post(REVERSE, IDS);

		assertThat(tooFast.status()).isEqualTo(429);
		assertThat(DirectCaller.code(tooFast)).isEqualTo("RATELIMIT_EXCEEDED");
		assertThat(later.status()).isEqualTo(204);
	}

	@Test
	void knowsNoOtherPathsAndMethods() {
		assertThat(this.caller.get("/hk/v3/nothing").status()).isEqualTo(404);
		assertThat(this.caller.get(REVERSE).status()).isEqualTo(405);
		assertThat(this.caller.post("/hk/v3/transactions/out-trade-no/a%20b/reverse", IDS).bodyText())
			.contains("PARAM_ERROR", "\"location\":\"url\"", "\"field\":\"out_trade_no\"");
	}

}
