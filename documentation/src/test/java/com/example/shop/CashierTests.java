package com.example.shop;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.fault.Fault;
import io.github.wechatpayhk.simulator.order.TradeState;
import io.github.wechatpayhk.simulator.protocol.Operation;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@SpringBootTest
@AutoConfigureWechatPayHkSimulator
class CashierTests {

	@Autowired
	Cashier cashier;

	@Autowired
	WechatPayHkSimulator simulator;

	@Test
	void reversesAPaidOrder() {
		this.cashier.reverse(WechatPayHkSimulator.PAID_ORDER).block();

		assertThat(this.simulator.orders().state(WechatPayHkSimulator.PAID_ORDER)).isEqualTo(TradeState.REVOKED);
	}

	@Test
	void doesNotTrustASuccessWithoutSignature() {
		this.simulator.faults().inject(Fault.unsigned()).on(Operation.REVERSE);

		assertThatExceptionOfType(WechatPayHkException.class)
			.isThrownBy(() -> this.cashier.reverse(WechatPayHkSimulator.PAID_ORDER).block())
			.satisfies((ex) -> assertThat(ex.outcome()).isEqualTo(Outcome.UNKNOWN));
	}

}
