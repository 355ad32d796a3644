package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import reactor.core.publisher.Mono;

/**
 * Remembers which payments are under way, so that a restart can {@link QuickPay#resume
 * resume} them, and takes over those that ended unknown. Implementations must not block
 * the subscribing thread.
 *
 * @since 0.1.0
 */
public interface QuickPayIntents {

	/**
	 * Remember a payment. Nothing is posted before this has completed, or at all if it
	 * fails.
	 * @param intent the payment
	 * @return completes when the payment would survive a crash
	 */
	Mono<Void> open(QuickPayIntent intent);

	/**
	 * Remember that the shop has given up a payment, so that
	 * {@link QuickPayIntent#givenUp()} says so when it is resumed. Nothing is reversed or
	 * refunded before this has completed; it is repeated when it fails.
	 * @param intent the payment
	 * @param reason why the shop has given up
	 * @return completes when that would survive a crash
	 */
	Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason);

	/**
	 * Take note of an end. A payment that ended {@link QuickPayEnding#UNKNOWN unknown} is
	 * to be kept and brought to an end later.
	 * @param intent the payment
	 * @param result how it ended
	 * @return completes when that is noted; an error is logged, and the result given all
	 * the same
	 */
	Mono<Void> close(QuickPayIntent intent, QuickPayResult result);

	/**
	 * Take note that a payment never began: it was not sent, or a verified response
	 * refused the request as such.
	 * @param intent the payment
	 * @return completes when that is noted; an error is logged
	 */
	Mono<Void> drop(QuickPayIntent intent);

	/**
	 * Return intents that are not remembered.
	 * @return the intents
	 */
	static QuickPayIntents none() {
		return new ForgottenIntents();
	}

}
