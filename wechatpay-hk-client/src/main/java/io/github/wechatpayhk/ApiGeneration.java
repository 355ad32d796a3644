package io.github.wechatpayhk;

import java.net.URI;

/**
 * The two generations of the API that serve Hong Kong. They differ in the paths of some
 * operations, not only in their prefix (protocol, "Operations × paths").
 *
 * @since 0.1.0
 */
public enum ApiGeneration {

	/**
	 * The paths below {@code /hk/v3}. WeChat Pay marks them as superseded, yet they are
	 * what most merchants were integrated with.
	 */
	HK("https://api.mch.weixin.qq.com/hk/", "v3/transactions/", "v3/certificates"),

	/**
	 * The paths below {@code /v3/global}, which WeChat Pay keeps up to date.
	 */
	GLOBAL("https://apihk.mch.weixin.qq.com/", "v3/global/micropay/transactions/", "v3/global/certificates");

	private final URI defaultBaseUrl;

	private final String quickPayPath;

	private final String certificates;

	ApiGeneration(String defaultBaseUrl, String quickPayPath, String certificates) {
		this.defaultBaseUrl = URI.create(defaultBaseUrl);
		this.quickPayPath = quickPayPath;
		this.certificates = certificates;
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
	 * Return where the platform certificates are listed.
	 * @return a path relative to the base URL
	 */
	public String certificates() {
		return this.certificates;
	}

}
