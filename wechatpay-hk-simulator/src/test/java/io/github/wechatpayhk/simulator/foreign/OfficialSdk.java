package io.github.wechatpayhk.simulator.foreign;

import com.google.gson.JsonObject;
import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAAutoCertificateConfig;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.notification.NotificationConfig;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;

/**
 * The official SDK. It has no service for Hong Kong, so calls are made as its services
 * make theirs.
 */
final class OfficialSdk {

	private final WechatPayHkSimulator simulator;

	private final HttpClient httpClient;

	private final NotificationParser notificationParser;

	private <C extends Config & NotificationConfig> OfficialSdk(WechatPayHkSimulator simulator, C config) {
		this.simulator = simulator;
		this.notificationParser = new NotificationParser(config);
		this.httpClient = new DefaultHttpClientBuilder().config(config).build();
	}

	static OfficialSdk withPublicKey(WechatPayHkSimulator simulator) {
		SimulatedMerchant merchant = simulator.merchant();
		return new OfficialSdk(simulator,
				new RSAPublicKeyConfig.Builder().merchantId(merchant.mchid())
					.merchantSerialNumber(merchant.serialNumber())
					.privateKey(merchant.privateKeyPem())
					.publicKey(simulator.platform().publicKeyPem())
					.publicKeyId(simulator.platform().publicKeyId())
					.apiV3Key(merchant.apiV3Key())
					.build());
	}

	static OfficialSdk withCertificates(WechatPayHkSimulator simulator) {
		SimulatedMerchant merchant = simulator.merchant();
		HttpClient signing = new DefaultHttpClientBuilder()
			.credential(new WechatPay2Credential(merchant.mchid(),
					new RSASigner(merchant.serialNumber(), merchant.privateKey())))
			.validator(new NothingIsTrustedYet())
			.build();
		return new OfficialSdk(simulator,
				new RSAAutoCertificateConfig.Builder().merchantId(merchant.mchid())
					.merchantSerialNumber(merchant.serialNumber())
					.privateKey(merchant.privateKeyPem())
					.apiV3Key(merchant.apiV3Key())
					.httpClient(new RedirectedHttpClient(signing, simulator.globalBaseUrl()))
					.build());
	}

	String tradeState(String outTradeNo) {
		JsonObject order = this.httpClient
			.execute(request(HttpMethod.GET, outTradeNo + "?mchid=" + this.simulator.merchant().mchid()).build(),
					JsonObject.class)
			.getServiceResponse();
		return order.get("trade_state").getAsString();
	}

	void reverse(String outTradeNo) {
		String body = "{\"mchid\":\"" + this.simulator.merchant().mchid() + "\"}";
		this.httpClient
			.execute(request(HttpMethod.POST, outTradeNo + "/reverse").addHeader("Content-Type", "application/json")
				.body(new JsonRequestBody.Builder().body(body).build())
				.build(), null);
	}

	JsonObject parse(RawHeaders headers, String body) {
		return this.notificationParser.parse(new RequestParam.Builder().serialNumber(headers.first("Wechatpay-Serial"))
			.nonce(headers.first("Wechatpay-Nonce"))
			.signature(headers.first("Wechatpay-Signature"))
			.signType(headers.first("Wechatpay-Signature-Type"))
			.timestamp(headers.first("Wechatpay-Timestamp"))
			.body(body)
			.build(), JsonObject.class);
	}

	private HttpRequest.Builder request(HttpMethod method, String path) {
		return new HttpRequest.Builder().httpMethod(method)
			.url(this.simulator.baseUrl() + "v3/transactions/out-trade-no/" + path)
			.addHeader("Accept", "application/json");
	}

	/**
	 * For the download of certificates, which the SDK verifies by decrypting them.
	 */
	private static final class NothingIsTrustedYet implements Validator {

		@Override
		public <T> boolean validate(HttpHeaders headers, String body) {
			return true;
		}

		@Override
		public <T> String getSerialNumber() {
			return "";
		}

	}

}
