package io.github.wechatpayhk.benchmarks.peer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import com.google.gson.annotations.SerializedName;
import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.RSAPublicKeyConfig;
import com.wechat.pay.java.core.http.ApacheHttpClientBuilder;
import com.wechat.pay.java.core.http.DefaultHttpClientBuilder;
import com.wechat.pay.java.core.http.HttpClient;
import com.wechat.pay.java.core.http.HttpMethod;
import com.wechat.pay.java.core.http.HttpRequest;
import com.wechat.pay.java.core.http.JsonRequestBody;
import com.wechat.pay.java.core.util.GsonUtil;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.impl.client.HttpClients;

/**
 * The official SDK. It has no service for Hong Kong, so the call is made as its services
 * make theirs.
 */
final class OfficialPeer implements Peer.Blocking {

	private final PeerSettings settings;

	private final HttpClient httpClient;

	private OfficialPeer(PeerSettings settings, HttpClient httpClient) {
		this.settings = settings;
		this.httpClient = httpClient;
	}

	static OfficialPeer okHttp(PeerSettings settings) {
		OkHttpClient client = new OkHttpClient.Builder()
			.connectionPool(new ConnectionPool(settings.inFlight(), 7, TimeUnit.SECONDS))
			.callTimeout(Duration.ZERO)
			.readTimeout(Duration.ofMillis(settings.timeoutMillis()))
			.build();
		return new OfficialPeer(settings,
				new DefaultHttpClientBuilder().config(config(settings)).okHttpClient(client).build());
	}

	static OfficialPeer apache(PeerSettings settings) {
		RequestConfig timeouts = RequestConfig.custom()
			.setSocketTimeout(settings.timeoutMillis())
			.setConnectionRequestTimeout(settings.timeoutMillis())
			.build();
		return new OfficialPeer(settings,
				new ApacheHttpClientBuilder().config(config(settings))
					.apacheHttpClient(HttpClients.custom()
						.setMaxConnPerRoute(settings.inFlight())
						.setMaxConnTotal(settings.inFlight())
						.setDefaultRequestConfig(timeouts)
						.build())
					.build());
	}

	private static Config config(PeerSettings settings) {
		return new RSAPublicKeyConfig.Builder().merchantId(BenchmarkKeys.MCHID)
			.merchantSerialNumber(BenchmarkKeys.MERCHANT_SERIAL)
			.privateKey(settings.keys().merchant().getPrivate())
			.publicKey(settings.keys().platform().getPublic())
			.publicKeyId(BenchmarkKeys.PUBLIC_KEY_ID)
			.apiV3Key("0".repeat(32))
			.build();
	}

	@Override
	public void reverse(String outTradeNo) {
		HttpRequest request = new HttpRequest.Builder().httpMethod(HttpMethod.POST)
			.url(this.settings.url("127.0.0.1", outTradeNo))
			.addHeader("Accept", "application/json")
			.addHeader("Content-Type", "application/json")
			.body(new JsonRequestBody.Builder().body(GsonUtil.toJson(new Body(BenchmarkKeys.MCHID))).build())
			.build();
		this.httpClient.execute(request, null);
	}

	@Override
	public void close() {
		// the SDK's clients cannot be closed; the process ends with the run
	}

	/**
	 * The body of a call.
	 */
	private static final class Body {

		@SerializedName("mchid")
		private final String mchid;

		Body(String mchid) {
			this.mchid = mchid;
		}

		@Override
		public String toString() {
			return "Body[" + this.mchid + ']';
		}

	}

}
