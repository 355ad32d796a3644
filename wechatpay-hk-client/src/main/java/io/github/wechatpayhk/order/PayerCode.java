package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.field.RequestField;

/**
 * The code that a payer shows in store. Its holder can charge the payer once, for about a
 * minute: it is never printed.
 *
 * @param authCode 18 digits
 * @since 0.1.0
 */
public record PayerCode(@JsonProperty("auth_code") String authCode) {

	/**
	 * Create the code.
	 * @param authCode 18 digits
	 * @throws WechatPayHkRequestException if it has another form
	 */
	public PayerCode {
		RequestField.AUTH_CODE.require(authCode);
	}

	@Override
	public String toString() {
		return "PayerCode[authCode=***]";
	}

}
