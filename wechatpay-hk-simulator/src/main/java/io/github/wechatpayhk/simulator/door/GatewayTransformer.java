package io.github.wechatpayhk.simulator.door;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.ChunkedDribbleDelay;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.HttpHeaders;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.wechatpayhk.simulator.http.RawAnswer;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.http.Transmission;

/**
 * Asks the gateway for an answer and hands it to WireMock.
 */
final class GatewayTransformer implements ResponseTransformerV2 {

	static final String NAME = "wechatpay-hk-gateway";

	private final Function<RawRequest, RawAnswer> gateway;

	GatewayTransformer(Function<RawRequest, RawAnswer> gateway) {
		this.gateway = gateway;
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public boolean applyGlobally() {
		return false;
	}

	@Override
	public Response transform(Response response, ServeEvent serveEvent) {
		return response(this.gateway.apply(request(serveEvent.getRequest())));
	}

	private static RawRequest request(Request request) {
		List<RawHeaders.Field> fields = new ArrayList<>();
		for (HttpHeader header : request.getHeaders().all()) {
			for (String value : header.values()) {
				fields.add(new RawHeaders.Field(header.key(), value));
			}
		}
		byte[] body = request.getBody();
		return new RawRequest(request.getMethod().value().toUpperCase(Locale.ROOT), request.getUrl(),
				RawHeaders.of(fields), (body != null) ? body : new byte[0]);
	}

	private static Response response(RawAnswer answer) {
		Transmission transmission = answer.transmission();
		Response.Builder response = Response.response()
			.status(answer.status())
			.headers(headers(answer))
			.body(answer.body())
			.incrementInitialDelay(transmission.delay().toMillis());
		if (!transmission.drip().isZero() && answer.body().length > 0) {
			response.chunkedDribbleDelay(
					new ChunkedDribbleDelay(answer.body().length, (int) transmission.drip().toMillis()));
		}
		return switch (transmission.ending()) {
			case COMPLETE -> response.build();
			case RESET -> response.fault(Fault.CONNECTION_RESET_BY_PEER).build();
			case SILENCE -> response.incrementInitialDelay(WireMockDoor.FOREVER.toMillis()).build();
			case TRUNCATED -> response.body(Arrays.copyOf(answer.body(), answer.body().length / 2)).build();
		};
	}

	// The announced length is the whole body's, also where the body will be cut short.
	private static HttpHeaders headers(RawAnswer answer) {
		List<HttpHeader> headers = new ArrayList<>();
		for (RawHeaders.Field field : answer.headers().fields()) {
			headers.add(new HttpHeader(field.name(), field.value()));
		}
		if (answer.status() != 204 && answer.headers().first("Content-Length") == null) {
			headers.add(new HttpHeader("Content-Length", Integer.toString(answer.body().length)));
		}
		return new HttpHeaders(headers);
	}

}
