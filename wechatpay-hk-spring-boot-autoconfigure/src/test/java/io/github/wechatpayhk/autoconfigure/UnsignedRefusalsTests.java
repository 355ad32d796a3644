package io.github.wechatpayhk.autoconfigure;

import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code wechatpay.hk.trust-unsigned-refusals} holds for each way to call, and for each
 * merchant.
 */
class UnsignedRefusalsTests {

	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static WechatPayHkSimulator simulator;

	@BeforeAll
	static void startSimulator() {
		simulator = WechatPayHkSimulator.start();
	}

	@AfterAll
	static void stopSimulator() {
		simulator.close();
	}

	@AfterEach
	void clearFaults() {
		simulator.faults().clear();
	}

	@ParameterizedTest
	@CsvSource({ ", UNKNOWN, REJECTED", "codes-only, UNKNOWN, REJECTED", "none, UNKNOWN, UNKNOWN",
			"all, REJECTED, REJECTED" })
	void areTrustedAsTheyAreSet(String setting, Outcome notFound, Outcome noAuth) {
		application(setting).run((context) -> {
			simulator.faults().inject(Fault.notFound(), Fault.unsigned());
			endsEverywhere(context.getBean(ReverseOrderService.class), context.getBean(WechatPayHkClient.class),
					context.getBean(WechatPayHkClients.class), notFound);
			simulator.faults().clear();
			simulator.faults().inject(Fault.forbidden(), Fault.unsigned());
			endsEverywhere(context.getBean(ReverseOrderService.class), context.getBean(WechatPayHkClient.class),
					context.getBean(WechatPayHkClients.class), noAuth);
		});
	}

	@Test
	void anotherValueStopsTheStart() {
		application("some").run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("wechatpay.hk.trust-unsigned-refusals"));
	}

	private static void endsEverywhere(ReverseOrderService service, WechatPayHkClient client,
			WechatPayHkClients clients, Outcome outcome) {
		ends(service.reverse("T1"), outcome);
		ends(clients.reverseOrderService("kowloon").reverse("T1"), outcome);
		ends(client.webClient()
			.get()
			.uri("v3/transactions/out-trade-no/T1?mchid=1900000109")
			.retrieve()
			.toBodilessEntity(), outcome);
	}

	private static void ends(Mono<?> call, Outcome outcome) {
		StepVerifier.create(call)
			.expectErrorSatisfies((error) -> assertThat(error).isInstanceOfSatisfying(WechatPayHkApiException.class,
					(ex) -> assertThat(ex.outcome()).isEqualTo(outcome)))
			.verify(LONG_ENOUGH);
	}

	private static ApplicationContextRunner application(String setting) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(WechatPayHkAutoConfiguration.class,
					WechatPayHkResilienceAutoConfiguration.class, WechatPayHkMerchantsAutoConfiguration.class))
			.withPropertyValues(Stream
				.of(SimulatorProperties.of(simulator), SimulatorProperties.of("kowloon", simulator),
						(setting != null) ? new String[] { "wechatpay.hk.trust-unsigned-refusals=" + setting }
								: new String[0])
				.flatMap(Arrays::stream)
				.toArray(String[]::new))
			.withPropertyValues("wechatpay.hk.retry.max-attempts=1");
	}

}
