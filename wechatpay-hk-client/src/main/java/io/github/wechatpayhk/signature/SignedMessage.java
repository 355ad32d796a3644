package io.github.wechatpayhk.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The canonical bytes under a signature: some lines and a body, each ended by one line
 * feed, the last included (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#request-signing">protocol</a>
 * and <a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#response-verification">response
 * verification</a>). No other place knows them.
 */
final class SignedMessage {

	private SignedMessage() {
	}

	/**
	 * Return the five lines that the merchant signs.
	 * @param method the HTTP method in upper case
	 * @param target raw path and query, exactly as on the request line
	 * @param timestamp Unix time in seconds
	 * @param nonce the nonce
	 * @param body the exact bytes sent, empty without a body
	 * @return the message
	 */
	static byte[] ofRequest(String method, String target, long timestamp, String nonce, byte[] body) {
		return of(method + '\n' + target + '\n' + timestamp + '\n' + nonce + '\n', body);
	}

	/**
	 * Return the three lines that WeChat Pay signs.
	 * @param timestamp the {@code Wechatpay-Timestamp} header, Unix time in seconds
	 * @param nonce the {@code Wechatpay-Nonce} header, unchanged
	 * @param body the bytes received, empty without a body
	 * @return the message
	 */
	static byte[] ofResponse(long timestamp, String nonce, byte[] body) {
		return of(Long.toString(timestamp) + '\n' + nonce + '\n', body);
	}

	/**
	 * Return the four lines that the merchant signs to start a payment.
	 * @param appId the application in which the payment is started
	 * @param timestamp Unix time in seconds
	 * @param nonce the nonce
	 * @param prepay the last line, in the form that the way of paying requires
	 * @return the message
	 */
	static byte[] ofPaymentStart(String appId, long timestamp, String nonce, String prepay) {
		return of(appId + '\n' + timestamp + '\n' + nonce + '\n', prepay.getBytes(StandardCharsets.UTF_8));
	}

	private static byte[] of(String lines, byte[] body) {
		byte[] head = lines.getBytes(StandardCharsets.UTF_8);
		ByteArrayOutputStream message = new ByteArrayOutputStream(head.length + body.length + 1);
		message.writeBytes(head);
		message.writeBytes(body);
		message.write('\n');
		return message.toByteArray();
	}

}
