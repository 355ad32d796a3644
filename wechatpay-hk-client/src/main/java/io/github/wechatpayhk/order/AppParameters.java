package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What an app hands to WeChat's SDK to start a payment (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
 * Serialized with Jackson, it has exactly the documented names. All values are texts.
 * {@link #toString()} does not show the signature.
 *
 * @param appid the application
 * @param partnerid the number of the merchant that the application belongs to
 * @param prepayid the prepaid session
 * @param noncestr the nonce, at most 32 characters
 * @param timestamp Unix time in seconds
 * @param sign the signature in Base64
 * @since 0.1.0
 */
@JsonPropertyOrder({ "appid", "partnerid", "prepayid", "package", "noncestr", "timestamp", "sign" })
public record AppParameters(@JsonProperty("appid") String appid, @JsonProperty("partnerid") String partnerid,
		@JsonProperty("prepayid") PrepayId prepayid, @JsonProperty("noncestr") String noncestr,
		@JsonProperty("timestamp") String timestamp, @JsonProperty("sign") String sign) {

	/**
	 * Return the fixed text that WeChat's SDK expects.
	 * @return always {@code Sign=WXPay}
	 */
	@JsonProperty("package")
	public String packageValue() {
		return "Sign=WXPay";
	}

	@Override
	public String toString() {
		return "AppParameters[appid=" + this.appid + ", partnerid=" + this.partnerid + ", prepayid=" + this.prepayid
				+ ", noncestr=" + this.noncestr + ", timestamp=" + this.timestamp + ", sign=***]";
	}

}
