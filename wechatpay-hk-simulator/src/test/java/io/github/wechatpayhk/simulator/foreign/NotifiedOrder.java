package io.github.wechatpayhk.simulator.foreign;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.wechatpayhk.simulator.DirectCaller;
import io.github.wechatpayhk.simulator.WechatPayHkSimulator;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.platform.PlatformMode;

/**
 * An order whose payment is notified.
 */
final class NotifiedOrder {

	static final String NUMBER = "N1";

	private NotifiedOrder() {
	}

	static WechatPayHkSimulator start(PlatformMode mode) {
		return WechatPayHkSimulator.builder()
			.mode(mode)
			.notificationTransport((url, headers, body) -> CompletableFuture.completedFuture(204))
			.start();
	}

	static SentNotification pay(WechatPayHkSimulator simulator) {
		DirectCaller caller = new DirectCaller(simulator);
		caller.post("/hk/v3/transactions/native",
				caller.order(NUMBER, "NATIVE", ",\"notify_url\":\"https://shop.example.com/notify\""));
		simulator.pay(NUMBER);
		return simulator.notifications()
			.await((notification) -> notification.outTradeNo().equals(NUMBER) && notification.isAccepted(),
					Duration.ofSeconds(30));
	}

}
