package io.github.wechatpayhk.notification;

/**
 * What became of a delivery that WeChat Pay need not repeat.
 *
 * @since 0.1.0
 */
public enum NotificationResult {

	/**
	 * The listeners received it and returned.
	 */
	PROCESSED,

	/**
	 * It is stored, and the listeners receive it later.
	 */
	STORED,

	/**
	 * A notification with the same subject was processed or stored before.
	 */
	DUPLICATE,

	/**
	 * The payment is not the expected one. It was not delivered as paid and requires
	 * manual action.
	 */
	MISMATCH,

	/**
	 * No listener receives notifications of this kind.
	 */
	UNHEARD

}
