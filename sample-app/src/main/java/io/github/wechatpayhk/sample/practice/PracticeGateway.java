package io.github.wechatpayhk.sample.practice;

import java.net.URI;
import java.util.concurrent.ForkJoinPool;

import io.github.wechatpayhk.autoconfigure.WechatPayHkWebClientCustomizer;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.sample.wire.OtherSide;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;
import io.github.wechatpayhk.simulator.notification.HttpNotificationTransport;
import io.github.wechatpayhk.simulator.time.SimulatedClock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;

/**
 * Without the profile {@code live}, puts a simulator on a free loopback port in the place
 * of WeChat Pay. The connection details are all that the starter learns of it.
 */
@Configuration(proxyBeanMethods = false)
@Profile("!live")
class PracticeGateway {

	/**
	 * The application's clock, which practice may move. The gateway has another one, as
	 * the real one has.
	 */
	@Bean
	SimulatedClock wechatPayHkClock() {
		return SimulatedClock.ticking();
	}

	/**
	 * Its notifications are sent to this application, with any host in their URL. Keys
	 * take as long to generate as the server takes to start, so both happen at once.
	 */
	@Bean
	WechatPayHkSimulator simulator(Environment environment) {
		HttpNotificationTransport transport = new HttpNotificationTransport();
		SimulatedMerchant merchant = SimulatedMerchant.builder().build();
		ForkJoinPool.commonPool().execute(merchant::certificate);
		WechatPayHkSimulator simulator = WechatPayHkSimulator.builder()
			.merchant(merchant)
			.notificationTransport((url, headers, body) -> transport.post(
					URI.create("http://127.0.0.1:" + environment.getProperty("local.server.port") + url.getRawPath()),
					headers, body))
			.start();
		ForkJoinPool.commonPool().execute(simulator.platform()::publicKey);
		return simulator;
	}

	@Bean
	WechatPayHkConnectionDetails simulatorConnectionDetails(WechatPayHkSimulator simulator) {
		return new SimulatorConnectionDetails(simulator);
	}

	@Bean
	WechatPayHkWebClientCustomizer gatewayTranscript(WechatPayHkSimulator simulator) {
		return new GatewayTranscript(simulator.requests());
	}

	@Bean
	OtherSide otherSide(WechatPayHkSimulator simulator) {
		return new GatewaySide(simulator.requests());
	}

}
