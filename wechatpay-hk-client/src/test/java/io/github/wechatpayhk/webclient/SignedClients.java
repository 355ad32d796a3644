package io.github.wechatpayhk.webclient;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Consumer;

import io.github.wechatpayhk.signature.RandomNonces;
import io.github.wechatpayhk.signature.RequestAuthorizer;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.wire.Connector;
import io.github.wechatpayhk.wire.WireKeys;
import reactor.core.scheduler.Schedulers;

import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.ExchangeStrategies;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Plain {@code WebClient}s with the filter pair and nothing else of ours.
 */
final class SignedClients {

	static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

	static final ExchangeLimits LIMITS = new ExchangeLimits(Duration.ofSeconds(20), 10_000, 10_000);

	private SignedClients() {
	}

	static WebClient create(Connector connector, URI baseUrl) {
		return create(connector, baseUrl, (builder) -> {
		});
	}

	static WebClient create(Connector connector, URI baseUrl, Consumer<WebClient.Builder> outside) {
		RequestAuthorizer authorizer = RequestAuthorizer.create(WireKeys.MCHID,
				SerialNumber.of(WireKeys.MERCHANT_SERIAL), WireKeys.credential().signer(), InstantSource.system(),
				new RandomNonces(), Schedulers.boundedElastic());
		return create(connector.get(), baseUrl, authorizer, outside);
	}

	static WebClient create(ClientHttpConnector connector, URI baseUrl, RequestAuthorizer authorizer,
			Consumer<WebClient.Builder> outside) {
		ExchangeStrategies strategies = ExchangeStrategies.withDefaults();
		WebClient.Builder builder = WebClient.builder();
		outside.accept(builder);
		return builder.baseUrl(baseUrl.toString())
			.clientConnector(connector)
			.exchangeStrategies(strategies)
			.filter(SignedExchangeFilterFunction.create(authorizer, WireKeys.platformKeys(), InstantSource.system(),
					strategies, LIMITS))
			.build();
	}

}
