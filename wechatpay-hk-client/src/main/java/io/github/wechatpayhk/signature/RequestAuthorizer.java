package io.github.wechatpayhk.signature;

import java.time.InstantSource;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes the {@code Authorization} value of one request (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#request-signing">protocol</a>).
 * Each subscription takes a new nonce and the time of that moment. Must be safe for
 * concurrent use.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RequestAuthorizer {

	/**
	 * Make the value of the {@code Authorization} header.
	 * @param method the HTTP method in upper case
	 * @param target raw path and query, exactly as on the request line
	 * @param body the exact bytes sent, empty without a body
	 * @return the value, or the signer's error
	 */
	Mono<String> authorize(String method, String target, byte[] body);

	/**
	 * Create an authorizer for one key.
	 * @param mchid the number of the merchant whose key signs: the {@code sp_mchid} of an
	 * institution, else the {@code mchid}
	 * @param serialNumber the serial number of the merchant's API certificate
	 * @param signer signs with the key of that certificate
	 * @param clock gives the time stamp
	 * @param nonces gives a new nonce at each call, at most 32 characters of
	 * {@code [0-9A-Za-z]}
	 * @param scheduler where nonces are drawn and the signer is called: it must tolerate
	 * blocking
	 * @return the authorizer
	 */
	static RequestAuthorizer create(String mchid, SerialNumber serialNumber, Signer signer, InstantSource clock,
			Supplier<String> nonces, Scheduler scheduler) {
		return create(mchid, serialNumber, signer, clock, nonces, scheduler, SignatureListener.none());
	}

	/**
	 * Create an authorizer for one key that tells how long its signatures take.
	 * @param mchid the number of the merchant whose key signs: the {@code sp_mchid} of an
	 * institution, else the {@code mchid}
	 * @param serialNumber the serial number of the merchant's API certificate
	 * @param signer signs with the key of that certificate
	 * @param clock gives the time stamp
	 * @param nonces gives a new nonce at each call, at most 32 characters of
	 * {@code [0-9A-Za-z]}
	 * @param scheduler where nonces are drawn and the signer is called: it must tolerate
	 * blocking
	 * @param listener receives each signature
	 * @return the authorizer
	 */
	static RequestAuthorizer create(String mchid, SerialNumber serialNumber, Signer signer, InstantSource clock,
			Supplier<String> nonces, Scheduler scheduler, SignatureListener listener) {
		return new SchemeAuthorizer(mchid, serialNumber, signer, clock, nonces, scheduler, listener);
	}

}
