package io.github.wechatpayhk.resilience;

import io.github.wechatpayhk.resilience.WechatPayHkCallObserver.ObservedCall;
import io.github.wechatpayhk.webclient.ExchangeWatch;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

/**
 * A call that nobody observes, at no cost.
 */
enum UnobservedCall implements ObservedCall {

	/**
	 * The only one, as it remembers nothing.
	 */
	INSTANCE;

	@Override
	public Context addTo(Context context) {
		return context;
	}

	@Override
	public <T> Mono<T> attempt(int number, ExchangeWatch watch, Mono<T> attempt) {
		return attempt;
	}

	@Override
	public void run(Runnable action) {
		action.run();
	}

	@Override
	public void ended(ObservedCall.End end) {
	}

}
