package io.github.wechatpayhk.documentation.onlinepayments;

import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.order.OrderAmount;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import io.github.wechatpayhk.order.TradeType;
import reactor.core.publisher.Mono;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

@Service
class Orders {

	private final OnlinePayments onlinePayments;

	private final JdbcClient jdbcClient;

	Orders(OnlinePayments onlinePayments, JdbcClient jdbcClient) {
		this.onlinePayments = onlinePayments;
		this.jdbcClient = jdbcClient;
	}

	@Transactional
	OnlinePayment order(String number, long cents) {
		this.jdbcClient.sql("insert into shop_order (number, state) values (?, 'OPEN')").param(number).update();
		return this.onlinePayments.place(PlaceOrderRequest.builder(TradeType.NATIVE, number, OrderAmount.hkd(cents))
			.description("Image Store - QQ Doll")
			.merchantCategoryCode("1011")
			.build());
	}

	Mono<String> codeToShow(OnlinePayment payment) {
		return this.onlinePayments.prepare(payment.id()).mapNotNull((prepared) -> prepared.placed().codeUrl());
	}

}
