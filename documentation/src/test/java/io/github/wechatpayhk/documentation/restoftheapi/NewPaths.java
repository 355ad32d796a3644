package io.github.wechatpayhk.documentation.restoftheapi;

import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkException;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;
import tools.jackson.databind.JsonNode;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A path without a service.
 */
@Service
class NewPaths {

	private final WebClient webClient;

	NewPaths(@Qualifier("wechatPayHkWebClient") WebClient webClient) {
		this.webClient = webClient;
	}

	Mono<JsonNode> order(String mchid, String outTradeNo) {
		return this.webClient.get()
			.uri("v3/transactions/out-trade-no/{outTradeNo}?mchid={mchid}", outTradeNo, mchid)
			.retrieve()
			.bodyToMono(JsonNode.class);
	}

	<T> Mono<T> patiently(Mono<T> query) {
		return query.retryWhen(Retry.backoff(2, Duration.ofMillis(200))
			.filter((ex) -> ex instanceof WechatPayHkException known && known.isRepeatable())
			.onRetryExhaustedThrow((spec, signal) -> signal.failure()));
	}

}
