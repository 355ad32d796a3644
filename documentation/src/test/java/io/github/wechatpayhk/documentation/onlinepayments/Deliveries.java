package io.github.wechatpayhk.documentation.onlinepayments;

import io.github.wechatpayhk.durable.DurableReversalEvent;
import io.github.wechatpayhk.durable.DurableReversalTransactionListener;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

@Component
class Deliveries implements DurableReversalTransactionListener {

	private final JdbcClient jdbcClient;

	Deliveries(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	@Override
	public void on(DurableReversalEvent event) {
		if (event instanceof DurableReversalEvent.OnlinePaymentEnded ended) {
			this.jdbcClient.sql("update shop_order set state = ? where number = ?")
				.param(ended.payment().state().name())
				.param(ended.payment().outTradeNo())
				.update();
		}
	}

}
