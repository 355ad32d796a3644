package io.github.wechatpayhk.documentation.notifications;

import java.util.List;
import java.util.Map;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationReader;
import io.github.wechatpayhk.notification.PaymentNotification;
import io.github.wechatpayhk.notification.RefundNotification;
import reactor.core.publisher.Mono;

/**
 * A notification by any transport.
 */
class WithoutSpringBoot {

	private final NotificationReader reader;

	WithoutSpringBoot(WechatPayHkClient client) {
		this.reader = NotificationReader.create(client);
	}

	Mono<String> subject(Map<String, List<String>> headers, byte[] body) {
		Mono<Notification> notification = this.reader.read((name) -> headers.getOrDefault(name, List.of()), body);
		return notification.map((verified) -> {
			if (verified instanceof PaymentNotification payment) {
				return "paid: " + payment.order().outTradeNo();
			}
			if (verified instanceof RefundNotification refund) {
				return "refund: " + refund.outRefundNo() + ' ' + refund.refund().status();
			}
			return "other: " + verified.event().type();
		});
	}

}
