package io.github.wechatpayhk;

import java.net.URI;

/**
 * The two generations of the API that serve Hong Kong. They differ in the paths of some
 * operations, not only in their prefix (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#operations-and-paths">protocol</a>).
 *
 * @since 0.1.0
 */
public enum ApiGeneration {

	/**
	 * The paths below {@code /hk/v3}. WeChat Pay marks them as superseded, yet they are
	 * what most merchants were integrated with.
	 */
	HK("https://api.mch.weixin.qq.com/hk/", "v3/", "v3/transactions/", "micropay"),

	/**
	 * The paths below {@code /v3/global}, which WeChat Pay keeps up to date.
	 */
	GLOBAL("https://apihk.mch.weixin.qq.com/", "v3/global/", "v3/global/micropay/transactions/", "pay");

	private final URI defaultBaseUrl;

	private final String path;

	private final String quickPayPath;

	private final String quickPayName;

	ApiGeneration(String defaultBaseUrl, String path, String quickPayPath, String quickPayName) {
		this.defaultBaseUrl = URI.create(defaultBaseUrl);
		this.path = path;
		this.quickPayPath = quickPayPath;
		this.quickPayName = quickPayName;
	}

	/**
	 * Return where this generation is served.
	 * @return scheme, host and prefix, ending in a slash
	 */
	public URI defaultBaseUrl() {
		return this.defaultBaseUrl;
	}

	/**
	 * Return the template for reversing an order by the merchant's order number.
	 * @return a path relative to the base URL, with the variable {@code out_trade_no}
	 */
	public String reverseByOutTradeNo() {
		return this.quickPayPath + "out-trade-no/{out_trade_no}/reverse";
	}

	/**
	 * Return the template for reversing an order by WeChat Pay's order number.
	 * @return a path relative to the base URL, with the variable {@code transaction_id}
	 */
	public String reverseByTransactionId() {
		return this.quickPayPath + "id/{transaction_id}/reverse";
	}

	/**
	 * Return the template for taking a payment by the code that the payer shows.
	 * @return a path relative to the base URL, without variables
	 */
	public String micropay() {
		return this.quickPayPath + this.quickPayName;
	}

	/**
	 * Return the template for placing an order that the payer pays by other means.
	 * @return a path relative to the base URL, with the variable {@code kind}:
	 * {@code native}, {@code jsapi}, {@code app} or {@code mweb}
	 */
	public String placeOrder() {
		return this.path + "transactions/{kind}";
	}

	/**
	 * Return the template for querying an order by the merchant's order number.
	 * @return a path relative to the base URL, with the variable {@code out_trade_no}
	 */
	public String queryByOutTradeNo() {
		return this.path + "transactions/out-trade-no/{out_trade_no}";
	}

	/**
	 * Return the template for querying an order by WeChat Pay's order number.
	 * @return a path relative to the base URL, with the variable {@code transaction_id}
	 */
	public String queryByTransactionId() {
		return this.path + "transactions/id/{transaction_id}";
	}

	/**
	 * Return the template for closing an order by the merchant's order number.
	 * @return a path relative to the base URL, with the variable {@code out_trade_no}
	 */
	public String closeByOutTradeNo() {
		return queryByOutTradeNo() + "/close";
	}

	/**
	 * Return the template for closing an order by WeChat Pay's order number.
	 * @return a path relative to the base URL, with the variable {@code transaction_id}
	 */
	public String closeByTransactionId() {
		return queryByTransactionId() + "/close";
	}

	/**
	 * Return the template for creating a refund, and for listing those of an order.
	 * @return a path relative to the base URL, without variables
	 */
	public String refunds() {
		return this.path + "refunds";
	}

	/**
	 * Return the template for querying a refund by WeChat Pay's refund number.
	 * @return a path relative to the base URL, with the variable {@code refund_id}
	 */
	public String refundByRefundId() {
		return this.path + "refunds/id/{refund_id}";
	}

	/**
	 * Return the template for querying a refund by the merchant's refund number.
	 * @return a path relative to the base URL, with the variable {@code out_refund_no}
	 */
	public String refundByOutRefundNo() {
		return this.path + "refunds/out-refund-no/{out_refund_no}";
	}

	/**
	 * Return where the statement of a day is downloaded.
	 * @return a path relative to the base URL, without variables
	 */
	public String statements() {
		return this.path + "statements";
	}

	/**
	 * Return where settlements are listed.
	 * @return a path relative to the base URL, without variables
	 */
	public String settlements() {
		return this.path + "settle/settlements";
	}

	/**
	 * Return where a sub-merchant is added.
	 * @return a path relative to the base URL, without variables
	 */
	public String subMerchants() {
		return this.path + "merchants";
	}

	/**
	 * Return the template for querying a sub-merchant.
	 * @return a path relative to the base URL, with the variable {@code sub_mchid}
	 */
	public String subMerchant() {
		return subMerchants() + "/{sub_mchid}";
	}

	/**
	 * Return where the platform certificates are listed.
	 * @return a path relative to the base URL
	 */
	public String certificates() {
		return this.path + "certificates";
	}

}
