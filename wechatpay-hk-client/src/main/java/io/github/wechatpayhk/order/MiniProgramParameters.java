package io.github.wechatpayhk.order;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * What a mini program hands to {@code wx.requestPayment} to start a payment (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
 * Serialized with Jackson, it has exactly the documented names. All values are texts.
 * {@link #toString()} does not show the signature.
 *
 * @param timeStamp Unix time in seconds
 * @param nonceStr the nonce, at most 32 characters
 * @param prepayPackage the prepaid session
 * @param paySign the signature in Base64
 * @since 0.1.0
 */
@JsonPropertyOrder({ "timeStamp", "nonceStr", "package", "signType", "paySign" })
public record MiniProgramParameters(@JsonProperty("timeStamp") String timeStamp,
		@JsonProperty("nonceStr") String nonceStr, @JsonProperty("package") PrepayPackage prepayPackage,
		@JsonProperty("paySign") String paySign) {

	/**
	 * Return how the signature is computed.
	 * @return always {@code RSA}
	 */
	@JsonProperty("signType")
	public String signType() {
		return "RSA";
	}

	@Override
	public String toString() {
		return "MiniProgramParameters[timeStamp=" + this.timeStamp + ", nonceStr=" + this.nonceStr + ", prepayPackage="
				+ this.prepayPackage + ", paySign=***]";
	}

}
