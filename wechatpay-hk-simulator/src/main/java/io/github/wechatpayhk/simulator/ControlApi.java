package io.github.wechatpayhk.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.fault.FaultRule;
import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.http.RawHeaders;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.http.Transmission;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.SimulatedPayer;
import io.github.wechatpayhk.simulator.order.SimulatedTradeType;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.simulator.protocol.Reply;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Controls a simulator over HTTP and JSON below {@code /_simulator}, for callers in any
 * language; everything else goes to the gateway.
 */
final class ControlApi implements Function<RawRequest, RawResponse> {

	private static final String PREFIX = "/_simulator/";

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private final WechatPayHkSimulator simulator;

	private final ControlAccess access;

	ControlApi(WechatPayHkSimulator simulator, ControlAccess access) {
		this.simulator = simulator;
		this.access = access;
	}

	@Override
	public RawResponse apply(RawRequest request) {
		if (!request.path().startsWith(PREFIX)) {
			return this.simulator.gateway().handle(request);
		}
		Reply reply;
		try {
			String refusal = this.access.refusal(request.headers());
			reply = (refusal != null) ? Reply.json(403, Map.of("error", refusal)) : response(request);
		}
		catch (IllegalArgumentException | IllegalStateException | DateTimeException | JacksonException ex) {
			reply = Reply.json(400, Map.of("error", String.valueOf(ex.getMessage())));
		}
		RawHeaders headers = (reply.body().length > 0) ? RawHeaders.empty().with("Content-Type", "application/json")
				: RawHeaders.empty();
		return new RawResponse(reply.status(), headers, reply.body(), Transmission.prompt());
	}

	private Reply response(RawRequest request) {
		List<String> path = Arrays.asList(request.path().substring(PREFIX.length()).split("/", -1));
		String call = request.method() + " " + path.get(0) + ((path.size() > 1) ? "/" + path.get(path.size() - 1) : "");
		JsonNode body = (request.body().length > 0) ? MAPPER.readTree(request.body()) : MAPPER.createObjectNode();
		return switch (path.get(0)) {
			case "orders" -> orders(request.method(), path, body);
			case "refunds" -> refunds(request.method(), path, body);
			case "faults" -> faults(call, body);
			case "platform" -> platform(call, body);
			default -> other(call, body);
		};
	}

	private Reply other(String call, JsonNode body) {
		return switch (call) {
			case "GET openapi.json" -> new Reply(200, description());
			case "GET settings" -> Reply.json(200, ControlJson.settings(this.simulator));
			case "GET requests" ->
				Reply.json(200, this.simulator.requests().all().stream().map(ControlJson::request).toList());
			case "GET notifications" ->
				Reply.json(200, this.simulator.notifications().all().stream().map(ControlJson::notification).toList());
			case "GET clock" -> clock();
			case "POST clock/advance" -> {
				this.simulator.advance(Duration.parse(text(body, "duration")));
				yield clock();
			}
			case "POST payers" -> payers(body);
			case "POST reset" -> {
				this.simulator.reset();
				yield Reply.noContent();
			}
			default -> unknown();
		};
	}

	private Reply clock() {
		return Reply.json(200, Map.of("now", this.simulator.clock().instant().toString()));
	}

	private Reply orders(String method, List<String> path, JsonNode body) {
		if (path.size() == 1) {
			return method.equals("POST") ? Reply.json(201, ControlJson.order(put(body)))
					: Reply.json(200, this.simulator.orders().all().stream().map(ControlJson::order).toList());
		}
		String number = path.get(1);
		if (this.simulator.orders().find(number) == null) {
			return unknown();
		}
		if (method.equals("GET") && path.size() == 2) {
			return Reply.json(200, ControlJson.order(this.simulator.orders().get(number)));
		}
		return switch (method + " " + path.get(path.size() - 1)) {
			case "POST pay" -> Reply.json(200, ControlJson.order(this.simulator.pay(number)));
			case "POST fail" -> Reply.json(200, ControlJson.order(this.simulator.failPayment(number)));
			default -> unknown();
		};
	}

	private SimulatedOrder put(JsonNode body) {
		SimulatedOrder.Builder order = SimulatedOrder.quickPay(text(body, "out_trade_no"))
			.merchant(this.simulator.merchant())
			.type(SimulatedTradeType.valueOf(body.path("trade_type").asString("MICROPAY")))
			.state(TradeState.valueOf(body.path("trade_state").asString("SUCCESS")))
			.transactionId(body.path("transaction_id").asString(""))
			.amount(body.path("total").asLong(888), body.path("currency").asString("HKD"));
		return this.simulator.orders().put(order);
	}

	private Reply refunds(String method, List<String> path, JsonNode body) {
		if (method.equals("GET")) {
			return Reply.json(200, this.simulator.refunds().all().stream().map(ControlJson::refund).toList());
		}
		if (path.size() != 3 || !path.get(2).equals("finish")) {
			return unknown();
		}
		this.simulator.finishRefund(path.get(1), SimulatedRefundStatus.valueOf(text(body, "status")));
		return Reply.noContent();
	}

	private Reply faults(String call, JsonNode body) {
		return switch (call) {
			case "GET faults" -> Reply.json(200, Map.of("names", Faults.names(), "rules",
					this.simulator.faults().rules().stream().map(FaultRule::toString).toList()));
			case "POST faults" -> Reply.json(201, Map.of("rule", inject(body).toString()));
			case "DELETE faults" -> {
				this.simulator.faults().clear();
				yield Reply.noContent();
			}
			default -> unknown();
		};
	}

	private FaultRule inject(JsonNode body) {
		List<Fault> faults = texts(body, "faults").stream().map(Fault::parse).toList();
		if (faults.isEmpty()) {
			throw new IllegalArgumentException("'faults' must name a fault");
		}
		Operation[] on = texts(body, "on").stream().map(Operation::valueOf).toArray(Operation[]::new);
		int times = body.path("times").asInt(Integer.MAX_VALUE);
		double probability = body.path("probability").asDouble(1);
		FaultRule rule = this.simulator.faults()
			.inject(faults.get(0), faults.subList(1, faults.size()).toArray(new Fault[0]));
		try {
			rule.times(times).withProbability(probability).after(body.path("after").asInt(0));
			return (on.length > 0) ? rule.on(on[0], Arrays.copyOfRange(on, 1, on.length)) : rule;
		}
		catch (IllegalArgumentException ex) {
			rule.remove();
			throw ex;
		}
	}

	private Reply payers(JsonNode body) {
		SimulatedPayer payer = SimulatedPayer.of(text(body, "auth_code"));
		if (body.has("out_trade_no")) {
			this.simulator.payers().forOrder(text(body, "out_trade_no"), payer);
		}
		else {
			this.simulator.payers().next(payer);
		}
		return Reply.json(200, Map.of("payer", payer.name()));
	}

	private Reply platform(String call, JsonNode body) {
		return switch (call) {
			case "POST platform/rotate" ->
				Reply.json(200, Map.of("serial_number", this.simulator.platform().rotate().serialNumber()));
			case "POST platform/announce" ->
				Reply.json(200, Map.of("serial_number", this.simulator.platform().announce().serialNumber()));
			case "POST platform/withdraw" ->
				Reply.json(200, Map.of("withdrawn", this.simulator.platform().withdraw(text(body, "serial_number"))));
			default -> unknown();
		};
	}

	private static Reply unknown() {
		return Reply.json(404, Map.of("error", "There is nothing here; see " + PREFIX + "openapi.json"));
	}

	private static String text(JsonNode body, String name) {
		String text = body.path(name).asString("");
		if (text.isEmpty()) {
			throw new IllegalArgumentException("'" + name + "' is required");
		}
		return text;
	}

	private static List<String> texts(JsonNode body, String name) {
		List<String> texts = new ArrayList<>();
		body.path(name).forEach((node) -> texts.add(node.asString()));
		return texts;
	}

	private static byte[] description() {
		try (InputStream stream = ControlApi.class.getResourceAsStream("openapi.json")) {
			if (stream == null) {
				throw new IllegalStateException("The description is missing");
			}
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
