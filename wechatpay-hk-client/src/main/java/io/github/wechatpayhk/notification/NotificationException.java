package io.github.wechatpayhk.notification;

import io.github.wechatpayhk.signature.ResponseVerifier;
import org.jspecify.annotations.Nullable;

/**
 * A notification that is rejected. Nothing was delivered to the application. Neither the
 * message nor the cause holds anything of the decrypted resource.
 *
 * @since 0.1.0
 */
public final class NotificationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** The check that failed. */
	private final Check check;

	/**
	 * Create the exception.
	 * @param check the check that failed
	 * @param detail which notification failed, and in which way; without anything secret
	 * @param cause the failure that led to it
	 */
	public NotificationException(Check check, String detail, @Nullable Throwable cause) {
		super("A notification is rejected: " + check.problem + " (" + detail + "); nothing was delivered"
				+ (check.advice.isEmpty() ? "" : "; " + check.advice), cause);
		this.check = check;
	}

	/**
	 * Return which check failed.
	 * @return the check
	 */
	public Check check() {
		return this.check;
	}

	/**
	 * The checks of a notification, in their order.
	 */
	public enum Check {

		/**
		 * Too many deliveries are in progress, or too many names of merchants are looked
		 * up. Temporary: WeChat Pay sends the notification again.
		 */
		CAPACITY("too much is in progress", "WeChat Pay sends it again"),

		/**
		 * It has no signature headers.
		 */
		SIGNATURE_MISSING("it has no signature", "check that no proxy drops the 'Wechatpay-*' headers"),

		/**
		 * Its signature headers are incomplete, doubled or not of their form.
		 */
		SIGNATURE_MALFORMED("its signature headers are incomplete, doubled or not of their form", ""),

		/**
		 * It is WeChat Pay's deliberate test that wrong signatures are rejected.
		 */
		PROBE("it is WeChat Pay's probe with a deliberately wrong signature", ""),

		/**
		 * It was signed more than {@link ResponseVerifier#ACCEPTED_CLOCK_SKEW} away from
		 * the local clock.
		 */
		CLOCK("it was signed too far away from the local clock", "check that this clock is right"),

		/**
		 * The body has more than {@link NotificationReader#MAX_SIZE} bytes. It was not
		 * read.
		 */
		SIZE("its body is too large", ""),

		/**
		 * The body did not arrive within {@link NotificationReceiver#BODY_DEADLINE}, or
		 * its connection failed. Temporary: WeChat Pay sends the notification again.
		 */
		INCOMPLETE("its body did not arrive", "WeChat Pay sends it again"),

		/**
		 * There is no merchant of the name that the path carries.
		 */
		MERCHANT_NAME("no merchant has the name that it was sent to",
				"check the 'notify_url' that orders and refunds name"),

		/**
		 * It was signed with a key that is not trusted, also after a refresh.
		 */
		SERIAL_NUMBER("no trusted key has its serial number",
				"if it is the id of a WeChat Pay public key, set 'wechatpay.hk.public-key-id' and"
						+ " 'wechatpay.hk.public-key'"),

		/**
		 * The key that it was signed with could not be looked for. Temporary: WeChat Pay
		 * sends the notification again.
		 */
		KEYS("the key that it was signed with could not be looked for",
				"WeChat Pay sends it again; the cause says why the keys are out of reach"),

		/**
		 * The key is trusted, but did not sign these bytes.
		 */
		SIGNATURE("its signature does not match the bytes that were received",
				"check that no proxy or filter changes the body"),

		/**
		 * The body is not a notification with an encrypted resource.
		 */
		BODY("its body is not a notification", ""),

		/**
		 * The resource cannot be decrypted with the merchant's APIv3 key.
		 */
		DECRYPTION("its resource cannot be decrypted",
				"check that 'wechatpay.hk.api-v3-key' is the APIv3 key that is set for this merchant now"),

		/**
		 * The resource names another merchant.
		 */
		MERCHANT("it is for another merchant", "check the 'notify_url' that this merchant names"),

		/**
		 * The decrypted resource is not what the event type announces.
		 */
		RESOURCE("its resource cannot be read", "query the order or the refund");

		private final String problem;

		private final String advice;

		Check(String problem, String advice) {
			this.problem = problem;
			this.advice = advice;
		}

		/**
		 * Return whether the same notification may pass later, with nothing changed here.
		 * @return whether this is {@link #CAPACITY}, {@link #INCOMPLETE} or {@link #KEYS}
		 */
		public boolean isTemporary() {
			return this == CAPACITY || this == INCOMPLETE || this == KEYS;
		}

	}

}
