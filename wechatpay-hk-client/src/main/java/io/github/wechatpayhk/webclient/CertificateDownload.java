package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignedResponse;
import io.github.wechatpayhk.trust.PlatformTrust;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeFunctions;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * Asks WeChat Pay for the platform certificates (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#platform-certificates">protocol</a>):
 * one signed GET without parameters. The one request whose response is not verified here,
 * as it carries the keys to verify it with; it sends nothing else than this. Safe for
 * concurrent use.
 *
 * @since 0.1.0
 */
public final class CertificateDownload implements PlatformTrust.CertificateSource {

	private final List<URI> urls;

	private final RequestSigning signing;

	private final ExchangeFunction exchange;

	private final ExchangeLimits limits;

	private CertificateDownload(List<URI> urls, RequestSigning signing, ExchangeFunction exchange,
			ExchangeLimits limits) {
		this.urls = urls;
		this.signing = signing;
		this.exchange = exchange;
		this.limits = limits;
	}

	/**
	 * Create the download.
	 * @param urls where the certificates are listed, at least one; the next one is asked
	 * when there is no response, or one with a 5xx
	 * @param authorizer signs the request
	 * @param connector sends it; it must not follow redirects. That of a
	 * {@link WechatPayHkConnector} does so over connections apart from those of calls
	 * @param limits bounds of time and size
	 * @return the download
	 * @throws io.github.wechatpayhk.error.WechatPayHkRequestException if a URL cannot be
	 * called safely
	 */
	public static CertificateDownload create(List<URI> urls, RequestAuthorizer authorizer,
			ClientHttpConnector connector, ExchangeLimits limits) {
		ExchangeStrategies strategies = ExchangeStrategies.empty().build();
		ClientHttpConnector apart = WechatPayHkConnector.forDownloads(connector);
		Assert.notEmpty(urls, "'urls' must not be empty");
		return new CertificateDownload(urls.stream().map((url) -> RequestTarget.of(url).url()).distinct().toList(),
				new RequestSigning(authorizer, new RequestRendering(strategies, limits.maxRequestSize())),
				ExchangeFunctions.create(apart, strategies), limits);
	}

	/**
	 * Ask each host once per subscription, with a new signature, until one responds.
	 * @return the response, or a {@link WechatPayHkException} of the last host
	 */
	@Override
	public Mono<SignedResponse> download() {
		return download(0);
	}

	private Mono<SignedResponse> download(int index) {
		Mono<SignedResponse> response = download(this.urls.get(index));
		return (index == this.urls.size() - 1) ? response
				: response.filter((present) -> present.status() < 500)
					.onErrorResume(WechatPayHkException.class, (ex) -> Mono.empty())
					.switchIfEmpty(Mono.defer(() -> download(index + 1)));
	}

	private Mono<SignedResponse> download(URI url) {
		return Mono.defer(() -> {
			ClientRequest request = ClientRequest.create(HttpMethod.GET, url)
				.headers((headers) -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
				.build();
			ExchangeProgress progress = new ExchangeProgress(request, this.limits, null, SignatureListener.none());
			return this.signing.sign(request, null, progress)
				.flatMap(
						(signed) -> progress
							.bounded(progress.send(this.exchange, signed)
								.flatMap((response) -> ResponseVerification.read(response,
										this.limits.maxResponseSize())))
							.map((read) -> read.signedBy(signed)
								.withRequestSerialNumber(RequestSigning.serialNumber(signed.headers()))))
				.onErrorMap(progress::toException);
		});
	}

}
