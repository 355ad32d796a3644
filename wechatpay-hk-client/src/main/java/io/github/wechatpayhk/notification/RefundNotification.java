package io.github.wechatpayhk.notification;

import java.util.Set;

import io.github.wechatpayhk.notification.Notification.NotificationEvent;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundStatus;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A refund reached a state: {@link RefundStatus#SUCCESS}, {@link RefundStatus#CLOSED} in
 * either spelling, or {@link RefundStatus#ABNORMAL}, which requires manual action.
 *
 * @param event the notification as WeChat Pay sent it
 * @param refund the refund in that state
 * @since 0.1.0
 */
public record RefundNotification(NotificationEvent event, Refund refund) implements Notification {

	static final Set<RefundStatus> STATES = Set.of(RefundStatus.SUCCESS, RefundStatus.CLOSED, RefundStatus.ABNORMAL);

	/**
	 * Create the notification.
	 * @param event the notification as WeChat Pay sent it
	 * @param refund the refund, in one of the three states
	 */
	public RefundNotification {
		Assert.isTrue(refund.status() != null && STATES.contains(refund.status()),
				"The refund must be in a state that is notified");
	}

	@Override
	public @Nullable String outTradeNo() {
		return this.refund.outTradeNo();
	}

	/**
	 * Return the merchant's number of the refund.
	 * @return the number
	 */
	public String outRefundNo() {
		return this.refund.outRefundNo();
	}

	@Override
	public String subject() {
		return "refund:" + outRefundNo() + ':' + this.refund.status();
	}

	/**
	 * Hide account and amounts.
	 * @return the event, the numbers and the state
	 */
	@Override
	public String toString() {
		return "RefundNotification[event=" + this.event + ", outTradeNo=" + outTradeNo() + ", outRefundNo="
				+ outRefundNo() + ", status=" + this.refund.status() + ']';
	}

}
