package io.github.wechatpayhk.test;

import io.github.wechatpayhk.simulator.SimulatorBuilder;

/**
 * Callback for the settings of the simulator that
 * {@link AutoConfigureWechatPayHkSimulator} starts. Beans of this type are called in
 * their order.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WechatPayHkSimulatorCustomizer {

	/**
	 * Change the settings.
	 * @param builder the settings of a simulator that has not started yet
	 */
	void customize(SimulatorBuilder builder);

}
