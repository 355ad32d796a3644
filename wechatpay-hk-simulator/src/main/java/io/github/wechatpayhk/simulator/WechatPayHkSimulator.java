package io.github.wechatpayhk.simulator;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.gateway.SimulatedGateway;
import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.http.RawResponse;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.notification.Notifications;
import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.Payers;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.refund.RefundBook;
import io.github.wechatpayhk.simulator.refund.SimulatedRefundStatus;
import io.github.wechatpayhk.simulator.statement.StatementChanges;
import io.github.wechatpayhk.simulator.submerchant.SubMerchantBook;
import io.github.wechatpayhk.simulator.time.EventQueueRunner;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import io.github.wechatpayhk.simulator.transport.InMemoryExchangeFunction;
import io.github.wechatpayhk.simulator.transport.WireMockTransport;
import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * A simulator of WeChat Pay Hong Kong: it verifies signatures as strictly as the real
 * one, keeps orders, signs its responses. It listens on the loopback interface until it
 * is closed. <pre>{@code
 * try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start()) {
 *     simulator.orders().put(SimulatedOrder.quickPay("T1"));
 *     reverse(simulator.baseUrl(), "T1");
 *     assert simulator.orders().state("T1") == TradeState.REVOKED;
 * }
 * }</pre>
 * <p>
 * Thread-safe.
 *
 * @since 0.1.0
 */
public final class WechatPayHkSimulator implements AutoCloseable {

	/**
	 * The number of the paid Quick Pay order that every simulator knows from the start.
	 */
	public static final String PAID_ORDER = "1217752501201407033233368018";

	/**
	 * WeChat Pay's id of {@link #PAID_ORDER}.
	 */
	public static final String PAID_TRANSACTION = "4200000000002104083200000488";

	private static final URI NOWHERE = URI.create("https://wechatpay-hk-simulator.invalid/");

	private final SimulatorFactory factory;

	private final @Nullable WireMockTransport transport;

	private final @Nullable EventQueueRunner runner;

	WechatPayHkSimulator(SimulatorBuilder settings, boolean isListening) {
		this.factory = new SimulatorFactory(settings);
		this.factory.putKnownOrders();
		Function<RawRequest, RawResponse> responding = settings.isControlled
				? new ControlApi(this, new ControlAccess(settings.address)) : this.factory.gateway::handle;
		this.transport = isListening ? WireMockTransport.open(responding, settings.address, settings.port) : null;
		this.runner = isListening ? new EventQueueRunner(this.factory.eventQueue) : null;
	}

	/**
	 * Start a simulator with all defaults: a free port on the loopback interface,
	 * generated keys, the system's time.
	 * @return the running simulator
	 */
	public static WechatPayHkSimulator start() {
		return builder().start();
	}

	/**
	 * Return a builder with all defaults.
	 * @return the builder
	 */
	public static SimulatorBuilder builder() {
		return new SimulatorBuilder();
	}

	/**
	 * Return the base URL of the paths below {@code /hk/v3}.
	 * @return the URL, which ends in {@code /hk/}
	 */
	public URI baseUrl() {
		return globalBaseUrl().resolve("hk/");
	}

	/**
	 * Return the base URL of the paths below {@code /v3/global}.
	 * @return the URL, which ends in a slash
	 */
	public URI globalBaseUrl() {
		return (this.transport != null) ? URI.create("http://127.0.0.1:" + this.transport.port() + "/") : NOWHERE;
	}

	/**
	 * Return the merchant that was registered first.
	 * @return the merchant with its keys
	 */
	public SimulatedMerchant merchant() {
		return this.factory.merchants.first();
	}

	/**
	 * Return all merchants.
	 * @return the merchants, in the order of registration
	 */
	public List<SimulatedMerchant> merchants() {
		return this.factory.merchants.all();
	}

	/**
	 * Return the keys of WeChat Pay's side.
	 * @return the platform
	 */
	public SimulatedPlatform platform() {
		return this.factory.platform;
	}

	/**
	 * Return the order book.
	 * @return the order book
	 */
	public OrderBook orders() {
		return this.factory.orders;
	}

	/**
	 * Return the refunds.
	 * @return the refunds
	 */
	public RefundBook refunds() {
		return this.factory.refunds;
	}

	/**
	 * Return the sub-merchants that institutions added.
	 * @return the sub-merchants
	 */
	public SubMerchantBook subMerchants() {
		return this.factory.subMerchants;
	}

	/**
	 * Return what statements say against the order book.
	 * @return the changes, none at first
	 */
	public StatementChanges statementChanges() {
		return this.factory.statementChanges;
	}

	/**
	 * Return the payers, to choose how they behave.
	 * @return the payers
	 */
	public Payers payers() {
		return this.factory.payers;
	}

	/**
	 * Return what goes wrong.
	 * @return the faults
	 */
	public Faults faults() {
		return this.factory.faults;
	}

	/**
	 * Return the requests that were received.
	 * @return the journal
	 */
	public RequestJournal requests() {
		return this.factory.journal;
	}

	/**
	 * Return the notifications that were sent.
	 * @return the notifications
	 */
	public Notifications notifications() {
		return this.factory.notifications;
	}

	/**
	 * Send a notification once more now, accepted or not, signed anew: a duplicate, or
	 * one that arrives after a later one.
	 * @param id the notification's id
	 * @throws IllegalArgumentException if there is no such notification
	 */
	public void notifyAgain(String id) {
		this.factory.notificationSender.sendAgain(id, clock().instant());
	}

	/**
	 * Let the payer of an order pay now.
	 * @param outTradeNo the merchant's number
	 * @return the order afterwards; unchanged when it cannot be paid any more
	 */
	public SimulatedOrder pay(String outTradeNo) {
		return this.factory.events.pay(orders().get(outTradeNo), clock().instant());
	}

	/**
	 * Let the payment of a Quick Pay order fail now.
	 * @param outTradeNo the merchant's number
	 * @return the order afterwards
	 */
	public SimulatedOrder failPayment(String outTradeNo) {
		return this.factory.events.fail(orders().get(outTradeNo), clock().instant());
	}

	/**
	 * Finish a refund now.
	 * @param outRefundNo the merchant's number of the refund
	 * @param status how it ends
	 */
	public void finishRefund(String outRefundNo, SimulatedRefundStatus status) {
		refunds().finish(outRefundNo, status, clock().instant());
	}

	/**
	 * Return the clock that drives everything.
	 * @return the clock
	 */
	public SimulatedClock clock() {
		return this.factory.clock;
	}

	/**
	 * Move the clock forward and let everything happen that falls due.
	 * @param time how far
	 */
	public void advance(Duration time) {
		clock().advance(time);
		this.factory.eventQueue.run();
	}

	/**
	 * Let everything happen that is due by now; needed only where the clock moves without
	 * {@link #advance(Duration)} and nobody sends a request.
	 */
	public void settle() {
		this.factory.eventQueue.run();
	}

	/**
	 * Forget orders, refunds, sub-merchants, changes of statements, faults, payers,
	 * requests and notifications. Keys and clock stay as they are, and
	 * {@link #PAID_ORDER} is there again.
	 */
	public void reset() {
		this.factory.reset();
		if (this.transport != null) {
			this.transport.server().resetAll();
		}
	}

	/**
	 * Return the gateway, to be asked without a network.
	 * @return the gateway
	 */
	public SimulatedGateway gateway() {
		return this.factory.gateway;
	}

	/**
	 * Return a way for {@code WebClient} to ask the gateway without a network. The
	 * gateway works on threads that may block. Needs spring-webflux.
	 * @return the exchange function
	 */
	public ExchangeFunction exchangeFunction() {
		return InMemoryExchangeFunction.create(gateway(), Schedulers.boundedElastic(), Schedulers.parallel());
	}

	/**
	 * Return a way for {@code WebClient} to ask the gateway without a network, in virtual
	 * time: the gateway works on the subscriber's thread before the subscription returns,
	 * and latency passes on a given scheduler. Needs spring-webflux.
	 * @param scheduler the scheduler of the latency
	 * @return the exchange function
	 */
	public ExchangeFunction exchangeFunction(Scheduler scheduler) {
		return InMemoryExchangeFunction.create(gateway(), Schedulers.immediate(), scheduler);
	}

	/**
	 * Return the server underneath, for stubs of one's own. They go before the gateway,
	 * and a reset of the server leaves the gateway in place. The server's admin API is
	 * not reachable over HTTP.
	 * @return the WireMock server
	 * @throws IllegalStateException if the simulator was started in memory
	 */
	public WireMockServer wireMock() {
		if (this.transport == null) {
			throw new IllegalStateException("The simulator was started in memory, there is no server");
		}
		return this.transport.server();
	}

	@Override
	public void close() {
		if (this.runner != null) {
			this.runner.close();
		}
		if (this.transport != null) {
			this.transport.close();
		}
	}

	/**
	 * Shows the base URL.
	 */
	@Override
	public String toString() {
		return "WechatPayHkSimulator[" + baseUrl() + "]";
	}

}
