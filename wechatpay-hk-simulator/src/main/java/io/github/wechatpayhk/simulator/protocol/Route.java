package io.github.wechatpayhk.simulator.protocol;

import java.util.Map;

/**
 * A request's place in the API.
 *
 * @param operation what is asked
 * @param generation by which paths
 * @param variables the percent-decoded path variables, by name
 * @since 0.1.0
 */
public record Route(Operation operation, Generation generation, Map<String, String> variables) {

	/**
	 * The path variable that holds WeChat Pay's id of an order.
	 */
	public static final String TRANSACTION_ID = "transaction_id";

	/**
	 * The path variable that holds the merchant's number of an order.
	 */
	public static final String OUT_TRADE_NO = "out_trade_no";

	/**
	 * The path variable that holds WeChat Pay's id of a refund.
	 */
	public static final String REFUND_ID = "refund_id";

	/**
	 * The path variable that holds the merchant's number of a refund.
	 */
	public static final String OUT_REFUND_NO = "out_refund_no";

	/**
	 * The path variable that holds the number of a sub-merchant.
	 */
	public static final String SUB_MCHID = "sub_mchid";

}
