package io.github.wechatpayhk.benchmarks.micro;

import java.net.URI;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.benchmarks.BenchmarkKeys;
import io.github.wechatpayhk.benchmarks.gateway.Gateway;
import io.github.wechatpayhk.benchmarks.peer.PeerSettings;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;

/**
 * One reversal after the other over a kept connection, the gateway in the same process:
 * for comparing transports, not for quoting.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 3)
@Fork(1)
public class LoopbackBenchmark {

	@Param({ "http", "tls", "h2" })
	private String transport = "http";

	@Param({ "default", "corretto" })
	private String provider = "default";

	private @Nullable Gateway gateway;

	private @Nullable WechatPayHkConnector connector;

	private @Nullable ReverseOrderService service;

	/**
	 * Start gateway and client.
	 * @throws Exception if that fails
	 */
	@Setup
	public void setUp() throws Exception {
		BenchmarkKeys keys = BenchmarkKeys.generate();
		boolean secure = !this.transport.equals("http");
		X509Bundle certificate = new CertificateBuilder().subject("CN=localhost")
			.addSanDnsName("localhost")
			.setIsCertificateAuthority(true)
			.rsa2048()
			.buildSelfSigned();
		this.gateway = Gateway.start(keys, new Gateway.Settings(0, 16, secure ? serverContext(certificate) : null));
		this.connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
				(client) -> secure ? secure(client, certificate) : client);
		SignatureProvider signatureProvider = SignatureProvider.named(this.provider);
		this.service = ReverseOrderService.create(WechatPayHkClient
			.builder(MerchantIds.direct(BenchmarkKeys.MCHID),
					new MerchantCredential(SerialNumber.of(BenchmarkKeys.MERCHANT_SERIAL),
							Signer.rsa(keys.merchant().getPrivate(), signatureProvider)),
					PlatformKeys.publicKey(SerialNumber.of(BenchmarkKeys.PUBLIC_KEY_ID), keys.platform().getPublic()))
			.baseUrl(URI.create((secure ? "https" : "http") + "://localhost:" + this.gateway.port() + "/hk/"))
			.connector(this.connector)
			.signatureProvider(signatureProvider)
			.build());
	}

	private static SslContext serverContext(X509Bundle certificate) throws Exception {
		return SslContextBuilder.forServer(certificate.toKeyManagerFactory())
			.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
					ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
					ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2,
					ApplicationProtocolNames.HTTP_1_1))
			.build();
	}

	private HttpClient secure(HttpClient client, X509Bundle certificate) {
		HttpProtocol protocol = this.transport.equals("h2") ? HttpProtocol.H2 : HttpProtocol.HTTP11;
		return client.protocol(protocol).secure((spec) -> spec.sslContext(clientContext(protocol, certificate)));
	}

	private static SslContext clientContext(HttpProtocol protocol, X509Bundle certificate) {
		try {
			String name = (protocol == HttpProtocol.H2) ? ApplicationProtocolNames.HTTP_2
					: ApplicationProtocolNames.HTTP_1_1;
			return SslContextBuilder.forClient()
				.trustManager(certificate.getCertificate())
				.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
						ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
						ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, name))
				.build();
		}
		catch (SSLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Reverse an order. Without a success this throws.
	 */
	@Benchmark
	public void reverse() {
		Objects.requireNonNull(this.service).reverse(PeerSettings.OUT_TRADE_NO).block();
	}

	/**
	 * Stop client and gateway, and see that no request was signed wrongly.
	 */
	@TearDown
	public void tearDown() {
		Objects.requireNonNull(this.connector).close();
		Gateway gateway = Objects.requireNonNull(this.gateway);
		long failures = gateway.statistics().failures();
		gateway.close();
		if (failures > 0) {
			throw new IllegalStateException("The gateway saw a wrong signature");
		}
	}

}
