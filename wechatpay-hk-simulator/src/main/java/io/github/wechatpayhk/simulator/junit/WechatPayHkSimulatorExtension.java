package io.github.wechatpayhk.simulator.junit;

import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.wechatpayhk.simulator.SimulatorBuilder;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Faults;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.notification.Notifications;
import io.github.wechatpayhk.simulator.order.OrderBook;
import io.github.wechatpayhk.simulator.order.Payers;
import io.github.wechatpayhk.simulator.platform.SimulatedPlatform;
import io.github.wechatpayhk.simulator.refund.RefundBook;
import io.github.wechatpayhk.simulator.time.SimulatedClock;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a simulator for the tests of a class, resets it before each test, and hands it
 * or its parts, as parameters.
 * <p>
 * Either {@code @ExtendWith(WechatPayHkSimulatorExtension.class)} for all defaults, or a
 * static {@code @RegisterExtension} field made by {@link #with(UnaryOperator)}. Tests of
 * one class that run in parallel share the simulator and disturb each other.
 *
 * @since 0.1.0
 */
public final class WechatPayHkSimulatorExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(WechatPayHkSimulatorExtension.class);

	private static final Map<Class<?>, Function<WechatPayHkSimulator, Object>> PARTS = Map.ofEntries(
			Map.entry(WechatPayHkSimulator.class, (simulator) -> simulator),
			Map.entry(OrderBook.class, WechatPayHkSimulator::orders),
			Map.entry(RefundBook.class, WechatPayHkSimulator::refunds),
			Map.entry(Payers.class, WechatPayHkSimulator::payers),
			Map.entry(Faults.class, WechatPayHkSimulator::faults),
			Map.entry(RequestJournal.class, WechatPayHkSimulator::requests),
			Map.entry(Notifications.class, WechatPayHkSimulator::notifications),
			Map.entry(SimulatedClock.class, WechatPayHkSimulator::clock),
			Map.entry(SimulatedMerchant.class, WechatPayHkSimulator::merchant),
			Map.entry(SimulatedPlatform.class, WechatPayHkSimulator::platform),
			Map.entry(WireMockServer.class, WechatPayHkSimulator::wireMock));

	private final UnaryOperator<SimulatorBuilder> settings;

	/**
	 * Create an extension with all defaults.
	 */
	public WechatPayHkSimulatorExtension() {
		this((builder) -> builder);
	}

	private WechatPayHkSimulatorExtension(UnaryOperator<SimulatorBuilder> settings) {
		this.settings = settings;
	}

	/**
	 * Create an extension with settings.
	 * @param settings changes the settings
	 * @return the extension
	 */
	public static WechatPayHkSimulatorExtension with(UnaryOperator<SimulatorBuilder> settings) {
		return new WechatPayHkSimulatorExtension(settings);
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		simulator(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		simulator(context).reset();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return PARTS.containsKey(parameter.getParameter().getType());
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		Function<WechatPayHkSimulator, Object> part = PARTS.get(parameter.getParameter().getType());
		if (part == null) {
			throw new IllegalArgumentException("Nothing of this type belongs to a simulator");
		}
		return part.apply(simulator(context));
	}

	// JUnit closes what its store holds, at the end of the class that put it there.
	private WechatPayHkSimulator simulator(ExtensionContext context) {
		return context.getStore(NAMESPACE)
			.computeIfAbsent(WechatPayHkSimulator.class,
					(key) -> this.settings.apply(WechatPayHkSimulator.builder()).start(), WechatPayHkSimulator.class);
	}

}
