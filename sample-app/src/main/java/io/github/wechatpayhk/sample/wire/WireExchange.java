package io.github.wechatpayhk.sample.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.SignatureStatus;
import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.jspecify.annotations.Nullable;

/**
 * One request, and what came back. Immutable: it is replaced as more becomes known.
 *
 * @param number counts the exchanges of this application, from 1
 * @param at when it began
 * @param outTradeNo the order it is about, if that is known
 * @param operation what is called, {@code null} if none of the starter's operations
 * @param attempt which attempt of its call it is, from 1
 * @param request method and target
 * @param signed the message that was signed, {@code null} if the signer was never asked
 * @param response what was received and trusted
 * @param end how it ended, {@code null} while it lasts
 */
public record WireExchange(long number, Instant at, @Nullable String outTradeNo,
		@Nullable WechatPayHkOperation operation, int attempt, String request, @Nullable SignedText signed,
		@Nullable Response response, @Nullable End end) {

	WireExchange withSigned(SignedText text) {
		return new WireExchange(this.number, this.at, this.outTradeNo, this.operation, this.attempt, this.request, text,
				this.response, this.end);
	}

	WireExchange about(String order, int attemptNumber) {
		return new WireExchange(this.number, this.at, order, this.operation, attemptNumber, this.request, this.signed,
				this.response, this.end);
	}

	WireExchange withEnd(@Nullable Response known, End how) {
		return new WireExchange(this.number, this.at, this.outTradeNo, this.operation, this.attempt, this.request,
				this.signed, known, how);
	}

	/**
	 * Tell how it went, for style sheets and message keys.
	 * @return {@code open}, {@code success}, {@code cancelled}, or the outcome in lower
	 * case
	 */
	public String verdict() {
		if (this.end == null) {
			return "open";
		}
		if (this.end.isCancelled()) {
			return "cancelled";
		}
		return (this.end.outcome() != null) ? this.end.outcome().name().toLowerCase(Locale.ROOT) : "success";
	}

	/**
	 * The message under the signature of the request.
	 *
	 * @param text the message, secrets masked
	 * @param nonce the nonce in it, which marks the request on the other side as well
	 * @param serialNumber the key that signed
	 */
	public record SignedText(String text, String nonce, String serialNumber) {
	}

	/**
	 * A response that was handed on, hence one whose signature is right or absent.
	 *
	 * @param text status, headers and body, secrets masked
	 * @param serialNumber the key that it was verified with, {@code null} if unsigned
	 */
	public record Response(String text, @Nullable String serialNumber) {
	}

	/**
	 * How an exchange ended.
	 *
	 * @param status the HTTP status, if there was a response
	 * @param signature what its signature was worth
	 * @param outcome what is known about the effect, {@code null} for success
	 * @param problem why it failed, in the starter's words
	 * @param requestId WeChat Pay's own name of the exchange
	 * @param latency from the first byte of signing to the last byte of the response
	 * @param isCancelled whether nobody waited for the end
	 */
	public record End(@Nullable Integer status, SignatureStatus signature, @Nullable Outcome outcome,
			@Nullable String problem, @Nullable String requestId, Duration latency, boolean isCancelled) {
	}

}
