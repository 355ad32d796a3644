package io.github.wechatpayhk.webclient;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.SerialNumber;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Turns a request into one that carries its signature and sends the very bytes that were
 * signed (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#request-signing">protocol</a>).
 */
final class RequestSigning {

	private static final String PLATFORM_SERIAL = "Wechatpay-Serial";

	private static final Set<HttpMethod> EXPECTING_A_BODY = Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

	private static final Pattern SERIAL_NUMBER = Pattern.compile("serial_no=\"([\\w-]{1,128})\"");

	private final RequestAuthorizer authorizer;

	private final RequestRendering rendering;

	private final SignedPart signedPart = new SignedPart();

	RequestSigning(RequestAuthorizer authorizer, RequestRendering rendering) {
		this.authorizer = authorizer;
		this.rendering = rendering;
	}

	/**
	 * Sign a request.
	 * @param request the request as the filters before made it
	 * @param platformSerial the key that the response can be verified with, or
	 * {@code null} if none is known yet
	 * @param progress told when the request gets its connection
	 * @return the request to send, or an error with the outcome {@code NOT_SENT}
	 */
	Mono<ClientRequest> sign(ClientRequest request, @Nullable SerialNumber platformSerial, ExchangeProgress progress) {
		RequestTarget target = RequestTarget.of(request.url());
		return this.rendering.render(request)
			.flatMap((rendered) -> this.signedPart.of(rendered)
				.flatMap((signedBody) -> authorize(request, target, signedBody))
				.map((authorization) -> signed(request, target, rendered, authorization, platformSerial, progress)));
	}

	/**
	 * Find out which key signed a request.
	 * @param headers the headers of the signed request
	 * @return the serial number of the merchant's API certificate, or {@code null} if the
	 * request is not signed
	 */
	static @Nullable String serialNumber(HttpHeaders headers) {
		String authorization = headers.getFirst(HttpHeaders.AUTHORIZATION);
		Matcher serialNumber = SERIAL_NUMBER.matcher((authorization != null) ? authorization : "");
		return serialNumber.find() ? serialNumber.group(1) : null;
	}

	private Mono<String> authorize(ClientRequest request, RequestTarget target, byte[] signedBody) {
		return this.authorizer.authorize(request.method().name(), target.requestLine(), signedBody)
			.switchIfEmpty(Mono.error(() -> notSigned("The signer gave no signature", null)))
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkException),
					(ex) -> notSigned("The request could not be signed", ex));
	}

	private static WechatPayHkRequestException notSigned(String problem, @Nullable Throwable cause) {
		return new WechatPayHkRequestException(WechatPayHkRequestException.Reason.NOT_SIGNED, problem, cause);
	}

	private static ClientRequest signed(ClientRequest request, RequestTarget target, RenderedRequest rendered,
			String authorization, @Nullable SerialNumber platformSerial, ExchangeProgress progress) {
		ClientRequest.Builder builder = ClientRequest.create(request.method(), target.url());
		if (request.httpRequest() != null) {
			builder.httpRequest(request.httpRequest());
		}
		return builder.attributes((attributes) -> attributes.putAll(request.attributes())).headers((headers) -> {
			// the rendered request has those of the caller already
			headers.putAll(rendered.getHeaders());
			if (!request.headers().containsHeader(HttpHeaders.CONTENT_TYPE)) {
				setContentType(headers, rendered.body().length);
			}
			headers.set(HttpHeaders.AUTHORIZATION, authorization);
			if (platformSerial != null && !headers.containsHeader(PLATFORM_SERIAL)) {
				headers.set(PLATFORM_SERIAL, platformSerial.toString());
			}
			headers.remove(HttpHeaders.TRANSFER_ENCODING);
			setContentLength(headers, request.method(), rendered.body().length);
		}).cookies((cookies) -> {
			cookies.addAll(request.cookies());
			rendered.getCookies().forEach((name, values) -> {
				values.forEach((cookie) -> cookies.add(name, cookie.getValue()));
			});
		}).body(new SignedBody(rendered.body(), progress)).build();
	}

	/**
	 * A text or some bytes without a type of their own are JSON, as everything is in this
	 * protocol.
	 */
	private static void setContentType(HttpHeaders headers, int length) {
		MediaType rendered = headers.getContentType();
		if (length == 0) {
			headers.remove(HttpHeaders.CONTENT_TYPE);
		}
		else if (rendered == null || rendered.equalsTypeAndSubtype(MediaType.TEXT_PLAIN)
				|| rendered.equalsTypeAndSubtype(MediaType.APPLICATION_OCTET_STREAM)) {
			headers.setContentType(MediaType.APPLICATION_JSON);
		}
	}

	private static void setContentLength(HttpHeaders headers, HttpMethod method, int length) {
		if (length > 0 || EXPECTING_A_BODY.contains(method)) {
			headers.setContentLength(length);
		}
		else {
			headers.remove(HttpHeaders.CONTENT_LENGTH);
		}
	}

}
