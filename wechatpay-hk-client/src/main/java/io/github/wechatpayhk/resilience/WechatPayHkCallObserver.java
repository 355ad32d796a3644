package io.github.wechatpayhk.resilience;

import reactor.util.context.ContextView;

/**
 * Observes calls and their attempts while they run, where a
 * {@link WechatPayHkCallListener} receives single events.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WechatPayHkCallObserver {

	/**
	 * Begin to observe a call. Called with each subscription.
	 * @param merchant in whose name the call is made
	 * @param call the call
	 * @param context the context of the subscriber
	 * @return the call under observation
	 */
	ObservedCall begin(CallingMerchant merchant, WechatPayHkCall call, ContextView context);

	/**
	 * Return an observer that looks away, which is what calls have unless told otherwise.
	 * @return the observer
	 */
	static WechatPayHkCallObserver none() {
		return (merchant, call, context) -> UnobservedCall.INSTANCE;
	}

}
