package io.github.wechatpayhk.documentation.testing;

import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.journal.RequestJournal;
import io.github.wechatpayhk.simulator.junit.WechatPayHkSimulatorExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * JUnit without Spring Boot.
 */
@ExtendWith(WechatPayHkSimulatorExtension.class)
class GatewayTests {

	@Test
	void sendsTheNumberOfTheMerchant(WechatPayHkSimulator simulator, RequestJournal requests) {
		ReverseOrderService service = ReverseOrderService.create(SimulatedClient.of(simulator).build());

		service.reverse(WechatPayHkSimulator.PAID_ORDER).block();

		assertThat(requests.last().bodyText()).isEqualTo("{\"mchid\":\"1900000109\"}");
	}

}
