package io.github.wechatpayhk.benchmarks.peer;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.signature.SigningScheduler;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * This project's client, as an application without Spring Boot would set it up.
 */
final class StarterPeer implements Peer.Reactive {

	private static final int ONE_MEBIBYTE = 1024 * 1024;

	private final WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults());

	private final Scheduler scheduler = SigningScheduler.create();

	private final ReverseOrderService service;

	private StarterPeer(PeerSettings settings, SignatureProvider provider) {
		BenchmarkKeys keys = settings.keys();
		WechatPayHkClient client = WechatPayHkClient
			.builder(MerchantIds.direct(BenchmarkKeys.MCHID),
					new MerchantCredential(SerialNumber.of(BenchmarkKeys.MERCHANT_SERIAL),
							Signer.rsa(keys.merchant().getPrivate(), provider)),
					PlatformKeys.publicKey(SerialNumber.of(BenchmarkKeys.PUBLIC_KEY_ID), keys.platform().getPublic()))
			.baseUrl(URI.create("http://127.0.0.1:" + settings.port() + "/hk/"))
			.limits(new ExchangeLimits(Duration.ofMillis(settings.timeoutMillis()), ONE_MEBIBYTE, ONE_MEBIBYTE))
			.connector(this.connector)
			.signatureProvider(provider)
			.signingScheduler(this.scheduler)
			.build();
		this.service = ReverseOrderService.create(client);
	}

	static StarterPeer standard(PeerSettings settings) {
		return new StarterPeer(settings, SignatureProvider.standard());
	}

	static StarterPeer corretto(PeerSettings settings) {
		return new StarterPeer(settings, SignatureProvider.named("corretto"));
	}

	@Override
	public Mono<Void> reverse(String outTradeNo) {
		return this.service.reverse(outTradeNo);
	}

	@Override
	public void warmUp() {
		this.connector.warmUp().block();
	}

	@Override
	public void close() {
		this.connector.close();
		this.scheduler.dispose();
	}

}
