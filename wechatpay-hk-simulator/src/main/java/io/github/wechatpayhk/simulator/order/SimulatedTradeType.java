package io.github.wechatpayhk.simulator.order;

/**
 * The way an order is paid, as {@code trade_type} names it.
 *
 * @since 0.1.0
 */
public enum SimulatedTradeType {

	/**
	 * The payer scans a code.
	 */
	NATIVE,

	/**
	 * Inside WeChat.
	 */
	JSAPI,

	/**
	 * From an app.
	 */
	APP,

	/**
	 * From a mobile browser.
	 */
	MWEB,

	/**
	 * Quick Pay: the shop scans the payer's code.
	 */
	MICROPAY

}
