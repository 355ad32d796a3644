package io.github.wechatpayhk.documentation.durable;

import io.github.wechatpayhk.notification.PaymentNotificationListener;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class PaidOrders {

	@Bean
	PaymentNotificationListener paidOrders(JdbcClient jdbc) {
		return (payment) -> jdbc.sql("update shop_order set state = 'PAID' where out_trade_no = ?")
			.param(payment.outTradeNo())
			.update();
	}

}
