package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import io.github.wechatpayhk.wire.WireKeys;
import io.github.wechatpayhk.wire.WireRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any path and query over any connector: the target that was signed is the one on the
 * request line.
 */
class SignedTargetsTests {

	private static final String EVERYTHING = " !\"#$%&'()*+,-./0:;<=>?@A[\\]^_`a{|}~ ÿ撤銷🧾";

	private WireGateway gateway;

	@BeforeEach
	void start() {
		this.gateway = WireGateway.start((request) -> WireResponse.signed(204, ""));
	}

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	private WebClient client(Connector connector) {
		return SignedClients.create(connector, this.gateway.baseUrl());
	}

	private WireRequest received(WebClient.RequestHeadersSpec<?> request) {
		StepVerifier.create(request.retrieve().toBodilessEntity())
			.expectNextCount(1)
			.expectComplete()
			.verify(SignedClients.LONG_ENOUGH);
		WireRequest received = this.gateway.request();
		assertThat(WireKeys.verifies(received, received.body())).as("signature of %s", received).isTrue();
		return received;
	}

	@ParameterizedTest
	@EnumSource
	void signsEncodedTemplateVariables(Connector connector) {
		WireRequest request = received(client(connector).post().uri("v3/a/{x}/b?y={y}", EVERYTHING, EVERYTHING));

		assertThat(request.target()).startsWith("/hk/v3/a/%20%21%22%23%24%25%26%27%28%29%2A%2B%2C-.%2F0%3A%3B%3C%3D")
			.endsWith("%C3%BF%E6%92%A4%E9%8A%B7%F0%9F%A7%BE");
	}

	static Stream<Arguments> rawTargets() {
		List<String> targets = List.of("/hk/v3/a%2fb%2Fc", "/hk/v3/a;b=c,d", "/hk/v3/+?a=+&b=%2B&a=2",
				"/hk/v3/a?b=c?d/e", "/hk/v3/a/", "/hk/v3/*%7C*", "/hk/v3/(a)'!$&", "/hk/v3/a:b@c", "/?a=b",
				"/hk/v3/../a", "/hk/./a", "/hk//v3", "//v3/a", "/hk/%2e%2E/a", "/hk/v3/..", "/hk/v3/%7e~%41",
				"/hk/v3/撤銷?名=值");
		return Arrays.stream(Connector.values())
			.flatMap((connector) -> targets.stream().map((target) -> Arguments.of(connector, target)));
	}

	@ParameterizedTest
	@MethodSource("rawTargets")
	void signsUrlAsItIs(Connector connector, String target) {
		URI url = this.gateway.baseUrl().resolve(URI.create("/"));

		WireRequest request = received(
				client(connector).post().uri(URI.create(url + target.substring(1))).bodyValue("{}"));

		assertThat(request.target()).isEqualTo(URI.create("http://h" + target).toASCIIString().substring(8));
	}

	@ParameterizedTest
	@EnumSource
	void signsSlashForUrlWithoutPath(Connector connector) {
		String url = this.gateway.baseUrl().resolve("/").toString();

		WireRequest request = received(client(connector).get().uri(URI.create(url.substring(0, url.length() - 1))));

		assertThat(request.target()).isEqualTo("/");
	}

	@ParameterizedTest
	@EnumSource
	void leavesEmptyQueryOut(Connector connector) {
		WireRequest request = received(client(connector).get().uri(URI.create(this.gateway.baseUrl() + "v3/a?")));

		assertThat(request.target()).isEqualTo("/hk/v3/a");
	}

	@ParameterizedTest
	@EnumSource
	void leavesFragmentOut(Connector connector) {
		WireRequest request = received(client(connector).get().uri(this.gateway.baseUrl().resolve("v3/a?b=c#d")));

		assertThat(request.target()).isEqualTo("/hk/v3/a?b=c");
	}

	@ParameterizedTest
	@ValueSource(strings = { "v3/transactions", "/v3/transactions" })
	void putsTemplatesBelowTheBaseUrl(String template) {
		WireRequest request = received(client(Connector.OURS).get().uri(template));

		assertThat(request.target()).isEqualTo("/hk/v3/transactions");
	}

}
