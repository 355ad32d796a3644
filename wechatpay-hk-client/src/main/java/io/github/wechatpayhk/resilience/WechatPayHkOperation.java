package io.github.wechatpayhk.resilience;

/**
 * The operations that differ in how often they may be called, and whether they may be
 * called again (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#unknown-outcomes">protocol</a>
 * and <a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#rate-limits">rate
 * limits</a>).
 *
 * @since 0.1.0
 */
public enum WechatPayHkOperation {

	/**
	 * Reverse a Quick Pay order.
	 */
	REVERSE(150, true, true),

	/**
	 * Query an order.
	 */
	QUERY(300, true, false),

	/**
	 * Close an order. WeChat Pay documents no limit of its own for it: it is held to that
	 * of reversing.
	 */
	CLOSE(150, true, false),

	/**
	 * Charge a payer's code. Never repeated: a second charge could succeed as well.
	 */
	MICROPAY(30, false, true),

	/**
	 * Place an order.
	 */
	PLACE_ORDER(60, true, false),

	/**
	 * Create a refund. Repeated with the same number of the refund.
	 */
	REFUND(150, true, true),

	/**
	 * Query a refund.
	 */
	QUERY_REFUND(150, true, false),

	/**
	 * List settlements. WeChat Pay documents no limit of its own for it, nor for those
	 * below: they are held to the lowest of the others.
	 */
	LIST_SETTLEMENTS(30, true, false),

	/**
	 * Add a sub-merchant. Repeated with the same idempotency key and body.
	 */
	ADD_SUB_MERCHANT(30, true, false),

	/**
	 * Modify a sub-merchant. Repeated with the same body.
	 */
	MODIFY_SUB_MERCHANT(30, true, false),

	/**
	 * Query a sub-merchant.
	 */
	QUERY_SUB_MERCHANT(30, true, false);

	private final int documentedLimit;

	private final boolean isRepeatable;

	private final boolean isMovingMoney;

	WechatPayHkOperation(int documentedLimit, boolean isRepeatable, boolean isMovingMoney) {
		this.documentedLimit = documentedLimit;
		this.isRepeatable = isRepeatable;
		this.isMovingMoney = isMovingMoney;
	}

	/**
	 * Return WeChat Pay's limit; the lower one where its pages disagree.
	 * @return requests per second and merchant number
	 */
	public int documentedLimit() {
		return this.documentedLimit;
	}

	/**
	 * Tell whether the identical call may be made again.
	 * @return whether a repetition is safe
	 */
	public boolean isRepeatable() {
		return this.isRepeatable;
	}

	/**
	 * Tell whether a call takes money or gives it back.
	 * @return whether each finished call leaves a log line
	 */
	public boolean isMovingMoney() {
		return this.isMovingMoney;
	}

}
