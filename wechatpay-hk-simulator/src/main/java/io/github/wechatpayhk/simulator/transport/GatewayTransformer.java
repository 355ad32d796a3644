package io.github.wechatpayhk.simulator.transport;

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
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.http.Transmission;

/**
 * Asks the gateway for a response and hands it to WireMock.
 */
final class GatewayTransformer implements ResponseTransformerV2 {

	static final String NAME = "wechatpay-hk-gateway";

	private final Function<RawRequest, RawResponse> gateway;

	GatewayTransformer(Function<RawRequest, RawResponse> gateway) {
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

	private static Response response(RawResponse raw) {
		Transmission transmission = raw.transmission();
		Response.Builder response = Response.response()
			.status(raw.status())
			.headers(headers(raw))
			.body(raw.body())
			.incrementInitialDelay(transmission.delay().toMillis());
		if (!transmission.drip().isZero() && raw.body().length > 0) {
			response
				.chunkedDribbleDelay(new ChunkedDribbleDelay(raw.body().length, (int) transmission.drip().toMillis()));
		}
		return switch (transmission.ending()) {
			case COMPLETE -> response.build();
			case RESET -> response.fault(Fault.CONNECTION_RESET_BY_PEER).build();
			case SILENCE -> response.incrementInitialDelay(WireMockTransport.FOREVER.toMillis()).build();
			case TRUNCATED -> response.body(Arrays.copyOf(raw.body(), raw.body().length / 2)).build();
		};
	}

	// The announced length is the whole body's, also where the body will be cut short.
	private static HttpHeaders headers(RawResponse raw) {
		List<HttpHeader> headers = new ArrayList<>();
		for (RawHeaders.Field field : raw.headers().fields()) {
			headers.add(new HttpHeader(field.name(), field.value()));
		}
		if (raw.status() != 204 && raw.headers().first("Content-Length") == null) {
			headers.add(new HttpHeader("Content-Length", Integer.toString(raw.body().length)));
		}
		return new HttpHeaders(headers);
	}

}
