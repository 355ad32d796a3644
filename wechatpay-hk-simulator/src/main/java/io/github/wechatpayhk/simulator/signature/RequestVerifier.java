package io.github.wechatpayhk.simulator.signature;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.github.wechatpayhk.simulator.http.RawRequest;
import io.github.wechatpayhk.simulator.merchant.Merchants;
import io.github.wechatpayhk.simulator.merchant.SimulatedMerchant;

/**
 * Verifies the {@code Authorization} of requests on their raw target and raw body: form,
 * signer and certificate, clock window, signature, replayed nonce. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RequestVerifier {

	private static final Duration WINDOW = Duration.ofMinutes(5);

	private final Merchants merchants;

	private final InstantSource clock;

	private final NonceMemory nonces = new NonceMemory(WINDOW.multipliedBy(2));

	/**
	 * Create a verifier.
	 * @param merchants the merchants whose certificates are trusted
	 * @param clock the clock of the window, five minutes either way
	 */
	public RequestVerifier(Merchants merchants, InstantSource clock) {
		this.merchants = merchants;
		this.clock = clock;
	}

	/**
	 * Verify a request.
	 * @param request the request as it arrived
	 * @return the number that signed it
	 * @throws SignatureRefusal if anything about the signature is wrong
	 */
	public String verify(RawRequest request) {
		AuthorizationHeader header = AuthorizationHeader.parse(request.headers().first("Authorization"));
		SimulatedMerchant merchant = this.merchants.find(header.mchid(), header.serialNumber());
		if (merchant == null) {
			throw new SignatureRefusal(this.merchants.signedBy(header.mchid()).isEmpty()
					? "The mchid " + header.mchid() + " is not registered here"
					: "The serial_no is not the serial number of a certificate of mchid " + header.mchid());
		}
		Instant now = this.clock.instant();
		long seconds = Long.parseLong(header.timestamp());
		if (Math.abs(now.getEpochSecond() - seconds) > WINDOW.toSeconds()) {
			throw new SignatureRefusal(
					"The timestamp is more than 5 minutes away from the server's time " + now.getEpochSecond()
							+ (seconds > 99_999_999_999L ? "; it must be seconds, not milliseconds" : ""));
		}
		byte[] text = CanonicalText.ofRequest(request.method(), request.target(), header.timestamp(), header.nonce(),
				request.body());
		if (!Rsa.isSignedBy(merchant.certificate().getPublicKey(), text, header.signature())) {
			throw new SignatureRefusal("The signature does not match", lines(text),
					new Diagnosis(request, header, this.merchants).hints());
		}
		if (!this.nonces.isNew(header.mchid(), header.nonce(), now)) {
			throw new SignatureRefusal("The nonce_str was used before: every request needs a new one");
		}
		return header.mchid();
	}

	private static List<String> lines(byte[] text) {
		String message = new String(text, StandardCharsets.UTF_8);
		return List.of(message.substring(0, message.length() - 1).split("\n", -1));
	}

}
