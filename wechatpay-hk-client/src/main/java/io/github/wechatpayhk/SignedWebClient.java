package io.github.wechatpayhk;

import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.CertificateDownload;
import io.github.wechatpayhk.webclient.ErrorResponseReader;
import io.github.wechatpayhk.webclient.SignedExchange;
import io.github.wechatpayhk.webclient.SignedExchangeFilterFunction;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Puts together the {@code WebClient} of one merchant.
 */
final class SignedWebClient {

	private static final String USER_AGENT = "wechatpay-hk-client";

	private final ErrorResponseReader errorResponseReader;

	private final PlatformKeys platformKeys;

	private final WebClient webClient;

	SignedWebClient(WechatPayHkClient.Builder settings) {
		ClientCodecs codecs = settings.codecs();
		RequestAuthorizer authorizer = settings.authorizer();
		ClientHttpConnector connector = settings.connector();
		this.platformKeys = settings.trust.keys(
				CertificateDownload.create(settings.certificatesUrl(), authorizer, connector, settings.limits),
				settings.clock);
		SignedExchangeFilterFunction signedExchange = SignedExchangeFilterFunction.create(authorizer, this.platformKeys,
				settings.clock, codecs.strategies(), settings.limits, settings.signatureProvider(),
				settings.signatureListener);
		this.errorResponseReader = new ErrorResponseReader(codecs.jsonMapper());
		WebClient.Builder builder = WebClient.builder();
		settings.customizer.accept(builder);
		this.webClient = builder.baseUrl(settings.baseUrl().toString())
			.clientConnector(connector)
			.exchangeStrategies(codecs.strategies())
			.defaultHeaders(SignedWebClient::defaultHeaders)
			.filters((filters) -> filters.add(signedExchange))
			.defaultStatusHandler(SignedWebClient::isNoSuccess, this::failure)
			.build();
	}

	private static void defaultHeaders(HttpHeaders headers) {
		if (!headers.containsHeader(HttpHeaders.USER_AGENT)) {
			headers.set(HttpHeaders.USER_AGENT, USER_AGENT);
		}
		headers.setAccept(List.of(MediaType.APPLICATION_JSON));
	}

	private static boolean isNoSuccess(HttpStatusCode status) {
		return status.value() != 200 && status.value() != 204;
	}

	private Mono<WechatPayHkApiException> failure(ClientResponse response) {
		boolean isAdmitted = response.statusCode().value() == HttpStatus.ACCEPTED.value()
				&& SignedExchange.admitsAccepted(response.request().getAttributes());
		return isAdmitted ? Mono.empty() : this.errorResponseReader.read(response);
	}

	ErrorResponseReader errorResponseReader() {
		return this.errorResponseReader;
	}

	PlatformKeys platformKeys() {
		return this.platformKeys;
	}

	WebClient webClient() {
		return this.webClient;
	}

}
