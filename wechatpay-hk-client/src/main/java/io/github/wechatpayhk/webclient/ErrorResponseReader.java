package io.github.wechatpayhk.webclient;

import io.github.wechatpayhk.error.UnsignedRefusals;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Makes an exception of a response that is no success (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#errors">protocol</a>).
 * A body that is empty, HTML, broken or of another shape only leaves the code out;
 * without a signature, the outcome is then unknown.
 * <p>
 * A response counts as verified only if a {@link SignedExchangeFilterFunction} verified
 * it. Without one, it counts as unsigned, whatever headers it carries.
 *
 * @since 0.1.0
 */
public final class ErrorResponseReader {

	private final UnsignedRefusals unsignedRefusals;

	/**
	 * Create a reader with the {@linkplain UnsignedRefusals#defaults() default} trust in
	 * unsigned refusals.
	 */
	public ErrorResponseReader() {
		this(UnsignedRefusals.defaults());
	}

	/**
	 * Create a reader.
	 * @param unsignedRefusals which refusals are trusted without a signature
	 */
	public ErrorResponseReader(UnsignedRefusals unsignedRefusals) {
		this.unsignedRefusals = unsignedRefusals;
	}

	/**
	 * Read a response.
	 * @param response the response, not a success
	 * @return the exception, as a value
	 */
	public Mono<WechatPayHkApiException> read(ClientResponse response) {
		return BodyBytes.of(response)
			.map((body) -> exception(response, parse(body)))
			.switchIfEmpty(Mono.fromSupplier(() -> exception(response, null)));
	}

	/**
	 * Make an exception of a verified success whose body cannot be read: it is genuine,
	 * yet says nothing that can be relied on.
	 * @param response the response, a success
	 * @param cause what reading it failed with, or {@code null} for an empty body
	 * @return the exception, with an unknown outcome
	 */
	public WechatPayHkApiException unreadable(ClientResponse response, @Nullable Throwable cause) {
		return WechatPayHkApiException.unreadable(response.statusCode().value(),
				CheckedRequest.signatureStatus(response), requestId(response), cause);
	}

	WechatPayHkApiException unrelated(ClientResponse response, String difference) {
		return WechatPayHkApiException.unconfirmed(response.statusCode().value(), requestId(response),
				"the response is not about what the request names: " + difference);
	}

	private @Nullable JsonNode parse(byte[] body) {
		try {
			return JsonMapper.shared().readTree(body);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private WechatPayHkApiException exception(ClientResponse response, @Nullable JsonNode body) {
		ClientResponse.Headers headers = response.headers();
		WechatPayHkApiException exception = new WechatPayHkApiException(response.statusCode().value(),
				CheckedRequest.signatureStatus(response), requestId(response), text(body, "code"),
				text(body, "message"), detail(body), RetryAfter.of(headers.asHttpHeaders()), this.unsignedRefusals);
		String serialNumber = RequestSigning.serialNumber(response.request().getHeaders());
		return (serialNumber != null) ? exception.signedUnder(serialNumber) : exception;
	}

	private static @Nullable String requestId(ClientResponse response) {
		return response.headers().header("Request-ID").stream().findFirst().orElse(null);
	}

	private static WechatPayHkApiException.@Nullable Detail detail(@Nullable JsonNode body) {
		JsonNode detail = object(body, "detail");
		if (detail == null) {
			return null;
		}
		String issue = text(detail, "issue");
		return new WechatPayHkApiException.Detail(text(detail, "field"),
				(issue != null) ? issue : text(object(detail, "detail"), "issue"), text(detail, "location"),
				signInformation(object(detail, "sign_information")));
	}

	private static WechatPayHkApiException.@Nullable SignInformation signInformation(@Nullable JsonNode node) {
		return (node != null) ? new WechatPayHkApiException.SignInformation(text(node, "method"), text(node, "url"),
				text(node, "truncated_sign_message")) : null;
	}

	private static @Nullable JsonNode object(@Nullable JsonNode node, String name) {
		JsonNode value = (node != null) ? node.get(name) : null;
		return (value != null && value.isObject()) ? value : null;
	}

	private static @Nullable String text(@Nullable JsonNode node, String name) {
		JsonNode value = (node != null) ? node.get(name) : null;
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

}
