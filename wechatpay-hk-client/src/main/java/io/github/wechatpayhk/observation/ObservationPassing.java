package io.github.wechatpayhk.observation;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Hands the observation of the attempt on to the filters behind this one: a
 * {@code WebClient} that observes nothing itself would hide it behind one that does
 * nothing.
 */
final class ObservationPassing implements ExchangeFilterFunction {

	static final Object ATTEMPT = ObservationPassing.class;

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request).contextWrite(ObservationPassing::restore);
	}

	private static Context restore(Context context) {
		@Nullable Observation attempt = context.getOrDefault(ATTEMPT, null);
		@Nullable Observation present = context.getOrDefault(ObservationOfCall.KEY, null);
		boolean isHidden = attempt != null && (present == null || present.isNoop());
		return isHidden ? context.put(ObservationOfCall.KEY, attempt) : context;
	}

}
