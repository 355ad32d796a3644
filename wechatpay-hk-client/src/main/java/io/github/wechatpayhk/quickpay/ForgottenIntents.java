package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.quickpay.QuickPayIntent.GivenUp;
import reactor.core.publisher.Mono;

/**
 * Remembers nothing.
 */
final class ForgottenIntents implements QuickPayIntents {

	@Override
	public Mono<Void> open(QuickPayIntent intent) {
		return Mono.empty();
	}

	@Override
	public Mono<Void> giveUp(QuickPayIntent intent, GivenUp reason) {
		return Mono.empty();
	}

	@Override
	public Mono<Void> close(QuickPayIntent intent, QuickPayResult result) {
		return Mono.empty();
	}

	@Override
	public Mono<Void> drop(QuickPayIntent intent) {
		return Mono.empty();
	}

}
