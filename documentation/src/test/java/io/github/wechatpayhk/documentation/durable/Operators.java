package io.github.wechatpayhk.documentation.durable;

import java.util.List;

import io.github.wechatpayhk.durable.DurableNotification;
import io.github.wechatpayhk.durable.NotificationInbox;

class Operators {

	List<DurableNotification> decide(NotificationInbox notificationInbox, String id) {
		List<DurableNotification> stuck = notificationInbox.list(DurableNotification.State.NEEDS_ATTENTION, 0, 100);
		notificationInbox.retry(id, "Anna: the listener is corrected");
		notificationInbox.settle(id, "Anna: booked by hand");
		return stuck;
	}

}
