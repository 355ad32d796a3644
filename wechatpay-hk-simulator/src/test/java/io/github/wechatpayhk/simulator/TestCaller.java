package io.github.wechatpayhk.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.UUID;

import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small client for tests, which signs and verifies with nothing but the JDK.
 */
public final class TestCaller {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	private final WechatPayHkSimulator simulator;

	private final SimulatedMerchant merchant;

	private final String signer;

	public TestCaller(WechatPayHkSimulator simulator) {
		this(simulator, simulator.merchant(), String.valueOf(simulator.merchant().mchid()));
	}

	public TestCaller(WechatPayHkSimulator simulator, SimulatedMerchant merchant, String signer) {
		this.simulator = simulator;
		this.merchant = merchant;
		this.signer = signer;
	}

	public HttpResponse<byte[]> post(String target, String body) {
		return send(request("POST", target, body).build());
	}

	public HttpResponse<byte[]> get(String target) {
		return send(request("GET", target, "").build());
	}

	public HttpRequest.Builder request(String method, String target, String body) {
		return unsigned(method, target, body).header("Authorization", authorization(method, target, body));
	}

	public HttpRequest.Builder unsigned(String method, String target, String body) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.simulator.globalBaseUrl().getPort() + target))
			.header("Accept", "application/json")
			.header("User-Agent", "tests");
		if (method.equals("GET")) {
			return request.GET();
		}
		return request.header("Content-Type", "application/json")
			.method(method, HttpRequest.BodyPublishers.ofString(body));
	}

	public String authorization(String method, String target, String body) {
		long timestamp = this.simulator.clock().instant().getEpochSecond();
		String nonce = UUID.randomUUID().toString().replace("-", "");
		String message = method + "\n" + target + "\n" + timestamp + "\n" + nonce + "\n" + body + "\n";
		return authorization(timestamp, nonce, sign(this.merchant.privateKey(), message));
	}

	public String authorization(long timestamp, String nonce, String signature) {
		return "WECHATPAY2-SHA256-RSA2048 mchid=\"" + this.signer + "\",nonce_str=\"" + nonce + "\",signature=\""
				+ signature + "\",timestamp=\"" + timestamp + "\",serial_no=\"" + this.merchant.serialNumber() + "\"";
	}

	public static HttpResponse<byte[]> send(HttpRequest request) {
		try {
			return CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	public static JsonNode json(HttpResponse<byte[]> response) {
		return MAPPER.readTree(response.body());
	}

	public static String sign(PrivateKey key, String message) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initSign(key);
			signature.update(message.getBytes(StandardCharsets.UTF_8));
			return Base64.getEncoder().encodeToString(signature.sign());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public static boolean isSigned(HttpResponse<byte[]> response, PublicKey key) {
		String text = header(response, "Wechatpay-Timestamp") + "\n" + header(response, "Wechatpay-Nonce") + "\n"
				+ new String(response.body(), StandardCharsets.UTF_8) + "\n";
		return verify(key, text, header(response, "Wechatpay-Signature"));
	}

	public static boolean verify(PublicKey key, String text, String base64) {
		try {
			Signature signature = Signature.getInstance("SHA256withRSA");
			signature.initVerify(key);
			signature.update(text.getBytes(StandardCharsets.UTF_8));
			return signature.verify(Base64.getDecoder().decode(base64));
		}
		catch (GeneralSecurityException | IllegalArgumentException ex) {
			return false;
		}
	}

	public static String header(HttpResponse<byte[]> response, String name) {
		return response.headers().firstValue(name).orElse("");
	}

}
