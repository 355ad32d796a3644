package io.github.wechatpayhk.documentation.restoftheapi;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.support.WebClientAdapter;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;

/**
 * Settlements as a declared interface.
 */
interface SettlementsApi {

	@GetExchange("v3/settle/settlements")
	Mono<JsonNode> find(@RequestParam("settle_state") String state, @RequestParam("sub_mchid") String subMchid,
			@RequestParam("offset") int offset, @RequestParam("limit") int limit);

	/**
	 * Make it.
	 * @param webClient the signed client
	 * @return the interface over that client
	 */
	static SettlementsApi create(WebClient webClient) {
		return HttpServiceProxyFactory.builderFor(WebClientAdapter.create(webClient))
			.build()
			.createClient(SettlementsApi.class);
	}

}
