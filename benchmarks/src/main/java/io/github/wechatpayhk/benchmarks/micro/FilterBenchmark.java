package io.github.wechatpayhk.benchmarks.micro;

import java.net.URI;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A whole reversal on one thread and without a network. Signer {@code constant} computes
 * nothing, which leaves what the filter itself costs; the plain exchange is to be
 * subtracted.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class FilterBenchmark {

	@Param({ "constant", "default", "corretto" })
	private String signer = "constant";

	private ReverseOrderService service = (request) -> Mono.empty();

	private WebClient plain = WebClient.create();

	/**
	 * Set up both clients.
	 */
	@Setup
	public void setUp() {
		BenchmarkKeys keys = BenchmarkKeys.generate();
		ClientHttpConnector connector = new InMemoryConnector(SignedResponses.headers(keys));
		SignatureProvider provider = this.signer.equals("constant") ? SignatureProvider.named("corretto")
				: SignatureProvider.named(this.signer);
		byte[] constant = new byte[256];
		Signer signs = this.signer.equals("constant") ? (message) -> Mono.just(constant)
				: Signer.rsa(keys.merchant().getPrivate(), provider);
		this.service = ReverseOrderService
			.create(WechatPayHkClient
				.builder(MerchantIds.direct(BenchmarkKeys.MCHID),
						new MerchantCredential(SerialNumber.of(BenchmarkKeys.MERCHANT_SERIAL), signs),
						PlatformKeys.publicKey(SerialNumber.of(BenchmarkKeys.PUBLIC_KEY_ID),
								keys.platform().getPublic()))
				.baseUrl(URI.create("http://127.0.0.1:8080/hk/"))
				.connector(connector)
				.clock(SignedResponses.CLOCK)
				.signatureProvider(provider)
				.signingScheduler(Schedulers.immediate())
				.build());
		this.plain = WebClient.builder()
			.baseUrl("http://127.0.0.1:8080/hk/")
			.clientConnector(connector)
			.defaultHeaders((headers) -> {
				headers.set("User-Agent", "wechatpay-hk-client");
				headers.set("Accept", "application/json");
			})
			.build();
	}

	/**
	 * Reverse with signature and verification. Without a success this throws.
	 */
	@Benchmark
	public void signedAndVerified() {
		this.service.reverse(PeerSettings.OUT_TRADE_NO).block();
	}

	/**
	 * The same exchange without signatures.
	 */
	@Benchmark
	public void plain() {
		this.plain.post()
			.uri("v3/transactions/out-trade-no/{out_trade_no}/reverse", PeerSettings.OUT_TRADE_NO)
			.contentType(MediaType.APPLICATION_JSON)
			.bodyValue(MerchantIds.direct(BenchmarkKeys.MCHID))
			.exchangeToMono((response) -> (response.statusCode().value() == 204) ? response.releaseBody()
					: response.createError())
			.block();
	}

}
