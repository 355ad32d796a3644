package io.github.wechatpayhk.webclient;

import java.time.InstantSource;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.signature.AcceptedNonces;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.ResponseVerifier;
import io.github.wechatpayhk.signature.SignatureListener;
import io.github.wechatpayhk.signature.SignatureProvider;
import io.github.wechatpayhk.trust.PlatformKeys;
import reactor.core.publisher.Mono;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.ExchangeStrategies;

/**
 * Signs each request and verifies each response of a
 * {@link org.springframework.web.reactive.function.client.WebClient WebClient}, for any
 * path of WeChat Pay's API v3.
 * <p>
 * The body is rendered once, before a connection is asked for; exactly those bytes and
 * the raw request target are signed and sent. Of a multipart upload only the JSON of its
 * part {@code meta} is signed, as WeChat Pay wants it; an upload without exactly one such
 * part is refused. The response is read to its end, within bounds, and verified on its
 * raw bytes before anything of it is handed on, whether or not the caller reads it.
 * Signing and verifying cannot be had apart: a client that signs also verifies.
 * <p>
 * Each subscription signs anew, so a retry may stand anywhere before it, also in another
 * filter. A retry that stands behind it fails: a signed request is written once. Errors
 * are {@link WechatPayHkException}s only. A response with an error status and no
 * signature is handed on as it is; one with signature headers that do not verify is an
 * error.
 * <p>
 * Add it as the last filter: what stands behind it would change what was signed. The
 * connector must not follow redirects, as the signature covers one path only. Where
 * {@code mutate()} must not take it out, make it part of the exchange function, with
 * {@code filter.apply(ExchangeFunctions.create(connector, strategies))}. Safe for
 * concurrent use.
 *
 * <pre class="code">
 * ExchangeStrategies strategies = ExchangeStrategies.withDefaults();
 * WebClient.builder()
 *     .exchangeStrategies(strategies)
 *     .filter(SignedExchangeFilterFunction.create(authorizer, platformKeys, clock, strategies, limits))
 *     .build();
 * </pre>
 *
 * @since 0.1.0
 */
public final class SignedExchangeFilterFunction implements ExchangeFilterFunction {

	private final RequestSigning signing;

	private final ResponseVerification verification;

	private final PlatformKeys platformKeys;

	private final ExchangeLimits limits;

	private final SignatureListener listener;

	private SignedExchangeFilterFunction(RequestSigning signing, ResponseVerification verification,
			PlatformKeys platformKeys, ExchangeLimits limits, SignatureListener listener) {
		this.signing = signing;
		this.verification = verification;
		this.platformKeys = platformKeys;
		this.limits = limits;
		this.listener = listener;
	}

	/**
	 * Create a filter with the defaults: it verifies with
	 * {@link SignatureProvider#auto()}.
	 * @param authorizer signs the requests
	 * @param platformKeys the keys that are trusted
	 * @param clock tells whether a response is stale
	 * @param strategies those of the {@code WebClient} that the filter is added to: they
	 * render the bodies
	 * @param limits bounds of time and size
	 * @return the filter
	 */
	public static SignedExchangeFilterFunction create(RequestAuthorizer authorizer, PlatformKeys platformKeys,
			InstantSource clock, ExchangeStrategies strategies, ExchangeLimits limits) {
		return create(authorizer, platformKeys, clock, strategies, limits, SignatureProvider.auto(),
				SignatureListener.none(), AcceptedNonces.create());
	}

	/**
	 * Create a filter.
	 * @param authorizer signs the requests
	 * @param platformKeys the keys that are trusted
	 * @param clock tells whether a response is stale
	 * @param strategies those of the {@code WebClient} that the filter is added to: they
	 * render the bodies
	 * @param limits bounds of time and size
	 * @param provider computes the verification of the responses
	 * @param listener receives each response
	 * @param acceptedNonces the nonces of all responses that were accepted: each is
	 * accepted once
	 * @return the filter
	 */
	public static SignedExchangeFilterFunction create(RequestAuthorizer authorizer, PlatformKeys platformKeys,
			InstantSource clock, ExchangeStrategies strategies, ExchangeLimits limits, SignatureProvider provider,
			SignatureListener listener, AcceptedNonces acceptedNonces) {
		return new SignedExchangeFilterFunction(
				new RequestSigning(authorizer, new RequestRendering(strategies, limits.maxRequestSize())),
				new ResponseVerification(
						ResponseVerifier.create(platformKeys::find, clock, provider, listener, acceptedNonces), limits),
				platformKeys, limits, listener);
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.deferContextual((context) -> {
			BlockingCalls.refuse();
			return exchange(request, next,
					new ExchangeProgress(request, this.limits, ExchangeWatch.enter(context), this.listener));
		});
	}

	private Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next, ExchangeProgress progress) {
		return Mono.defer(this.platformKeys::preferred)
			.contextWrite(ExchangeWatch::hide)
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkRequestException),
					SignedExchangeFilterFunction::keysOutOfReach)
			.switchIfEmpty(Mono.error(SignedExchangeFilterFunction::noUsableKey))
			.flatMap((serialNumber) -> this.signing.sign(request, serialNumber, progress))
			.flatMap((signed) -> this.verification.receive(request, progress.send(next, signed), progress))
			.onErrorMap(progress::toException)
			.doOnCancel(progress::cancelled);
	}

	private static WechatPayHkException keysOutOfReach(Throwable cause) {
		return new WechatPayHkRequestException(WechatPayHkRequestException.Reason.NO_PLATFORM_KEY,
				"The keys of WeChat Pay to verify the response with are out of reach", cause);
	}

	private static WechatPayHkException noUsableKey() {
		return new WechatPayHkRequestException(WechatPayHkRequestException.Reason.NO_PLATFORM_KEY,
				"There is no usable key of WeChat Pay to verify the response with: all that were given have expired",
				null);
	}

}
