package io.github.wechatpayhk.simulator.gateway;

import java.time.Instant;

import io.github.wechatpayhk.simulator.http.RawAnswer;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.http.Transmission;
import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.protocol.ApiProblem;
import io.github.wechatpayhk.simulator.protocol.Call;
import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.Input;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.protocol.Route;
import io.github.wechatpayhk.simulator.signature.AnswerSigner;
import io.github.wechatpayhk.simulator.signature.SignatureRefusal;
import org.jspecify.annotations.Nullable;

/**
 * The gateway without a network: turns a raw request into a raw answer. Sockets and
 * memory are two doors to it. Thread-safe.
 *
 * @since 0.1.0
 */
public final class SimulatedGateway {

	private static final Ids NO_IDS = new Ids(null, null, null, null, null, null);

	private final GatewayParts parts;

	/**
	 * Create a gateway.
	 * @param parts what it consists of
	 */
	public SimulatedGateway(GatewayParts parts) {
		this.parts = parts;
	}

	/**
	 * Answer a request.
	 * @param request the request as it arrived
	 * @return the answer and how it travels
	 */
	public RawAnswer handle(RawRequest request) {
		Instant now = this.parts.clock().instant();
		Exchange exchange = new Exchange(request, now);
		Reply reply = exchange.reply();
		RawAnswer answer = raw(exchange, reply);
		this.parts.journal()
			.add(new RecordedRequest(now, request, exchange.route, exchange.signer != null, exchange.signer, answer));
		return answer;
	}

	private RawAnswer raw(Exchange exchange, Reply reply) {
		RawHeaders headers = RawHeaders.empty().with("Request-ID", this.parts.ids().requestId());
		if (reply.body().length > 0) {
			headers = headers.with("Content-Type", "application/json; charset=utf-8");
		}
		if (exchange.signer != null) {
			boolean isCertificates = exchange.route != null && exchange.route.operation() == Operation.CERTIFICATES;
			headers = AnswerSigner.sign(headers,
					this.parts.platform()
						.signingKey(exchange.request.headers().first("Wechatpay-Serial"), isCertificates),
					this.parts.clock().instant(), this.parts.ids().nonce(), reply.body());
		}
		return new RawAnswer(reply.status(), headers, reply.body(), Transmission.prompt());
	}

	/**
	 * One request on its way to its operation.
	 */
	private final class Exchange {

		private final RawRequest request;

		private final Instant now;

		private @Nullable Route route;

		private @Nullable String signer;

		Exchange(RawRequest request, Instant now) {
			this.request = request;
			this.now = now;
		}

		Reply reply() {
			try {
				return execute();
			}
			catch (SignatureRefusal ex) {
				return SignatureProblem.of(this.request, ex);
			}
			catch (ApiProblem ex) {
				return Reply.of(ex);
			}
		}

		private Reply execute() {
			SimulatedGateway.this.parts.agenda().run();
			Route found = SimulatedGateway.this.parts.routes().find(this.request.method(), this.request.path());
			if (found == null) {
				throw new ApiProblem(404, "RESOURCE_NOT_EXISTS", "There is nothing at this path");
			}
			this.route = found;
			String verified = SimulatedGateway.this.parts.verifier().verify(this.request);
			this.signer = verified;
			if (found.operation() == Operation.CERTIFICATES) {
				return SimulatedGateway.this.parts.handler(found.operation())
					.handle(new Call(found, verified, NO_IDS, Input.ofQuery(this.request), this.now));
			}
			boolean isQuery = this.request.method().equals("GET");
			Input input = isQuery ? Input.ofQuery(this.request) : Input.ofBody(this.request);
			Ids ids = SimulatedGateway.this.parts.idsReader().read(input, verified);
			return SimulatedGateway.this.parts.handler(found.operation())
				.handle(new Call(found, verified, ids, input, this.now));
		}

	}

}
