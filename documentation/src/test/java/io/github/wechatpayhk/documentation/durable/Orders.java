package io.github.wechatpayhk.documentation.durable;

/**
 * The application's own orders.
 */
interface Orders {

	void markCancelled(String outTradeNo);

}
