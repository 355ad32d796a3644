package io.github.wechatpayhk.documentation.simulator;

import com.example.shop.ShopApplication;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.test.AutoConfigureWechatPayHkSimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(classes = ShopApplication.class)
@AutoConfigureWechatPayHkSimulator
class TillTests {

	// @formatter:off
	@Autowired
	WechatPayHkSimulator simulator; // one for each application context, reset before each test
	// @formatter:on

	@Test
	void keepsAPaidOrder() {
		assertThat(this.simulator.orders().find(WechatPayHkSimulator.PAID_ORDER)).isNotNull();
	}

}
