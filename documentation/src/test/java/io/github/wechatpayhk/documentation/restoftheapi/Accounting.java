package io.github.wechatpayhk.documentation.restoftheapi;

import java.time.Duration;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.error.WechatPayHkException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Settlements: a path without a service.
 */
@Service
class Accounting {

	private final WebClient webClient;

	Accounting(@Qualifier("wechatPayHkWebClient") WebClient webClient) {
		this.webClient = webClient;
	}

	Mono<Settlements> settlements(int offset) {
		return this.webClient.get()
			.uri("v3/settle/settlements?settle_state={state}&offset={offset}&limit={limit}", "SETTLED", offset, 10)
			.retrieve()
			.bodyToMono(Settlements.class);
	}

	Flux<Settlement> allSettlements() {
		return settlements(0).expand((page) -> {
			int next = page.offset() + page.data().size();
			return (next < page.totalCount() && !page.data().isEmpty()) ? settlements(next) : Mono.empty();
		}).concatMapIterable(Settlements::data);
	}

	<T> Mono<T> patiently(Mono<T> query) {
		return query.retryWhen(Retry.backoff(2, Duration.ofMillis(200))
			.filter((ex) -> ex instanceof WechatPayHkException known && known.isRepeatable())
			.onRetryExhaustedThrow((spec, signal) -> signal.failure()));
	}

	/**
	 * A page of settlements. What is not named here is left out.
	 *
	 * @param data the settlements
	 * @param totalCount how many there are on all pages
	 * @param offset how many stand on the pages before
	 */
	record Settlements(List<Settlement> data, @JsonProperty("total_count") int totalCount, int offset) {

	}

	/**
	 * A settlement.
	 *
	 * @param batchId its number
	 * @param settlementDate its day
	 */
	record Settlement(@JsonProperty("batch_id") String batchId,
			@JsonProperty("settlement_date") String settlementDate) {

	}

}
