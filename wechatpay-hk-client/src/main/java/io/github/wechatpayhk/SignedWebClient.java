package io.github.wechatpayhk;

import java.util.List;

import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.CertificateDownload;
import io.github.wechatpayhk.webclient.ErrorResponseReader;
import io.github.wechatpayhk.webclient.SignedExchangeFilterFunction;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Puts together the {@code WebClient} of one merchant. The JSON mapper is ours: the
 * application's settings must not change what is signed.
 */
final class SignedWebClient {

	private static final String USER_AGENT = "wechatpay-hk-client";

	private final ErrorResponseReader errorResponseReader;

	private final PlatformKeys platformKeys;

	private final WebClient webClient;

	SignedWebClient(WechatPayHkClient.Builder settings) {
		JsonMapper jsonMapper = JsonMapper.builder().build();
		ExchangeStrategies strategies = ExchangeStrategies.builder().codecs((codecs) -> {
			codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(jsonMapper));
			codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(jsonMapper));
			codecs.defaultCodecs().maxInMemorySize(settings.limits.maxResponseSize());
		}).build();
		RequestAuthorizer authorizer = settings.authorizer();
		ClientHttpConnector connector = settings.connector();
		this.platformKeys = settings.trust.keys(
				CertificateDownload.create(settings.certificatesUrl(), authorizer, connector, settings.limits),
				settings.clock);
		SignedExchangeFilterFunction signedExchange = SignedExchangeFilterFunction.create(authorizer, this.platformKeys,
				settings.clock, strategies, settings.limits, settings.signatureProvider());
		this.errorResponseReader = new ErrorResponseReader(jsonMapper);
		WebClient.Builder builder = WebClient.builder();
		settings.customizer.accept(builder);
		this.webClient = builder.baseUrl(settings.baseUrl().toString())
			.clientConnector(connector)
			.exchangeStrategies(strategies)
			.defaultHeaders(SignedWebClient::defaultHeaders)
			.filters((filters) -> filters.add(signedExchange))
			.defaultStatusHandler(SignedWebClient::isNoSuccess, this.errorResponseReader::read)
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
