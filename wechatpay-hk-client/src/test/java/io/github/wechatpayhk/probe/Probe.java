package io.github.wechatpayhk.probe;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.webclient.WechatPayHkConnector;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/**
 * One row of the outcome table: a gateway that behaves in one way, a client that is set
 * up in one way, and how a reversal between the two must end. Immutable.
 */
public final class Probe {

	static final String ORDER = "1217752501201407033233368018";

	private final String title;

	private final String variant;

	private final Supplier<ProbeGateway> gateway;

	private final Consumer<ProbeSetup> setup;

	private final Function<ReverseOrderService, Mono<Void>> call;

	private final Ending ending;

	private Probe(String title, String variant, Supplier<ProbeGateway> gateway, Consumer<ProbeSetup> setup,
			Function<ReverseOrderService, Mono<Void>> call, Ending ending) {
		this.title = title;
		this.variant = variant;
		this.gateway = gateway;
		this.setup = setup;
		this.call = call;
		this.ending = ending;
	}

	static Probe of(String title, Conduct conduct, Ending ending) {
		return new Probe(title, "", () -> ProbeGateway.start(conduct), (setup) -> {
		}, (service) -> service.reverse(ORDER), ending);
	}

	/**
	 * Return a probe that differs from others only in a detail. Probes with the same
	 * title and ending make one line of the table.
	 * @param variant the detail
	 * @return the probe
	 */
	Probe variant(String variant) {
		return new Probe(this.title, variant, this.gateway, this.setup, this.call, this.ending);
	}

	Probe gateway(Supplier<ProbeGateway> gateway) {
		return new Probe(this.title, this.variant, gateway, this.setup, this.call, this.ending);
	}

	Probe with(Consumer<ProbeSetup> setup) {
		return new Probe(this.title, this.variant, this.gateway, this.setup.andThen(setup), this.call, this.ending);
	}

	Probe calling(Function<ReverseOrderService, Mono<Void>> call) {
		return new Probe(this.title, this.variant, this.gateway, this.setup, call, this.ending);
	}

	public String title() {
		return this.title;
	}

	public String variant() {
		return this.variant;
	}

	public Ending ending() {
		return this.ending;
	}

	/**
	 * Reverse an order.
	 * @param observer acts on the HTTP client before it is used
	 * @param verdict sees the error, {@code null} if the call completed, and the gateway
	 * @throws IOException if the gateway cannot be closed
	 */
	public void run(UnaryOperator<HttpClient> observer, Verdict verdict) throws IOException {
		try (ProbeGateway gateway = this.gateway.get()) {
			ProbeSetup setup = new ProbeSetup(gateway.baseUrl());
			this.setup.accept(setup);
			UnaryOperator<HttpClient> own = setup.httpClient;
			setup.httpClient = (client) -> observer.apply(own.apply(client));
			try (WechatPayHkConnector connector = setup.connector()) {
				ReverseOrderService service = ReverseOrderService.create(setup.client(connector));
				verdict.judge(Calls.errorOf(this.call.apply(service)), gateway);
			}
		}
	}

	@Override
	public String toString() {
		return this.variant.isEmpty() ? this.title : this.title + ": " + this.variant;
	}

	/**
	 * Judges how a probe ended.
	 */
	@FunctionalInterface
	public interface Verdict {

		void judge(@Nullable Throwable error, ProbeGateway gateway);

	}

}
