package io.github.wechatpayhk.sample.practice;

import io.github.wechatpayhk.autoconfigure.WechatPayHkWebClientCustomizer;
import io.github.wechatpayhk.sample.wire.Secrets;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Prints what the simulator received, to the byte but for the secrets.
 */
final class GatewayTranscript implements WechatPayHkWebClientCustomizer {

	private static final Log logger = LogFactory.getLog(GatewayTranscript.class);

	private static final String REQUEST_ID = "Request-ID";

	private final RequestJournal journal;

	GatewayTranscript(RequestJournal journal) {
		this.journal = journal;
	}

	@Override
	public void customize(WebClient.Builder builder) {
		builder.filter((request, next) -> next.exchange(request).doOnNext(this::print));
	}

	private void print(ClientResponse response) {
		String requestId = response.headers().asHttpHeaders().getFirst(REQUEST_ID);
		this.journal.all()
			.stream()
			.filter((received) -> requestId != null
					&& requestId.equals(received.response().headers().first(REQUEST_ID)))
			.forEach((received) -> logger.info(received(received)));
	}

	private static String received(RecordedRequest request) {
		StringBuilder text = new StringBuilder("The simulator received, signature ")
			.append(request.isSignatureVerified() ? "verified" : "wrong")
			.append(":\n  ")
			.append(request.method())
			.append(' ')
			.append(request.target());
		for (RawHeaders.Field field : request.request().headers().fields()) {
			text.append("\n  ")
				.append(field.name())
				.append(": ")
				.append(Secrets.maskHeader(field.name(), field.value()));
		}
		return text.append("\n\n  ").append(Secrets.mask(request.bodyText())).toString();
	}

}
