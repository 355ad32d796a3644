package io.github.wechatpayhk.simulator.protocol;

/**
 * What a caller may ask of the gateway. An operation that exists in two ways, by WeChat
 * Pay's id and by the merchant's number, is one constant here.
 *
 * @since 0.1.0
 */
public enum Operation {

	/**
	 * Place an order that is paid by scanning a code.
	 */
	NATIVE,

	/**
	 * Place an order that is paid inside WeChat.
	 */
	JSAPI,

	/**
	 * Place an order that is paid from an app.
	 */
	APP,

	/**
	 * Place an order that is paid from a mobile browser.
	 */
	MWEB,

	/**
	 * Quick Pay: charge the code that the payer shows.
	 */
	MICROPAY,

	/**
	 * Query an order.
	 */
	QUERY,

	/**
	 * Close an unpaid order.
	 */
	CLOSE,

	/**
	 * Reverse a Quick Pay order.
	 */
	REVERSE,

	/**
	 * Create a refund.
	 */
	REFUND,

	/**
	 * Query one refund.
	 */
	QUERY_REFUND,

	/**
	 * Query all refunds of an order.
	 */
	LIST_REFUNDS,

	/**
	 * Download the statement of a day.
	 */
	STATEMENT,

	/**
	 * List settlements.
	 */
	SETTLEMENTS,

	/**
	 * Add a sub-merchant.
	 */
	ADD_SUB_MERCHANT,

	/**
	 * Modify a sub-merchant.
	 */
	MODIFY_SUB_MERCHANT,

	/**
	 * Query a sub-merchant.
	 */
	QUERY_SUB_MERCHANT,

	/**
	 * List the platform certificates.
	 */
	CERTIFICATES,

	/**
	 * Not asked for but sent by the gateway: a notification to the merchant.
	 */
	NOTIFICATION

}
