package io.github.wechatpayhk.submerchant;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.webclient.CallOptions;

/**
 * Names a sub-merchant. Immutable.
 *
 * @since 0.1.0
 */
public final class SubMerchantReference {

	private final String subMchid;

	private final CallOptions options;

	private SubMerchantReference(String subMchid, CallOptions options) {
		this.subMchid = subMchid;
		this.options = options;
	}

	/**
	 * Name a sub-merchant by its number.
	 * @param subMchid the number, 1 to 32 digits
	 * @return the reference
	 * @throws WechatPayHkRequestException if the number has another form
	 */
	public static SubMerchantReference of(String subMchid) {
		return new SubMerchantReference(RequestField.MCHID.require("subMchid", subMchid), CallOptions.none());
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public SubMerchantReference withBaseUrl(URI baseUrl) {
		return new SubMerchantReference(this.subMchid, this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public SubMerchantReference withDeadline(Duration deadline) {
		return new SubMerchantReference(this.subMchid, this.options.withDeadline(deadline));
	}

	/**
	 * Return the number of the sub-merchant.
	 * @return the number
	 */
	public String subMchid() {
		return this.subMchid;
	}

	/**
	 * Return what this call alone does otherwise than the configured calls.
	 * @return the options
	 */
	public CallOptions options() {
		return this.options;
	}

	@Override
	public String toString() {
		return "SubMerchantReference[subMchid=" + this.subMchid + ", " + this.options + ']';
	}

}
