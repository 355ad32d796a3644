package io.github.wechatpayhk.signature;

import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Makes the {@code Authorization} value of one request (protocol, "Request signing").
 * Each subscription takes a new nonce and the time of that moment. Safe for concurrent
 * use.
 *
 * @since 0.1.0
 */
public final class RequestAuthorizer {

	private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";

	private final String mchid;

	private final SerialNumber serialNumber;

	private final Signer signer;

	private final InstantSource clock;

	private final Supplier<String> nonces;

	private final Scheduler scheduler;

	private RequestAuthorizer(String mchid, SerialNumber serialNumber, Signer signer, InstantSource clock,
			Supplier<String> nonces, Scheduler scheduler) {
		this.mchid = mchid;
		this.serialNumber = serialNumber;
		this.signer = signer;
		this.clock = clock;
		this.nonces = nonces;
		this.scheduler = scheduler;
	}

	/**
	 * Create an authorizer.
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
	public static RequestAuthorizer create(String mchid, SerialNumber serialNumber, Signer signer, InstantSource clock,
			Supplier<String> nonces, Scheduler scheduler) {
		return new RequestAuthorizer(mchid, serialNumber, signer, clock, nonces, scheduler);
	}

	/**
	 * Make the value of the {@code Authorization} header.
	 * @param method the HTTP method in upper case
	 * @param target raw path and query, exactly as on the request line
	 * @param body the exact bytes sent, empty without a body
	 * @return the value on the scheduler, or the signer's error
	 */
	public Mono<String> authorize(String method, String target, byte[] body) {
		return Mono.defer(() -> sign(method, target, body)).subscribeOn(this.scheduler);
	}

	private Mono<String> sign(String method, String target, byte[] body) {
		long timestamp = this.clock.instant().getEpochSecond();
		String nonce = this.nonces.get();
		return this.signer.sign(SignedMessage.ofRequest(method, target, timestamp, nonce, body))
			.map((signature) -> authorization(timestamp, nonce, signature));
	}

	private String authorization(long timestamp, String nonce, byte[] signature) {
		return SCHEME + " mchid=\"" + this.mchid + "\",nonce_str=\"" + nonce + "\",signature=\""
				+ Base64.getEncoder().encodeToString(signature) + "\",timestamp=\"" + timestamp + "\",serial_no=\""
				+ this.serialNumber + '"';
	}

}
