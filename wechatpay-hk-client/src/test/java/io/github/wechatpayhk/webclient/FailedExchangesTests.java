package io.github.wechatpayhk.webclient;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkRequestException.Reason;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireResponse;
import io.github.wechatpayhk.wire.WireGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What stood in the way of an exchange, and that nothing was sent.
 */
class FailedExchangesTests {

	private static final RequestAuthorizer SIGNING = (method, target, body) -> Mono.just("signed");

	private final WireGateway gateway = WireGateway.start((request) -> WireResponse.signed(204, ""));

	@AfterEach
	void stop() {
		this.gateway.close();
	}

	@Test
	void signerWithoutSignature() {
		assertNotSent(post((method, target, body) -> Mono.empty()),
				(ex) -> assertThat(ex).hasMessageStartingWith("The signer gave no signature")
					.isInstanceOfSatisfying(WechatPayHkRequestException.class,
							(unsigned) -> assertThat(unsigned.reason()).isEqualTo(Reason.NOT_SIGNED)));
	}

	@Test
	void signerThatFails() {
		assertNotSent(post((method, target, body) -> Mono.error(new IOException("the vault is sealed"))),
				(ex) -> assertThat(ex).hasMessageStartingWith("The request could not be signed")
					.hasRootCauseMessage("the vault is sealed"));
	}

	@Test
	void signerThatNamesTheFailureItself() {
		WechatPayHkRequestException failure = new WechatPayHkRequestException("no key for this merchant");

		assertNotSent(post((method, target, body) -> Mono.error(failure)), (ex) -> assertThat(ex).isSameAs(failure));
	}

	@Test
	void bodyThatNamesTheFailureItself() {
		WechatPayHkRequestException failure = new WechatPayHkRequestException("no such order");

		assertNotSent(client(Connector.OURS.get(), this.gateway.baseUrl(), SIGNING).post()
			.uri("v3/refunds")
			.body((request, context) -> Mono.error(failure)), (ex) -> assertThat(ex).isSameAs(failure));
	}

	@Test
	void uploadThatIsNone() {
		assertNotSent(
				client(Connector.OURS.get(), this.gateway.baseUrl(), SIGNING).post()
					.uri("v3/upload")
					.contentType(MediaType.parseMediaType("multipart/form-data;boundary=x"))
					.bodyValue("no parts".getBytes(StandardCharsets.UTF_8)),
				(ex) -> assertThat(ex).hasMessageStartingWith("The multipart body cannot be read again"));
	}

	@Test
	void exchangeThatWasStoppedBeforeItWasSent() {
		ExchangeWatch watch = new ExchangeWatch();
		RequestAuthorizer stopping = (method, target, body) -> Mono.fromSupplier(() -> {
			watch.stop();
			return "signed";
		});

		assertNotSent(post(stopping), watch,
				(ex) -> assertThat(ex).hasRootCauseMessage("The exchange was stopped before it was sent"));
	}

	@Test
	void gatewayWithoutTls() {
		URI secure = URI.create(this.gateway.baseUrl().toString().replace("http:", "https:"));

		assertNotSent(client(Connector.OURS.get(), secure, SIGNING).get().uri("v3/certificates"), (ex) -> assertThat(ex)
			.hasMessageStartingWith("No connection to '127.0.0.1': the TLS handshake failed, see the cause"));
	}

	@Test
	void connectorThatFails() {
		ClientHttpConnector broken = (method, uri, callback) -> Mono.error(new IOException("unplugged"));

		assertNotSent(client(broken, this.gateway.baseUrl(), SIGNING).get().uri("v3/certificates"),
				(ex) -> assertThat(ex).isInstanceOf(WechatPayHkTransportException.class)
					.hasMessageStartingWith("No connection to '127.0.0.1': see the cause")
					.hasRootCauseMessage("unplugged"));
	}

	private WebClient.RequestHeadersSpec<?> post(RequestAuthorizer authorizer) {
		return client(Connector.OURS.get(), this.gateway.baseUrl(), authorizer).post()
			.uri("v3/refunds")
			.bodyValue("{}");
	}

	private static WebClient client(ClientHttpConnector connector, URI baseUrl, RequestAuthorizer authorizer) {
		return SignedClients.create(connector, baseUrl, authorizer, (builder) -> {
		});
	}

	private void assertNotSent(WebClient.RequestHeadersSpec<?> request, Consumer<Throwable> failure) {
		assertNotSent(request, new ExchangeWatch(), failure);
	}

	private void assertNotSent(WebClient.RequestHeadersSpec<?> request, ExchangeWatch watch,
			Consumer<Throwable> failure) {
		StepVerifier.create(request.retrieve().toBodilessEntity().contextWrite(watch::addTo))
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOfSatisfying(WechatPayHkException.class,
						(known) -> assertThat(known.outcome()).isEqualTo(Outcome.NOT_SENT));
				failure.accept(ex);
			})
			.verify(SignedClients.LONG_ENOUGH);
		assertThat(this.gateway.requests()).isEmpty();
	}

}
