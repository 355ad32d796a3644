package io.github.wechatpayhk.submerchant;

import java.net.URI;
import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;
import io.github.wechatpayhk.webclient.CallOptions;

/**
 * A sub-merchant to add (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#sub-merchants">protocol</a>).
 * The same idempotency key with the same body is the same request. Encryption never gives
 * the same bytes twice: {@linkplain SubMerchantService#encrypt(SubMerchantDetails)
 * encrypt} the details first, and keep them, so that the request can be repeated after an
 * unknown outcome. Immutable.
 *
 * @since 0.1.0
 */
public final class SubMerchantRequest {

	private final String idempotencyKey;

	private final SubMerchantDetails details;

	private final CallOptions options;

	private SubMerchantRequest(String idempotencyKey, SubMerchantDetails details, CallOptions options) {
		this.idempotencyKey = idempotencyKey;
		this.details = details;
		this.options = options;
	}

	/**
	 * Create the request.
	 * @param idempotencyKey the caller's own number of the request, 1 to 64 printable
	 * characters of ASCII without blanks, another one for each sub-merchant
	 * @param details what is known of the sub-merchant, with a contact
	 * @return the request
	 * @throws WechatPayHkRequestException if the key has another form, or details or
	 * contact are absent
	 */
	public static SubMerchantRequest of(String idempotencyKey, SubMerchantDetails details) {
		RequestField.requirePresent("contact", RequestField.requirePresent("details", details).contact());
		return new SubMerchantRequest(RequestField.IDEMPOTENCY_KEY.require(idempotencyKey), details,
				CallOptions.none());
	}

	/**
	 * Call another host, or the same one under another prefix.
	 * @param baseUrl scheme, host and prefix, such as
	 * {@code https://api.mch.weixin.qq.com/hk/}; plain http for loopback addresses only
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it cannot be called safely
	 */
	public SubMerchantRequest withBaseUrl(URI baseUrl) {
		return new SubMerchantRequest(this.idempotencyKey, this.details, this.options.withBaseUrl(baseUrl));
	}

	/**
	 * Bound the time of this call, all its attempts and waits included.
	 * @param deadline the time from the subscription on, greater than zero
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if it is zero or negative
	 */
	public SubMerchantRequest withDeadline(Duration deadline) {
		return new SubMerchantRequest(this.idempotencyKey, this.details, this.options.withDeadline(deadline));
	}

	/**
	 * Replace the details, such as with the encrypted ones.
	 * @param details what is known of the sub-merchant, with a contact
	 * @return a changed copy
	 * @throws WechatPayHkRequestException if details or contact are absent
	 */
	public SubMerchantRequest withDetails(SubMerchantDetails details) {
		return new SubMerchantRequest(this.idempotencyKey, of(this.idempotencyKey, details).details, this.options);
	}

	/**
	 * Return the caller's own number of the request.
	 * @return the idempotency key
	 */
	public String idempotencyKey() {
		return this.idempotencyKey;
	}

	/**
	 * Return what is known of the sub-merchant.
	 * @return the details
	 */
	public SubMerchantDetails details() {
		return this.details;
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
		return "SubMerchantRequest[idempotencyKey=" + this.idempotencyKey + ", " + this.details + ", " + this.options
				+ ']';
	}

}
