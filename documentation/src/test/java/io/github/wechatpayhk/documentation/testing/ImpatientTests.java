package io.github.wechatpayhk.documentation.testing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.quickpay.QuickPay;
import io.github.wechatpayhk.quickpay.QuickPayEnding;
import io.github.wechatpayhk.quickpay.QuickPayServices;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedPayer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A payment that nobody pays takes a minute, and its test takes none.
 */
class ImpatientTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.getOrSet();

	private final InstantSource clock = () -> Instant.EPOCH.plusMillis(this.time.now(TimeUnit.MILLISECONDS));

	@AfterEach
	void timeIsRealAgain() {
		VirtualTimeScheduler.reset();
	}

	@Test
	void reversesWhatNobodyPays() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().clock(this.clock).startInMemory()) {
			WechatPayHkClient client = SimulatedClient.of(simulator)
				.clock(this.clock)
				.signingScheduler(Schedulers.immediate())
				.exchangeFunction(simulator.exchangeFunction(this.time))
				.build();
			QuickPay quickPay = QuickPay.builder(QuickPayServices.of(client))
				.clock(this.clock)
				.scheduler(this.time)
				.build();
			simulator.payers().next(SimulatedPayer.neverPays());

			StepVerifier.withVirtualTime(() -> quickPay.pay(order()), () -> this.time, Long.MAX_VALUE)
				.thenAwait(Duration.ofMinutes(2))
				.assertNext((result) -> assertThat(result.ending()).isEqualTo(QuickPayEnding.REVERSED_OR_CLOSED))
				.expectComplete()
				.verify(Duration.ofSeconds(30));
		}
	}

	private static MicropayRequest order() {
		return MicropayRequest.builder("T1", "120061098828009406", OrderAmount.hkd(888))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build();
	}

}
