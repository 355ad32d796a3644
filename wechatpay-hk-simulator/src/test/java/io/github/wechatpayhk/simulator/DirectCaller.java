package io.github.wechatpayhk.simulator;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.UUID;

import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a gateway without a network; signs and verifies with nothing but the JDK.
 */
public final class DirectCaller {

	public static final String DIRECT = "\"mchid\":\"1900000109\"";

	public static final String INSTITUTION = "\"sp_mchid\":\"1900000100\",\"sub_mchid\":\"1900000109\"";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final WechatPayHkSimulator simulator;

	private final String signer;

	public DirectCaller(WechatPayHkSimulator simulator) {
		this(simulator, "1900000109");
	}

	public DirectCaller(WechatPayHkSimulator simulator, String signer) {
		this.simulator = simulator;
		this.signer = signer;
	}

	public RawResponse post(String target, String body) {
		return send("POST", target, body);
	}

	public RawResponse get(String target) {
		return send("GET", target, "");
	}

	public RawResponse send(String method, String target, String body) {
		return this.simulator.gateway().handle(request(method, target, body));
	}

	public RawRequest request(String method, String target, String body) {
		long timestamp = this.simulator.clock().instant().getEpochSecond();
		String nonce = UUID.randomUUID().toString().replace("-", "");
		String message = method + "\n" + target + "\n" + timestamp + "\n" + nonce + "\n" + body + "\n";
		RawHeaders headers = RawHeaders.empty()
			.with("Host", "127.0.0.1")
			.with("User-Agent", "tests")
			.with("Accept", "application/json")
			.with("Authorization", new TestCaller(this.simulator, this.simulator.merchant(), this.signer)
				.authorization(timestamp, nonce, TestCaller.sign(this.simulator.merchant().privateKey(), message)));
		if (!body.isEmpty()) {
			headers = headers.with("Content-Type", "application/json");
		}
		return new RawRequest(method, target, headers, body.getBytes(StandardCharsets.UTF_8));
	}

	public String ids() {
		return this.signer.equals("1900000109") ? DIRECT : INSTITUTION;
	}

	public String appids() {
		return ids() + (this.signer.equals("1900000109") ? ",\"appid\":\"wx1\"" : ",\"sp_appid\":\"wx1\"");
	}

	public String query() {
		return this.signer.equals("1900000109") ? "mchid=1900000109" : "sp_mchid=1900000100&sub_mchid=1900000109";
	}

	public String order(String outTradeNo, String type, String more) {
		return "{" + appids() + ",\"description\":\"doll\",\"out_trade_no\":\"" + outTradeNo + "\",\"trade_type\":\""
				+ type + "\",\"merchant_category_code\":\"1011\",\"amount\":{\"total\":888,\"currency\":\"HKD\"}" + more
				+ "}";
	}

	public String micropay(String outTradeNo, String authCode) {
		return order(outTradeNo, "MICROPAY", ",\"payer\":{\"auth_code\":\"" + authCode + "\"}");
	}

	public String refund(String outTradeNo, String outRefundNo, int amount) {
		return "{" + appids() + ",\"out_trade_no\":\"" + outTradeNo + "\",\"out_refund_no\":\"" + outRefundNo
				+ "\",\"amount\":{\"refund\":" + amount + ",\"total\":888,\"currency\":\"HKD\"}}";
	}

	public static JsonNode json(RawResponse response) {
		return MAPPER.readTree(response.body());
	}

	public static String code(RawResponse response) {
		return (response.body().length == 0) ? "" : json(response).path("code").asString("");
	}

	public static boolean isSigned(RawResponse response, PublicKey key) {
		String text = response.headers().first("Wechatpay-Timestamp") + "\n"
				+ response.headers().first("Wechatpay-Nonce") + "\n" + response.bodyText() + "\n";
		return TestCaller.verify(key, text, String.valueOf(response.headers().first("Wechatpay-Signature")));
	}

}
