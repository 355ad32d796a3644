package io.github.wechatpayhk.benchmarks.peer;

import java.io.IOException;
import java.net.InetAddress;

import com.github.binarywang.wxpay.v3.WxPayV3HttpClientBuilder;
import com.github.binarywang.wxpay.v3.auth.PrivateKeySigner;
import com.github.binarywang.wxpay.v3.auth.PublicCertificateVerifier;
import com.github.binarywang.wxpay.v3.auth.WxPayCredentials;
import com.github.binarywang.wxpay.v3.auth.WxPayValidator;
import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.wechat.pay.contrib.apache.httpclient.WechatPayHttpClientBuilder;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import org.apache.http.client.config.RequestConfig;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.entity.ContentType;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;

/**
 * The two clients that extend Apache's. Both sign only for hosts of WeChat Pay, so the
 * name is resolved to the loopback address.
 */
final class ApachePeer implements Peer.Blocking {

	private final PeerSettings settings;

	private final CloseableHttpClient httpClient;

	private final Gson gson = new Gson();

	private ApachePeer(PeerSettings settings, HttpClientBuilder builder) {
		this.settings = settings;
		PoolingHttpClientConnectionManager connections = new PoolingHttpClientConnectionManager(
				RegistryBuilder.<ConnectionSocketFactory>create()
					.register("http", PlainConnectionSocketFactory.getSocketFactory())
					.build(),
				(host) -> new InetAddress[] { InetAddress.getLoopbackAddress() });
		connections.setMaxTotal(settings.inFlight());
		connections.setDefaultMaxPerRoute(settings.inFlight());
		this.httpClient = builder.setConnectionManager(connections)
			.setDefaultRequestConfig(RequestConfig.custom()
				.setSocketTimeout(settings.timeoutMillis())
				.setConnectionRequestTimeout(settings.timeoutMillis())
				.build())
			.build();
	}

	static ApachePeer older(PeerSettings settings) {
		BenchmarkKeys keys = settings.keys();
		return new ApachePeer(settings,
				WechatPayHttpClientBuilder.create()
					.withMerchant(BenchmarkKeys.MCHID, BenchmarkKeys.MERCHANT_SERIAL, keys.merchant().getPrivate())
					.withWechatPay(BenchmarkKeys.PUBLIC_KEY_ID, keys.platform().getPublic()));
	}

	static ApachePeer wxJava(PeerSettings settings) {
		BenchmarkKeys keys = settings.keys();
		PrivateKeySigner signer = new PrivateKeySigner(BenchmarkKeys.MERCHANT_SERIAL, keys.merchant().getPrivate());
		return new ApachePeer(settings,
				WxPayV3HttpClientBuilder.create()
					.withCredentials(new WxPayCredentials(BenchmarkKeys.MCHID, signer))
					.withValidator(new WxPayValidator(
							new PublicCertificateVerifier(keys.platform().getPublic(), BenchmarkKeys.PUBLIC_KEY_ID))));
	}

	@Override
	public void reverse(String outTradeNo) throws IOException {
		JsonObject body = new JsonObject();
		body.addProperty("mchid", BenchmarkKeys.MCHID);
		HttpPost request = new HttpPost(this.settings.url(PeerSettings.SIGNED_HOST, outTradeNo));
		request.setHeader("Accept", "application/json");
		request.setEntity(new StringEntity(this.gson.toJson(body), ContentType.APPLICATION_JSON));
		try (CloseableHttpResponse response = this.httpClient.execute(request)) {
			if (response.getStatusLine().getStatusCode() != 204) {
				throw new IOException("Responded with " + response.getStatusLine());
			}
		}
	}

	@Override
	public void close() {
		try {
			this.httpClient.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
