package io.github.wechatpayhk.test;

import io.github.wechatpayhk.ApiGeneration;
import io.github.wechatpayhk.simulator.SimulatorBuilder;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * Starts the simulator and tells the starter where it is.
 */
@Configuration(proxyBeanMethods = false)
class SimulatorConfiguration {

	static final String SIMULATOR = "wechatPayHkTestSimulator";

	@Bean(SIMULATOR)
	@Primary
	WechatPayHkSimulator wechatPayHkTestSimulator(ObjectProvider<WechatPayHkSimulatorCustomizer> customizers,
			Environment environment) {
		SimulatorBuilder builder = WechatPayHkSimulator.builder()
			.notificationTransport(new LocalNotificationTransport(environment));
		customizers.orderedStream().forEach((customizer) -> customizer.customize(builder));
		return builder.start();
	}

	@Bean
	@Primary
	SimulatorConnectionDetails wechatPayHkTestConnectionDetails(WechatPayHkSimulator simulator,
			Environment environment) {
		ApiGeneration generation = Binder.get(environment)
			.bind("wechatpay.hk.generation", ApiGeneration.class)
			.orElse(ApiGeneration.HK);
		return new SimulatorConnectionDetails(simulator, generation);
	}

}
