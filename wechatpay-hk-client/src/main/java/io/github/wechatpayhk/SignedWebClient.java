package io.github.wechatpayhk;

import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.signature.PaymentStartSigner;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.trust.PlatformKeys;
import io.github.wechatpayhk.webclient.CallOptions;
import io.github.wechatpayhk.webclient.CertificateDownload;
import io.github.wechatpayhk.webclient.ErrorResponseReader;
import io.github.wechatpayhk.webclient.JsonExchange;
import io.github.wechatpayhk.webclient.SignedExchange;
import io.github.wechatpayhk.webclient.SignedExchangeFilterFunction;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.codec.json.JacksonJsonDecoder;
import org.springframework.http.codec.json.JacksonJsonEncoder;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Puts together the {@code WebClient} of one merchant.
 */
final class SignedWebClient {

	private static final String USER_AGENT = "wechatpay-hk-client";

	/**
	 * How bodies are written and read. By far the largest part of a client, and the same
	 * for all. The JSON mapper has the defaults of Jackson: the application's settings
	 * must not change what is signed. The codecs bound no size: a body is read within the
	 * limits of its client, and verified, before they see it.
	 */
	private static final ExchangeStrategies CODECS = ExchangeStrategies.builder().codecs((codecs) -> {
		codecs.defaultCodecs().jacksonJsonEncoder(new JacksonJsonEncoder(JsonMapper.shared()));
		codecs.defaultCodecs().jacksonJsonDecoder(new JacksonJsonDecoder(JsonMapper.shared()));
		codecs.defaultCodecs().maxInMemorySize(-1);
	}).build();

	private final ErrorResponseReader errorResponseReader;

	private final PlatformKeys platformKeys;

	private final WebClient webClient;

	private final PaymentStartSigner paymentStartSigner;

	SignedWebClient(WechatPayHkClientBuilder settings) {
		Merchant merchant = settings.merchant();
		Scheduler signingScheduler = settings.signingScheduler();
		Supplier<String> nonces = settings.nonces();
		RequestAuthorizer authorizer = authorizer(settings, nonces, signingScheduler);
		this.paymentStartSigner = PaymentStartSigner.create(merchant.credential()::signer, settings.clock, nonces,
				signingScheduler);
		ClientHttpConnector connector = settings.connector();
		this.platformKeys = merchant.trust().keys(download(settings, connector), settings.clock);
		SignedExchangeFilterFunction signedExchange = SignedExchangeFilterFunction.create(authorizer, this.platformKeys,
				settings.clock, CODECS, settings.limits, settings.signatureProvider(), settings.signatureListener,
				settings.acceptedNonces());
		this.errorResponseReader = new ErrorResponseReader(settings.unsignedRefusals);
		WebClient.Builder builder = WebClient.builder();
		settings.customizer.accept(builder);
		this.webClient = builder.baseUrl(CallOptions.none().withBaseUrl(merchant.effectiveBaseUrl()).template(""))
			// not used, yet without one the builder would create another
			.clientConnector(connector)
			.exchangeFunction(signedExchange.apply(settings.exchangeFunction(connector, CODECS)))
			.defaultHeaders(SignedWebClient::defaultHeaders)
			.defaultStatusHandler(SignedWebClient::isNoSuccess, this::failure)
			.build();
	}

	/**
	 * When the certificates change, all calls wait for their download: its signature must
	 * not stand in line behind those of the calls.
	 */
	private static CertificateDownload download(WechatPayHkClientBuilder settings, ClientHttpConnector connector) {
		List<URI> urls = settings.certificateHosts().map(settings.merchant()::certificatesUrl).toList();
		return CertificateDownload.create(urls, authorizer(settings, settings.nonces(), Schedulers.boundedElastic()),
				connector, settings.limits);
	}

	private static RequestAuthorizer authorizer(WechatPayHkClientBuilder settings, Supplier<String> nonces,
			Scheduler scheduler) {
		return new MerchantAuthorizer(settings.merchant(), settings.clock, nonces, scheduler,
				settings.signatureListener);
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

	PlatformKeys platformKeys() {
		return this.platformKeys;
	}

	PaymentStartSigner paymentStartSigner() {
		return this.paymentStartSigner;
	}

	WebClient webClient() {
		return this.webClient;
	}

	JsonExchange jsonExchange() {
		return new JsonExchange(this.webClient, this.errorResponseReader);
	}

	/**
	 * Signs as a merchant whose key may change: each request has key and serial number of
	 * one moment.
	 *
	 * @param merchant the merchant
	 * @param clock gives the time stamps
	 * @param nonces gives a new nonce for each request
	 * @param scheduler where the signer is called
	 * @param listener receives each signature
	 */
	private record MerchantAuthorizer(Merchant merchant, InstantSource clock, Supplier<String> nonces,
			Scheduler scheduler, SignatureListener listener) implements RequestAuthorizer {

		@Override
		public Mono<String> authorize(String method, String target, byte[] body) {
			return Mono.defer(() -> {
				MerchantCredential present = this.merchant.credential().present();
				return RequestAuthorizer
					.create(this.merchant.ids().signer(), present.serialNumber(), present.signer(), this.clock,
							this.nonces, this.scheduler, this.listener)
					.authorize(method, target, body);
			});
		}

	}

}
