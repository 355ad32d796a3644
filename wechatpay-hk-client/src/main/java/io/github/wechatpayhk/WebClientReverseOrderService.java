package io.github.wechatpayhk;

import java.net.URI;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.error.WechatPayHkTransportException;
import io.github.wechatpayhk.merchant.MerchantIds;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

/**
 * Reverses with one call over the signed client.
 */
final class WebClientReverseOrderService implements ReverseOrderService {

	private final WechatPayHkClient client;

	WebClientReverseOrderService(WechatPayHkClient client) {
		this.client = client;
	}

	@Override
	public Mono<Void> reverse(ReverseOrderRequest request) {
		return Mono.defer(() -> send(request));
	}

	private Mono<Void> send(@Nullable ReverseOrderRequest request) {
		if (request == null) {
			return Mono.error(new WechatPayHkRequestException("'request' must not be null"));
		}
		MerchantIds ids = request.merchantIds().orElse(this.client.merchantIds());
		return this.client.webClient()
			.post()
			.uri(template(request), number(request))
			.bodyValue(ids.requireComplete())
			.exchangeToMono(this::complete)
			.onErrorMap((ex) -> !(ex instanceof WechatPayHkException), WebClientReverseOrderService::foreignFailure);
	}

	/**
	 * The signed exchange fails with our exceptions only: this one comes from a filter of
	 * the application, and nobody knows what that filter had done before.
	 */
	private static WechatPayHkException foreignFailure(Throwable cause) {
		return new WechatPayHkTransportException(Outcome.UNKNOWN, "A filter around the signed exchange failed", cause);
	}

	private String template(ReverseOrderRequest request) {
		ApiGeneration generation = this.client.generation();
		String path = (request.outTradeNo() != null) ? generation.reverseByOutTradeNo()
				: generation.reverseByTransactionId();
		@Nullable URI baseUrl = request.baseUrl();
		return (baseUrl != null) ? baseUrl + path : path;
	}

	private static @Nullable String number(ReverseOrderRequest request) {
		return (request.outTradeNo() != null) ? request.outTradeNo() : request.transactionId();
	}

	private Mono<Void> complete(ClientResponse response) {
		if (response.statusCode().value() == HttpStatus.NO_CONTENT.value()) {
			return response.releaseBody();
		}
		return this.client.errorResponseReader().read(response).flatMap(Mono::error);
	}

}
