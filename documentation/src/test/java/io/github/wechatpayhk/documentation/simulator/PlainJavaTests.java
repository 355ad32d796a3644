package io.github.wechatpayhk.documentation.simulator;

import java.time.Duration;
import java.time.InstantSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantCredential;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.signature.SerialNumber;
import io.github.wechatpayhk.signature.Signer;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.trust.PlatformKeys;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

class PlainJavaTests {

	@Test
	void reverses() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start()) {
			simulator.orders().put(SimulatedOrder.quickPay("T1"));
			reverse(simulator, "T1");
			assertThat(simulator.orders().state("T1")).isEqualTo(TradeState.REVOKED);
		}
	}

	private static void reverse(WechatPayHkSimulator simulator, String outTradeNo) {
		WechatPayHkClient client = WechatPayHkClient.builder(MerchantIds.direct("1900000109"),
				new MerchantCredential(SerialNumber.of(simulator.merchant().serialNumber()),
						Signer.rsa(simulator.merchant().privateKey())),
				PlatformKeys.publicKey(SerialNumber.of(simulator.platform().publicKeyId()),
						simulator.platform().publicKey()))
			.baseUrl(simulator.baseUrl())
			.build();
		ReverseOrderService.create(client).reverse(outTradeNo).block();
	}

	@Test
	void worksInMemory() {
		InstantSource clock = InstantSource.system();
		Scheduler scheduler = Schedulers.immediate();
		// @formatter:off
		WechatPayHkSimulator simulator = WechatPayHkSimulator.builder().clock(clock).seed(1).startInMemory();
		WebClient client = WebClient.builder().exchangeFunction(simulator.exchangeFunction(scheduler)).build();
		simulator.advance(Duration.ofSeconds(45)); // WeChat Pay reverses what is still unpaid
		// @formatter:on
		assertThat(client).isNotNull();
	}

	@Test
	void breaksOnDemand() {
		try (WechatPayHkSimulator simulator = WechatPayHkSimulator.start()) {
			// @formatter:off
			simulator.faults().inject(Fault.resetAfterEffect()).on(Operation.REVERSE).times(2);
			simulator.faults().inject(Fault.systemError(), Fault.unsigned()).withProbability(0.1);
			simulator.faults().inject(Fault.parse("service-unavailable+after-effect")).on(Operation.REVERSE).after(1).once();
			// @formatter:on
			assertThat(simulator.faults().rules()).hasSize(3);
		}
	}

}
