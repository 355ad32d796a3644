package io.github.wechatpayhk.fuzz;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.probe.ProbeResponse;
import io.github.wechatpayhk.probe.Vectors;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ConnectionSettings;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireResponse;
import org.junit.jupiter.api.AfterEach;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever bytes come back over the connection, status line, chunks and compression
 * included: nothing is trusted without proof, and no failure is called one that never
 * left.
 */
class ResponseBytesFuzzTests {

	/**
	 * Without its last four characters, which can be written in several ways.
	 */
	private static final String SIGNATURE_OF_204 = Vectors.text("response204-signature.txt").substring(0, 340);

	private static final String NONCE = "c5ac7061fccab6bf3e254dcf98995b8c";

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

	private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(ProbeResponse.NOW));

	private volatile String response = "";

	private volatile boolean received;

	private final WireGateway gateway = WireGateway.startForgetful((request) -> {
		this.received = true;
		return WireResponse.unsigned(200, "").with((unsigned) -> this.response).thenClose();
	});

	private final WechatPayHkConnector connector = WechatPayHkConnector.create(ConnectionSettings.defaults(),
			(client) -> client.keepAlive(false));

	private final ReverseOrderService reversals = ReverseOrderService.create(WechatPayHkClient
		.builder(MerchantIds.direct("1900000109"),
				new MerchantCredential(SerialNumber.of("444F4864EA9B34415A3E8B2C1D6F7A90B1C2D3E4"),
						(message) -> Mono.just(new byte[256])),
				PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem")), this.clock))
		.baseUrl(this.gateway.baseUrl())
		.clock(this.clock)
		.limits(new ExchangeLimits(LONG_ENOUGH, 1024 * 1024, 64 * 1024))
		.signingScheduler(Schedulers.immediate())
		.connector(this.connector)
		.build());

	@AfterEach
	void close() {
		this.connector.close();
		this.gateway.close();
	}

	@FuzzTest(maxDuration = "30s")
	void areNeverBelievedWithoutProof(byte[] data) {
		this.response = new String(data, StandardCharsets.ISO_8859_1);
		this.received = false;

		Signal<Void> end = this.reversals.reverse("1217752501201407033233368018").materialize().block();

		assertThat(end).isNotNull();
		if (end.isOnError()) {
			assertThat(end.getThrowable()).isInstanceOfSatisfying(WechatPayHkException.class, (ex) -> {
				// nothing is sent when so many connections in a row have used up the
				// local ports
				assertThat(ex.outcome() == Outcome.NOT_SENT && this.received).isFalse();
				assertThat(ex.outcome() == Outcome.REJECTED && !(ex instanceof WechatPayHkApiException)).isFalse();
				assertThat(ex.getMessage()).hasSizeLessThan(2048).doesNotContainPattern("[\\p{Cc}\\p{Zl}\\p{Zp}]");
			});
		}
		else {
			assertThat(this.response).contains(SIGNATURE_OF_204, NONCE, Long.toString(ProbeResponse.NOW))
				.containsPattern("HTTP/1\\.[01] 204");
		}
	}

}
