package io.github.wechatpayhk.probe;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.client.HttpClient;

/**
 * The client's side of a probe: sound unless the probe changes it.
 */
public final class ProbeSetup {

	static final int MAX_RESPONSE_SIZE = 64 * 1024;

	InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(ProbeResponse.NOW));

	URI baseUrl;

	MerchantIds ids = MerchantIds.institution("1900000100", "1900000109");

	Signer signer = Signer.rsa(Vectors.privateKey("private.pem"));

	PlatformKeys platformKeys = PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem")),
			this.clock);

	Duration connectTimeout = Duration.ofSeconds(20);

	Duration responseTimeout = Duration.ofSeconds(20);

	int maxResponseSize = MAX_RESPONSE_SIZE;

	UnsignedRefusals unsignedRefusals = UnsignedRefusals.defaults();

	int maxConnections = 4;

	Duration pendingAcquireTimeout = Duration.ofSeconds(20);

	ConnectionSettings.@Nullable HttpProxy proxy;

	UnaryOperator<HttpClient> httpClient = UnaryOperator.identity();

	public ProbeSetup(URI baseUrl) {
		this.baseUrl = baseUrl;
	}

	public WechatPayHkConnector connector() {
		return WechatPayHkConnector.create(new ConnectionSettings(this.connectTimeout, this.maxConnections, -1,
				this.pendingAcquireTimeout, Duration.ofSeconds(7), this.proxy), this.httpClient);
	}

	public WechatPayHkClient client(WechatPayHkConnector connector) {
		return WechatPayHkClient
			.builder(this.ids,
					new MerchantCredential(SerialNumber.of("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4"), this.signer),
					this.platformKeys)
			.baseUrl(this.baseUrl)
			.clock(this.clock)
			.limits(new ExchangeLimits(this.responseTimeout, 1024 * 1024, this.maxResponseSize))
			.trustUnsignedRefusals(this.unsignedRefusals)
			.connector(connector)
			.build();
	}

}
