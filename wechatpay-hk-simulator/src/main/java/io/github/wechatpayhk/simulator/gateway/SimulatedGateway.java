package io.github.wechatpayhk.simulator.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import io.github.wechatpayhk.simulator.fault.FaultPlan;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.platform.PlatformKey;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.Input;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.protocol.Route;
import io.github.wechatpayhk.simulator.signature.SignatureRefusal;
import io.github.wechatpayhk.simulator.signature.SignatureTwist;
import org.jspecify.annotations.Nullable;

/**
 * The gateway without a network: turns a raw request into a raw response. Sockets and
 * memory are two transports to it. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SimulatedGateway {

	private static final Ids NO_IDS = new Ids(null, null, null, null, null, null);

	private final GatewayParts parts;

	private final RateLimiter rateLimit;

	/**
	 * Create a gateway.
	 * @param parts what it consists of
	 */
	public SimulatedGateway(GatewayParts parts) {
		this.parts = parts;
		this.rateLimit = new RateLimiter(parts.rules().rateLimit());
	}

	/**
	 * Response a request.
	 * @param request the request as it arrived
	 * @return the response and how it travels
	 */
	public RawResponse handle(RawRequest request) {
		this.parts.eventQueue().run();
		Exchange exchange = new Exchange(request, this.parts.clock().instant());
		Reply reply = reply(exchange);
		RawResponse response = response(exchange, exchange.plan.shape(reply));
		this.parts.journal()
			.add(new RecordedRequest(exchange.now, request, exchange.route, exchange.signer != null, exchange.signer,
					response));
		return response;
	}

	private Reply reply(Exchange exchange) {
		try {
			return execute(exchange);
		}
		catch (SignatureRefusal ex) {
			exchange.isSigned = this.parts.rules().isSignProblemSigned();
			return SignatureProblem.of(exchange.request, ex);
		}
		catch (ApiProblem ex) {
			exchange.isSigned = this.parts.rules().isProblemSigned();
			return Reply.of(ex);
		}
	}

	private Reply execute(Exchange exchange) {
		Route route = this.parts.routes().find(exchange.request.method(), exchange.request.path());
		if (route == null) {
			throw new ApiProblem(404, "RESOURCE_NOT_EXISTS", "There is nothing at this path");
		}
		exchange.route = route;
		exchange.plan = this.parts.faults().plan(route.operation(), exchange.request);
		String signer = this.parts.verifier().verify(exchange.request);
		exchange.signer = signer;
		Reply replacement = exchange.plan.response();
		if (exchange.plan.isEffectSkipped()) {
			exchange.isReplaced = replacement != null;
			return (replacement != null) ? replacement : Reply.noContent();
		}
		this.rateLimit.check(signer, route.operation(), exchange.now);
		RequestForm.checkHeaders(exchange.request);
		RequestForm.checkPath(route);
		Reply reply = carryOut(exchange, route, signer);
		exchange.isReplaced = replacement != null;
		return (replacement != null) ? replacement : reply;
	}

	private Reply carryOut(Exchange exchange, Route route, String signer) {
		boolean isQuery = exchange.request.method().equals("GET");
		Input input = isQuery ? Input.ofQuery(exchange.request) : Input.ofBody(exchange.request);
		Ids ids = switch (route.operation()) {
			case CERTIFICATES -> NO_IDS;
			case STATEMENT -> this.parts.idsReader().readAccount(input, signer);
			case SETTLEMENTS -> this.parts.idsReader().readSubMerchant(input, signer);
			case ADD_SUB_MERCHANT, MODIFY_SUB_MERCHANT, QUERY_SUB_MERCHANT ->
				this.parts.idsReader().readInstitution(input, signer);
			default -> this.parts.idsReader().read(input, signer);
		};
		return this.parts.handler(route.operation())
			.handle(new Call(route, signer, ids, input, exchange.request.headers(), exchange.now));
	}

	private RawResponse response(Exchange exchange, Reply reply) {
		FaultPlan plan = exchange.plan;
		RawHeaders headers = RawHeaders.empty()
			.with("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(exchange.now.atOffset(ZoneOffset.UTC)))
			.with("Request-ID", this.parts.ids().requestId());
		if (reply.body().length > 0) {
			String type = plan.contentType();
			String usual = (reply.sha1() != null) ? "text/plain" : "application/json; charset=utf-8";
			headers = headers.with("Content-Type", (type != null) ? type : usual);
		}
		if (reply.sha1() != null) {
			headers = headers.with("Wechatpay-Statement-Sha1", reply.sha1());
		}
		String location = plan.location();
		if (location != null && exchange.isReplaced) {
			headers = headers.with("Location", location);
		}
		if (plan.isRotating()) {
			this.parts.platform().rotate();
		}
		boolean isTwisted = exchange.signer != null;
		SignatureTwist twist = isTwisted ? plan.twist() : SignatureTwist.NONE;
		if (exchange.isSigned) {
			headers = this.parts.responseSigner().put(headers, signedBody(reply), key(exchange), twist);
		}
		if (plan.isLowerCase()) {
			headers = lowerCase(headers);
		}
		return new RawResponse(reply.status(), headers, reply.body(), plan.transmission());
	}

	private static byte[] signedBody(Reply reply) {
		return (reply.sha1() != null) ? ("{\"sha1\":\"" + reply.sha1() + "\"}").getBytes(StandardCharsets.UTF_8)
				: reply.body();
	}

	private PlatformKey key(Exchange exchange) {
		Route route = exchange.route;
		boolean isCertificates = route != null && route.operation() == Operation.CERTIFICATES;
		return this.parts.platform().signingKey(exchange.request.headers().first("Wechatpay-Serial"), isCertificates);
	}

	private static RawHeaders lowerCase(RawHeaders headers) {
		return RawHeaders.of(headers.fields()
			.stream()
			.map((field) -> new RawHeaders.Field(field.name().toLowerCase(Locale.ROOT), field.value()))
			.toList());
	}

	/**
	 * One request on its way.
	 */
	private static final class Exchange {

		private final RawRequest request;

		private final Instant now;

		private @Nullable Route route;

		private @Nullable String signer;

		private FaultPlan plan = new FaultPlan();

		private boolean isSigned = true;

		private boolean isReplaced;

		Exchange(RawRequest request, Instant now) {
			this.request = request;
			this.now = now;
		}

	}

}
