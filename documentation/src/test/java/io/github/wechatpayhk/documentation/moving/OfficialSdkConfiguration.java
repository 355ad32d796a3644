package io.github.wechatpayhk.documentation.moving;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;

/**
 * The official SDK as its users set it up.
 */
final class OfficialSdkConfiguration {

	private OfficialSdkConfiguration() {
	}

	static HttpClient httpClient(String apiV3Key) {
		Config config = new RSAPublicKeyConfig.Builder().merchantId("1900000109")
			.merchantSerialNumber("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4")
			.privateKeyFromPath("/run/secrets/apiclient_key.pem")
			.publicKeyId("PUB_KEY_ID_0114232134912410000000000000")
			.publicKeyFromPath("/run/secrets/wechatpay_public.pem")
			.apiV3Key(apiV3Key)
			.build();
		return new DefaultHttpClientBuilder().config(config).build();
	}

}
