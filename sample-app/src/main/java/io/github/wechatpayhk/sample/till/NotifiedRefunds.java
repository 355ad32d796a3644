package io.github.wechatpayhk.sample.till;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

	private final Map<String, List<String>> notified = new LinkedHashMap<>();

	private final Changes changes;

	NotifiedRefunds(Changes changes) {
		this.changes = changes;
	}

	@Override
	public void onRefund(RefundNotification notification) {
		String outTradeNo = notification.outTradeNo();
		if (outTradeNo != null) {
			add(outTradeNo, notification.outRefundNo() + ' ' + notification.refund().status());
			this.changes.publish(outTradeNo);
		}
	}

	private synchronized void add(String outTradeNo, String line) {
		this.notified.merge(outTradeNo, List.of(line),
				(former, latter) -> Stream.concat(former.stream(), latter.stream()).toList());
		if (this.notified.size() > CAPACITY) {
			this.notified.remove(this.notified.keySet().iterator().next());
		}
	}

	synchronized List<String> of(String outTradeNo) {
		return this.notified.getOrDefault(outTradeNo, List.of());
	}

}
