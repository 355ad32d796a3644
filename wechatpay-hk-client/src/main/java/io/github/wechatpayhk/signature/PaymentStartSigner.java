package io.github.wechatpayhk.signature;

import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Signs what starts a payment on the payer's device (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#starting-a-payment-on-the-device-of-the-payer">protocol</a>).
 * Each subscription takes a new nonce and the present time. Must be safe for concurrent
 * use.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PaymentStartSigner {

	/**
	 * Sign the four lines that start a payment.
	 * @param appId the application in which the payment is started
	 * @param prepay the fourth line: {@code prepay_id=} and the id inside WeChat, the id
	 * alone in an app
	 * @return the signature, or the signer's error
	 */
	Mono<PaymentStartSignature> sign(String appId, String prepay);

	/**
	 * Create a signer for one key.
	 * @param signer gives the signer of the moment, with the key that signs the orders
	 * @param clock gives the time stamp
	 * @param nonces gives a new nonce at each call, at most 32 characters
	 * @param scheduler where nonces are drawn and the signer is called: it must tolerate
	 * blocking
	 * @return the signer
	 */
	static PaymentStartSigner create(Supplier<Signer> signer, InstantSource clock, Supplier<String> nonces,
			Scheduler scheduler) {
		return (appId, prepay) -> Mono.defer(() -> {
			long timestamp = clock.instant().getEpochSecond();
			String nonce = nonces.get();
			return signer.get()
				.sign(SignedMessage.ofPaymentStart(appId, timestamp, nonce, prepay))
				.map((signature) -> new PaymentStartSignature(timestamp, nonce,
						Base64.getEncoder().encodeToString(signature)));
		}).subscribeOn(scheduler);
	}

	/**
	 * The signature that starts a payment on the payer's device, with what was signed
	 * beside the application and the prepaid session. {@link #toString()} does not show
	 * it.
	 *
	 * @param timestamp Unix time in seconds
	 * @param nonce the nonce, at most 32 characters
	 * @param value the signature in Base64
	 */
	record PaymentStartSignature(long timestamp, String nonce, String value) {

		@Override
		public String toString() {
			return "PaymentStartSignature[timestamp=" + this.timestamp + ", nonce=" + this.nonce + ", value=***]";
		}

	}

}
