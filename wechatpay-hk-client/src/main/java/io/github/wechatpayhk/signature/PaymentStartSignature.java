package io.github.wechatpayhk.signature;

/**
 * The signature that starts a payment on the payer's device, with what was signed beside
 * the application and the prepaid session. {@link #toString()} does not show it.
 *
 * @param timestamp Unix time in seconds
 * @param nonce the nonce, at most 32 characters
 * @param value the signature in Base64
 * @since 0.1.0
 */
public record PaymentStartSignature(long timestamp, String nonce, String value) {

	@Override
	public String toString() {
		return "PaymentStartSignature[timestamp=" + this.timestamp + ", nonce=" + this.nonce + ", value=***]";
	}

}
