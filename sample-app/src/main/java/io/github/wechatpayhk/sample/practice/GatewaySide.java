package io.github.wechatpayhk.sample.practice;

import io.github.wechatpayhk.sample.wire.OtherSide;
import io.github.wechatpayhk.sample.wire.Secrets;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.Transmission;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import org.jspecify.annotations.Nullable;

/**
 * Shows what the simulator received and sent, also where the response got lost or was
 * rejected.
 */
final class GatewaySide implements OtherSide {

	private final RequestJournal journal;

	GatewaySide(RequestJournal journal) {
		this.journal = journal;
	}

	@Override
	public @Nullable Seen find(String nonce) {
		String mark = "nonce_str=\"" + nonce + "\"";
		return this.journal.all()
			.stream()
			.filter((request) -> String.valueOf(request.header("Authorization")).contains(mark))
			.findFirst()
			.map((request) -> new Seen(request(request), request.isSignatureVerified(), response(request.response())))
			.orElse(null);
	}

	private static String request(RecordedRequest request) {
		return text(request.method() + " " + request.target(), request.request().headers(), request.bodyText());
	}

	private static String response(RawResponse response) {
		String text = text("HTTP " + response.status(), response.headers(), response.bodyText());
		return (response.transmission().ending() == Transmission.Ending.COMPLETE) ? text
				: text + "\n\n(" + response.transmission().ending() + ")";
	}

	private static String text(String firstLine, RawHeaders headers, String body) {
		StringBuilder text = new StringBuilder(firstLine);
		for (RawHeaders.Field field : headers.fields()) {
			text.append('\n').append(field.name()).append(": ");
			text.append(Secrets.maskHeader(field.name(), field.value()));
		}
		return text.append("\n\n").append(Secrets.mask(body)).toString();
	}

}
