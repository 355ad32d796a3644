package io.github.wechatpayhk.sample.till;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.wechatpayhk.notification.RefundNotification;
import io.github.wechatpayhk.notification.RefundNotificationListener;

import org.springframework.stereotype.Component;

/**
 * What WeChat Pay notified of the last refunds, in memory. A payment in-store is not
 * notified.
 */
@Component
class NotifiedRefunds implements RefundNotificationListener {

	private static final int CAPACITY = 200;

	private final LastEntries<List<String>> notified = new LastEntries<>(CAPACITY);

	private final Changes changes;

	NotifiedRefunds(Changes changes) {
		this.changes = changes;
	}

	@Override
	public void onRefund(RefundNotification notification) {
		String outTradeNo = notification.outTradeNo();
		if (outTradeNo != null) {
			this.notified.merge(outTradeNo, List.of(notification.outRefundNo() + ' ' + notification.refund().status()),
					(former, latter) -> Stream.concat(former.stream(), latter.stream()).toList());
			this.changes.publish(outTradeNo);
		}
	}

	List<String> of(String outTradeNo) {
		return Objects.requireNonNullElse(this.notified.get(outTradeNo), List.of());
	}

}
