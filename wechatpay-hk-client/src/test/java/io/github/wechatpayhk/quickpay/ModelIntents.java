package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What outlives the process of one payment.
 */
class ModelIntents implements QuickPayIntents {

	private @Nullable QuickPayIntent left;

	/**
	 * Return the payment as it is remembered, unless it is known how it ended.
	 */
	@Nullable QuickPayIntent left() {
		return this.left;
	}

	@Override
	public Mono<Void> open(QuickPayIntent intent) {
		return Mono.fromRunnable(() -> this.left = intent);
	}

	@Override
	public Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason) {
		return Mono.fromRunnable(() -> this.left = (this.left != null) ? this.left.withGivenUp(reason) : null);
	}

	@Override
	public Mono<Void> close(QuickPayIntent intent, QuickPayResult result) {
		return Mono.fromRunnable(() -> this.left = (result.ending() == QuickPayEnding.UNKNOWN) ? this.left : null);
	}

	@Override
	public Mono<Void> drop(QuickPayIntent intent) {
		return Mono.fromRunnable(() -> this.left = null);
	}

}
