package io.github.wechatpayhk.sample.practice;

import io.github.wechatpayhk.durable.OnlinePayment;
import io.github.wechatpayhk.durable.OnlinePayments;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.order.SimulatedTradeType;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Reminds the simulator, which forgets with its process, of the orders that were paid
 * before the application was started, so that they can be refunded. It does so before the
 * refunds that have not ended go on.
 */
@Component
@Profile("!live")
@ConditionalOnWebApplication
class RememberedOrders implements SmartInitializingSingleton {

	private static final int MOST = 200;

	private final WechatPayHkSimulator simulator;

	private final OnlinePayments payments;

	RememberedOrders(WechatPayHkSimulator simulator, OnlinePayments payments) {
		this.simulator = simulator;
		this.payments = payments;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.payments.list(OnlinePayment.State.PAID, 0, MOST).forEach(this::remind);
	}

	private void remind(OnlinePayment payment) {
		this.simulator.orders()
			.put(SimulatedOrder.quickPay(payment.outTradeNo())
				.merchant(this.simulator.merchant())
				.type(SimulatedTradeType.NATIVE)
				.amount(payment.amount().total(), payment.amount().currency().value())
				.transactionId((payment.transactionId() != null) ? payment.transactionId() : "")
				.createdAt(payment.placedAt()));
	}

}
