package io.github.wechatpayhk.signature;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Supplier;

import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Signs with one key, under the one scheme there is.
 */
final class SchemeAuthorizer implements RequestAuthorizer {

	private static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";

	private final String mchid;

	private final SerialNumber serialNumber;

	private final Signer signer;

	private final InstantSource clock;

	private final Supplier<String> nonces;

	private final Scheduler scheduler;

	private final SignatureListener listener;

	SchemeAuthorizer(String mchid, SerialNumber serialNumber, Signer signer, InstantSource clock,
			Supplier<String> nonces, Scheduler scheduler, SignatureListener listener) {
		this.mchid = mchid;
		this.serialNumber = serialNumber;
		this.signer = signer;
		this.clock = clock;
		this.nonces = nonces;
		this.scheduler = scheduler;
		this.listener = listener;
	}

	@Override
	public Mono<String> authorize(String method, String target, byte[] body) {
		return Mono.defer(() -> {
			long entered = System.nanoTime();
			return Mono.defer(() -> sign(method, target, body, entered)).subscribeOn(this.scheduler);
		});
	}

	private Mono<String> sign(String method, String target, byte[] body, long entered) {
		long began = System.nanoTime();
		long timestamp = this.clock.instant().getEpochSecond();
		String nonce = this.nonces.get();
		return this.signer.sign(SignedMessage.ofRequest(method, target, timestamp, nonce, body)).map((signature) -> {
			this.listener.signed(Duration.ofNanos(began - entered), Duration.ofNanos(System.nanoTime() - began));
			return authorization(timestamp, nonce, signature);
		});
	}

	private String authorization(long timestamp, String nonce, byte[] signature) {
		return SCHEME + " mchid=\"" + this.mchid + "\",nonce_str=\"" + nonce + "\",signature=\""
				+ Base64.getEncoder().encodeToString(signature) + "\",timestamp=\"" + timestamp + "\",serial_no=\""
				+ this.serialNumber + '"';
	}

}
