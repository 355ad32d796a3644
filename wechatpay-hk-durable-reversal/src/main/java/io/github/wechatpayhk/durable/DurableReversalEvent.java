package io.github.wechatpayhk.durable;

import io.github.wechatpayhk.quickpay.QuickPayResult;
import org.jspecify.annotations.Nullable;

/**
 * Something that an application may want to act upon. Told after it was stored, at most
 * once, by the node at which it happened: what was stored is the truth, also where a
 * crash swallowed the event. Holds no secret.
 *
 * @since 0.1.0
 */
public sealed interface DurableReversalEvent {

	/**
	 * A promise came to its end, or a person settled it.
	 *
	 * @param reversal the promise, in a terminal state
	 */
	record Ended(DurableReversal reversal) implements DurableReversalEvent {
	}

	/**
	 * A promise needs a person: nothing more is tried until then.
	 *
	 * @param reversal the promise
	 */
	record NeedsAttention(DurableReversal reversal) implements DurableReversalEvent {
	}

	/**
	 * A promise cannot be kept until somebody mends a key, a permission or another
	 * setting. It goes on by itself then.
	 *
	 * @param reversal the promise
	 * @param problem what is to be mended
	 */
	record Misconfigured(DurableReversal reversal, String problem) implements DurableReversalEvent {
	}

	/**
	 * A payment that had been handed over came to its end, or a person settled it.
	 *
	 * @param payment the payment
	 * @param result how it ended, or {@code null} if a person settled it
	 */
	record PaymentEnded(DurablePayment payment, @Nullable QuickPayResult result) implements DurableReversalEvent {
	}

	/**
	 * A payment needs a person: nothing more is tried until then.
	 *
	 * @param payment the payment
	 * @param result how it stands, or {@code null} if nobody could say for days
	 */
	record PaymentNeedsAttention(DurablePayment payment,
			@Nullable QuickPayResult result) implements DurableReversalEvent {
	}

}
