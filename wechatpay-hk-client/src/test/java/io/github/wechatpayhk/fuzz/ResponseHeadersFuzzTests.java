package io.github.wechatpayhk.fuzz;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.probe.ProbeResponse;
import io.github.wechatpayhk.probe.Vectors;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.ExchangeLimits;
import io.github.wechatpayhk.webclient.SignedExchangeFilterFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Signal;
import reactor.core.scheduler.Schedulers;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever the headers of a response are, it is refused with one of our exceptions unless
 * it is an unsigned error, or WeChat Pay signed it.
 */
class ResponseHeadersFuzzTests {

	private static final String NONCE = "c5ac7061fccab6bf3e254dcf98995b8c";

	private static final Map<String, String> BODIES_BY_SIGNATURE = Map.of(
			bytes(Vectors.text("response204-signature.txt").strip()), "",
			bytes(Vectors.text("response200-signature.txt").strip()), text(Vectors.bytes("response200-body.json")),
			bytes(Vectors.text("statement-signature.txt").strip()), text(Vectors.bytes("statement-body.csv")));

	private final InstantSource clock = InstantSource.fixed(Instant.ofEpochSecond(ProbeResponse.NOW));

	private final ClientRequest request = ClientRequest
		.create(HttpMethod.GET, URI.create("https://api.mch.weixin.qq.com/hk/v3/statements"))
		.build();

	private final SignedExchangeFilterFunction filter = SignedExchangeFilterFunction.create(
			RequestAuthorizer.create("1900000109", SerialNumber.of("01"), (message) -> Mono.just(new byte[256]),
					this.clock, () -> "nonce", Schedulers.immediate()),
			PlatformKeys.certificates(List.of(Vectors.certificate("platform-cert.pem")), this.clock), this.clock,
			ExchangeStrategies.withDefaults(), ExchangeLimits.defaults());

	@FuzzTest(maxDuration = "30s")
	void areNeverBelievedWithoutProof(byte[] data) {
		String received = new String(data, StandardCharsets.ISO_8859_1);
		@Nullable ClientResponse response = response(received);
		if (response == null) {
			return;
		}

		Signal<ClientResponse> end = this.filter.filter(this.request, (signed) -> Mono.just(response))
			.materialize()
			.block();

		assertThat(end).isNotNull();
		if (end.isOnError()) {
			assertThat(end.getThrowable()).isInstanceOfSatisfying(WechatPayHkException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN));
		}
		else {
			assertUnsignedErrorOrGenuine(Objects.requireNonNull(end.get()));
		}
	}

	private static void assertUnsignedErrorOrGenuine(ClientResponse trusted) {
		List<String> signatures = trusted.headers().header("Wechatpay-Signature");
		if (signatures.isEmpty()) {
			assertThat(trusted.statusCode().is2xxSuccessful()).isFalse();
		}
		else {
			assertThat(trusted.headers().header("Wechatpay-Nonce")).containsExactly(NONCE);
			assertThat(trusted.headers().header("Wechatpay-Timestamp"))
				.containsExactly(Long.toString(ProbeResponse.NOW));
			assertThat(BODIES_BY_SIGNATURE).containsEntry(bytes(signatures.get(0)), body(trusted));
		}
	}

	/**
	 * One signature can be written in several ways, as the last character of Base64 has
	 * bits to spare.
	 */
	private static String bytes(String signature) {
		return text(Base64.getDecoder().decode(signature));
	}

	/**
	 * Not by a codec: it would refuse a content type that is none.
	 */
	private static String body(ClientResponse response) {
		DataBuffer body = DataBufferUtils.join(response.body(BodyExtractors.toDataBuffers())).block();
		return (body != null) ? body.toString(StandardCharsets.ISO_8859_1) : "";
	}

	private static String text(byte[] body) {
		return new String(body, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Read a response: a status line, headers, an empty line, a body.
	 */
	private static @Nullable ClientResponse response(String received) {
		String[] parts = received.split("\n\n", 2);
		String[] lines = parts[0].split("\n", -1);
		String[] statusLine = lines[0].split(" ");
		if (statusLine.length < 2 || !statusLine[1].matches("[1-9][0-9]{2}")) {
			return null;
		}
		ClientResponse.Builder response = ClientResponse
			.create(HttpStatusCode.valueOf(Integer.parseInt(statusLine[1])));
		for (int i = 1; i < lines.length; i++) {
			int colon = lines[i].indexOf(':');
			if (colon > 0) {
				response.header(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
			}
		}
		byte[] body = (parts.length > 1) ? parts[1].getBytes(StandardCharsets.ISO_8859_1) : new byte[0];
		return response.body(Flux.just(DefaultDataBufferFactory.sharedInstance.wrap(body))).build();
	}

}
