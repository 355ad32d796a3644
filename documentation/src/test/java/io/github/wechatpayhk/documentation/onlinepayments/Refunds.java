package io.github.wechatpayhk.documentation.onlinepayments;

import io.github.wechatpayhk.durable.DurableRefund;
import io.github.wechatpayhk.durable.DurableRefunds;
import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundRequest;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Refunds {

	private final DurableRefunds durableRefunds;

	private final JdbcClient jdbcClient;

	Refunds(DurableRefunds durableRefunds, JdbcClient jdbcClient) {
		this.durableRefunds = durableRefunds;
		this.jdbcClient = jdbcClient;
	}

	@Transactional
	DurableRefund refund(OnlinePayment payment, String number, long cents) {
		this.jdbcClient.sql("insert into shop_refund (number, state) values (?, 'OPEN')").param(number).update();
		OrderAmount paid = payment.amount();
		RefundAmount amount = new RefundAmount(cents, paid.total(), paid.currency());
		OrderReference order = OrderReference.outTradeNo(payment.outTradeNo());
		return this.durableRefunds.refund(RefundRequest.builder(order, number, amount).reason("sold out").build());
	}

}
