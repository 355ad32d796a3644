package io.github.wechatpayhk.benchmarks.scale;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.github.wechatpayhk.Merchant;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.MerchantKeys;
import io.github.wechatpayhk.benchmarks.load.VoidRunException;
import io.github.wechatpayhk.benchmarks.peer.Peer;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import io.github.wechatpayhk.clients.MerchantSource;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.trust.PlatformTrust;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Merchants that reverse in turn, each found by name in a {@link MerchantSource} as an
 * application that keeps them in a database would do it. Nothing is given up for want of
 * time, as it is the queue that is measured.
 */
final class ManyMerchants implements Peer.Reactive {

	private static final Duration PATIENCE = Duration.ofMinutes(10);

	private static final int TOGETHER = 64;

	private final WechatPayHkConnector connector = WechatPayHkConnector
		.create(new ConnectionSettings(Duration.ofSeconds(10), 64, -1, PATIENCE, Duration.ofSeconds(7), null));

	private final AtomicInteger turn = new AtomicInteger();

	private final MerchantKeys keys;

	private final SignatureProvider provider;

	private final PlatformTrust trust;

	private final URI baseUrl;

	private final WechatPayHkClients clients;

	private final List<ReverseOrderService> services;

	ManyMerchants(BenchmarkKeys platform, MerchantKeys keys, int port, SignatureProvider provider, int merchants) {
		this.keys = keys;
		this.provider = provider;
		this.trust = PlatformTrust
			.of(PlatformKeys.publicKey(SerialNumber.of(BenchmarkKeys.PUBLIC_KEY_ID), platform.platform().getPublic()));
		this.baseUrl = URI.create("http://127.0.0.1:" + port + "/hk/");
		this.clients = WechatPayHkClients.builder((mchid) -> Mono.fromSupplier(() -> merchant(mchid)))
			.maximumSize(merchants)
			.maximumAge(Duration.ofHours(1))
			.connector(this.connector)
			.customize((builder) -> builder.signatureProvider(provider)
				.limits(new ExchangeLimits(PATIENCE, ExchangeLimits.defaults().maxRequestSize(),
						ExchangeLimits.defaults().maxResponseSize())))
			.build();
		this.services = IntStream.range(0, merchants)
			.mapToObj(MerchantKeys::mchid)
			.map(this.clients::reverseOrderService)
			.toList();
	}

	private Merchant merchant(String mchid) {
		return Merchant
			.of(MerchantIds.direct(mchid),
					new MerchantCredential(SerialNumber.of(MerchantKeys.serial(mchid)),
							Signer.rsa(this.keys.privateKey(mchid), this.provider)),
					this.trust)
			.withBaseUrl(this.baseUrl);
	}

	@Override
	public Mono<Void> reverse(String outTradeNo) {
		int next = Math.floorMod(this.turn.getAndIncrement(), this.services.size());
		return this.services.get(next).reverse(outTradeNo);
	}

	/**
	 * Let each merchant reverse once, so that all are loaded with all that they keep.
	 */
	void reverseOnceEach() {
		Flux.fromIterable(this.services)
			.flatMap((service) -> service.reverse(PeerSettings.OUT_TRADE_NO), TOGETHER)
			.onErrorMap((ex) -> new VoidRunException("An exchange failed: " + ex, ex))
			.blockLast(PATIENCE);
	}

	int held() {
		return this.clients.size();
	}

	@Override
	public void close() {
		this.clients.close();
		this.connector.close();
	}

}
