package io.github.wechatpayhk.documentation.durable;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalTransactionListener;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
class Books {

	@Bean
	DurableReversalTransactionListener reversalBooks(JdbcClient jdbc) {
		return (event) -> {
			if (event instanceof DurableReversalEvent.Ended ended) {
				jdbc.sql("update shop_order set reversal = ? where out_trade_no = ?")
					.param(ended.reversal().state().name())
					.param(ended.reversal().request().outTradeNo())
					.update();
			}
		};
	}

}
