package io.github.wechatpayhk.benchmarks.peer;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import reactor.core.publisher.Mono;

import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * The same exchange as the starter's, over the same connector, without signatures.
 */
final class PlainPeer implements Peer.Reactive {

	private final WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults());

	private final WebClient webClient;

	PlainPeer(PeerSettings settings) {
		this.webClient = WebClient.builder()
			.baseUrl("http://127.0.0.1:" + settings.port() + "/plain/hk/")
			.clientConnector(this.connector.forCalls())
			.defaultHeaders((headers) -> {
				headers.set("User-Agent", "wechatpay-hk-client");
				headers.set("Accept", "application/json");
			})
			.build();
	}

	@Override
	public Mono<Void> reverse(String outTradeNo) {
		return this.webClient.post()
			.uri("v3/transactions/out-trade-no/{out_trade_no}/reverse", outTradeNo)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(MerchantIds.direct(BenchmarkKeys.MCHID))
			.exchangeToMono(PlainPeer::complete);
	}

	private static Mono<Void> complete(ClientResponse response) {
		return (response.statusCode().value() == 204) ? response.releaseBody() : response.createError();
	}

	@Override
	public void close() {
		this.connector.close();
	}

}
