package io.github.wechatpayhk.simulator;

import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

import io.github.wechatpayhk.simulator.gateway.GatewayRules;
import io.github.wechatpayhk.simulator.gateway.RateLimits;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.notification.HttpNotificationTransport;
import io.github.wechatpayhk.simulator.notification.NotificationTransport;
import io.github.wechatpayhk.simulator.order.OrderRules;
import io.github.wechatpayhk.simulator.platform.PlatformMode;
import io.github.wechatpayhk.simulator.platform.PlatformSettings;
import io.github.wechatpayhk.simulator.refund.RefundRules;
import io.github.wechatpayhk.simulator.time.SimulatedClock;

/**
 * Collects the settings of a simulator. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class SimulatorBuilder {

	String address = "127.0.0.1";

	int port;

	InstantSource clock = SimulatedClock.ticking();

	long seed = new Random().nextLong();

	boolean isSeeded;

	final List<SimulatedMerchant> merchants = new ArrayList<>();

	PlatformSettings platform = PlatformSettings.defaults();

	OrderRules orderRules = OrderRules.defaults();

	RefundRules refundRules = RefundRules.defaults();

	GatewayRules gatewayRules = GatewayRules.defaults();

	NotificationTransport transport = new HttpNotificationTransport();

	int journalCapacity = 1000;

	boolean isControlled;

	SimulatorBuilder() {
	}

	/**
	 * Listen on a given port instead of a free one.
	 * @param number the port
	 * @return this builder
	 */
	public SimulatorBuilder port(int number) {
		this.port = number;
		return this;
	}

	/**
	 * Listen on a given address instead of the loopback interface's.
	 * @param value the address
	 * @return this builder
	 */
	public SimulatorBuilder address(String value) {
		this.address = value;
		return this;
	}

	/**
	 * Run by a given clock instead of the system's.
	 * @param source the clock
	 * @return this builder
	 */
	public SimulatorBuilder clock(InstantSource source) {
		this.clock = source;
		return this;
	}

	/**
	 * Fix all chance, generated keys included: the same seed gives the same run.
	 * @param number the seed
	 * @return this builder
	 */
	public SimulatorBuilder seed(long number) {
		this.seed = number;
		this.isSeeded = true;
		return this;
	}

	/**
	 * Register a merchant. The first one replaces the default merchant.
	 * @param merchant the merchant
	 * @return this builder
	 */
	public SimulatorBuilder merchant(SimulatedMerchant merchant) {
		this.merchants.add(merchant);
		return this;
	}

	/**
	 * Change the platform's keys.
	 * @param change the change of the settings
	 * @return this builder
	 */
	public SimulatorBuilder platform(UnaryOperator<PlatformSettings> change) {
		this.platform = change.apply(this.platform);
		return this;
	}

	/**
	 * Choose which kinds of platform key are offered; both by default.
	 * @param mode the mode
	 * @return this builder
	 */
	public SimulatorBuilder mode(PlatformMode mode) {
		return platform((settings) -> settings.withMode(mode));
	}

	/**
	 * Change the choices about orders.
	 * @param change the change
	 * @return this builder
	 */
	public SimulatorBuilder orderRules(UnaryOperator<OrderRules> change) {
		this.orderRules = change.apply(this.orderRules);
		return this;
	}

	/**
	 * Change the choices about refunds.
	 * @param change the change
	 * @return this builder
	 */
	public SimulatorBuilder refundRules(UnaryOperator<RefundRules> change) {
		this.refundRules = change.apply(this.refundRules);
		return this;
	}

	/**
	 * Change the choices about requests and responses.
	 * @param change the change
	 * @return this builder
	 */
	public SimulatorBuilder gatewayRules(UnaryOperator<GatewayRules> change) {
		this.gatewayRules = change.apply(this.gatewayRules);
		return this;
	}

	/**
	 * Set how many requests are accepted; what WeChat Pay documents by default.
	 * @param limits the limits, {@link RateLimits#none()} for load tests
	 * @return this builder
	 */
	public SimulatorBuilder rateLimit(RateLimits limits) {
		return gatewayRules((rules) -> rules.withRateLimit(limits));
	}

	/**
	 * Carry notifications otherwise than over HTTP.
	 * @param carrier what carries them
	 * @return this builder
	 */
	public SimulatorBuilder notificationTransport(NotificationTransport carrier) {
		this.transport = carrier;
		return this;
	}

	/**
	 * Set how many requests the journal keeps; 1000 by default.
	 * @param requests the number of requests
	 * @return this builder
	 */
	public SimulatorBuilder journalCapacity(int requests) {
		this.journalCapacity = requests;
		return this;
	}

	/**
	 * Let the simulator be controlled over HTTP below {@code /_simulator}, by programs:
	 * requests from pages of other sites are refused with 403. A request must name a
	 * loopback address or the bound address.
	 * @return this builder
	 */
	public SimulatorBuilder controlApi() {
		this.isControlled = true;
		return this;
	}

	/**
	 * Start the simulator on a port.
	 * @return the running simulator
	 * @throws UncheckedIOException if the address and port cannot be listened on
	 */
	public WechatPayHkSimulator start() {
		return new WechatPayHkSimulator(this, true);
	}

	/**
	 * Start the simulator without a port and without a thread: it responds through
	 * {@link WechatPayHkSimulator#exchangeFunction()} or
	 * {@link WechatPayHkSimulator#gateway()}, and time passes when the clock says so.
	 * @return the running simulator
	 */
	public WechatPayHkSimulator startInMemory() {
		return new WechatPayHkSimulator(this, false);
	}

}
