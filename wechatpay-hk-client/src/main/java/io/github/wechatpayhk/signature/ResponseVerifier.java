package io.github.wechatpayhk.signature;

import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.error.WechatPayHkSignatureException;
import io.github.wechatpayhk.error.WechatPayHkSignatureException.Reason;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Decides whether a response is trusted (<a href=
 * "https://github.com/wechatpayhk/wechatpay-hk-spring-boot/blob/main/docs/protocol.md#response-verification">protocol</a>).
 * Fails closed: a 2xx must be signed, whatever host or content type it came with, and
 * signature headers on a response of any status must verify. Safe for concurrent use.
 *
 * @since 0.1.0
 */
public final class ResponseVerifier {

	/**
	 * By how much the time of a signature may differ from the local clock, either way:
	 * 300 seconds.
	 */
	public static final Duration ACCEPTED_CLOCK_SKEW = Duration.ofMinutes(5);

	private final Function<SerialNumber, Mono<PublicKey>> keys;

	private final InstantSource clock;

	private final RsaVerification verification;

	private final SignatureListener listener;

	private final AcceptedNonces acceptedNonces;

	private ResponseVerifier(Function<SerialNumber, Mono<PublicKey>> keys, InstantSource clock,
			SignatureProvider provider, SignatureListener listener, AcceptedNonces acceptedNonces) {
		this.keys = keys;
		this.clock = clock;
		this.verification = new RsaVerification(provider);
		this.listener = listener;
		this.acceptedNonces = acceptedNonces;
	}

	/**
	 * Create a verifier that accepts each nonce once.
	 * @param keys finds a trusted key by its serial number; empty if none is trusted, and
	 * an error counts as that
	 * @param clock the local clock: a response signed more than
	 * {@link #ACCEPTED_CLOCK_SKEW} away from it, either way, is stale
	 * @param provider computes the verification
	 * @return the verifier
	 */
	public static ResponseVerifier create(Function<SerialNumber, Mono<PublicKey>> keys, InstantSource clock,
			SignatureProvider provider) {
		return create(keys, clock, provider, SignatureListener.none(), AcceptedNonces.create());
	}

	/**
	 * Create a verifier.
	 * @param keys finds a trusted key by its serial number; empty if none is trusted, and
	 * an error counts as that
	 * @param clock the local clock: a response signed more than
	 * {@link #ACCEPTED_CLOCK_SKEW} away from it, either way, is stale
	 * @param provider computes the verification
	 * @param listener receives each response
	 * @param acceptedNonces the nonces of all responses that were accepted: each is
	 * accepted once
	 * @return the verifier
	 */
	public static ResponseVerifier create(Function<SerialNumber, Mono<PublicKey>> keys, InstantSource clock,
			SignatureProvider provider, SignatureListener listener, AcceptedNonces acceptedNonces) {
		return new ResponseVerifier(keys, clock, provider, listener, acceptedNonces);
	}

	/**
	 * Verify a response.
	 * @param response the response
	 * @return {@link SignatureStatus#VERIFIED}; or {@link SignatureStatus#ABSENT} for a
	 * response other than 2xx without any signature header; or a
	 * {@link WechatPayHkSignatureException}
	 */
	public Mono<SignatureStatus> verify(SignedResponse response) {
		if (ResponseSignature.isAbsent(response)) {
			Duration skew = DatedResponse.skew(response, this.clock.instant());
			if (skew != null) {
				this.listener.dated(skew);
			}
			return response.isSuccess() ? Mono.error(() -> refusal(response, Reason.MISSING, null))
					: Mono.just(SignatureStatus.ABSENT);
		}
		try {
			StatementDigest digest = StatementDigest.of(response);
			if (digest == null) {
				return verify(response, response.body());
			}
			return digest.matches(StatementDigest.sha1().digest(response.body()))
					? verify(response, digest.signedBody()) : Mono.error(refusal(response, Reason.MISMATCH, null));
		}
		catch (RefusedSignatureException ex) {
			return Mono.error(refusal(response, ex.reason(), ex.getCause()));
		}
	}

	/**
	 * Verify a statement before its body is received.
	 * @param head the response without its body
	 * @return the digest that the body must have, which is signed; empty if the response
	 * is no statement with a digest and can be verified with its body only; or a
	 * {@link WechatPayHkSignatureException}
	 */
	public Mono<StatementDigest> verifyHead(SignedResponse head) {
		try {
			StatementDigest digest = ResponseSignature.isAbsent(head) ? null : StatementDigest.of(head);
			return (digest != null) ? verify(head, digest.signedBody()).thenReturn(digest) : Mono.empty();
		}
		catch (RefusedSignatureException ex) {
			return Mono.error(refusal(head, ex.reason(), ex.getCause()));
		}
	}

	/**
	 * Check what the headers alone show, before the body is received: that all four are
	 * there and of their form, that they are no probe, and that the time is within
	 * {@link #ACCEPTED_CLOCK_SKEW}. This proves nothing: the signature is still to be
	 * {@linkplain #verify verified}.
	 * @param head the response without its body
	 * @param now the time of the local clock
	 * @throws WechatPayHkSignatureException if it cannot be verified, whatever its body
	 */
	public static void requireVerifiable(SignedResponse head, Instant now) {
		if (ResponseSignature.isAbsent(head)) {
			throw refusal(head, Reason.MISSING, null);
		}
		try {
			requireWithinWindow(skew(ResponseSignature.of(head), now));
		}
		catch (RefusedSignatureException ex) {
			throw refusal(head, ex.reason(), ex.getCause());
		}
	}

	private Mono<SignatureStatus> verify(SignedResponse response, byte[] signedBody) {
		try {
			ResponseSignature signature = ResponseSignature.of(response);
			Duration skew = skew(signature, this.clock.instant());
			this.listener.dated(skew);
			requireWithinWindow(skew);
			byte[] message = signature.messageOver(signedBody);
			return Mono.defer(() -> this.keys.apply(signature.serialNumber()))
				.onErrorMap((ex) -> refusal(response, Reason.UNKNOWN_SERIAL, ex))
				.switchIfEmpty(Mono.error(() -> refusal(response, Reason.UNKNOWN_SERIAL, null)))
				.flatMap((key) -> verify(response, message, signature, key));
		}
		catch (RefusedSignatureException ex) {
			return Mono.error(refusal(response, ex.reason(), ex.getCause()));
		}
	}

	private static Duration skew(ResponseSignature signature, Instant now) {
		return Duration.ofSeconds(now.getEpochSecond() - signature.timestamp());
	}

	private static void requireWithinWindow(Duration skew) throws RefusedSignatureException {
		if (skew.abs().compareTo(ACCEPTED_CLOCK_SKEW) > 0) {
			throw new RefusedSignatureException(Reason.STALE, null);
		}
	}

	private Mono<SignatureStatus> verify(SignedResponse response, byte[] message, ResponseSignature signature,
			PublicKey key) {
		try {
			long began = System.nanoTime();
			boolean isGenuine = this.verification.verify(message, signature.signature(), key);
			this.listener.verified(Duration.ofNanos(System.nanoTime() - began), isGenuine);
			if (!isGenuine) {
				return Mono.error(refusal(response, Reason.MISMATCH, null));
			}
			return this.acceptedNonces.accept(signature.nonce(), this.clock.instant())
					? Mono.just(SignatureStatus.VERIFIED) : Mono.error(refusal(response, Reason.REPLAYED, null));
		}
		catch (GeneralSecurityException ex) {
			return Mono.error(refusal(response, Reason.MISMATCH, ex));
		}
	}

	private static WechatPayHkSignatureException refusal(SignedResponse response, Reason reason,
			@Nullable Throwable cause) {
		return new WechatPayHkSignatureException(response.status(), reason, response.serialNumber(),
				response.requestId(), cause);
	}

}
