package io.github.wechatpayhk.sample.wire;

import java.util.TreeSet;

import io.github.wechatpayhk.autoconfigure.WechatPayHkWebClientCustomizer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Prints what was asked and what was received. A filter like this one sees a response
 * only after its signature was verified.
 */
@Component
class Transcript implements WechatPayHkWebClientCustomizer {

	private static final Log logger = LogFactory.getLog(Transcript.class);

	private static final String SIGNATURE = "Wechatpay-Signature";

	@Override
	public void customize(WebClient.Builder builder) {
		builder.filter((request, next) -> next.exchange(request)
			.doOnSubscribe((subscription) -> logger.info(asked(request)))
			.doOnNext((response) -> logger.info(responded(response))));
	}

	private static String asked(ClientRequest request) {
		return "Asked WeChat Pay:\n  " + request.method() + ' ' + request.url();
	}

	private static String responded(ClientResponse response) {
		HttpHeaders headers = response.headers().asHttpHeaders();
		StringBuilder text = new StringBuilder("WeChat Pay responded, signature ")
			.append(headers.containsHeader(SIGNATURE) ? "verified" : "absent")
			.append(":\n  ")
			.append(response.statusCode());
		for (String name : new TreeSet<>(headers.headerNames())) {
			String value = Secrets.maskHeader(name, String.valueOf(headers.getFirst(name)));
			text.append("\n  ").append(name).append(": ").append(value);
		}
		return text.toString();
	}

}
