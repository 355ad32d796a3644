package io.github.wechatpayhk.resilience;

/**
 * Receives what happens to calls. Called on the threads that carry the call, event loops
 * among them: it must not block, and what it throws is logged and otherwise ignored.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface WechatPayHkCallListener {

	/**
	 * Take note of an event.
	 * @param event what happened
	 */
	void onEvent(WechatPayHkCallEvent event);

	/**
	 * Tell another listener as well.
	 * @param other told after this one
	 * @return a listener that tells both
	 */
	default WechatPayHkCallListener andThen(WechatPayHkCallListener other) {
		return (event) -> {
			onEvent(event);
			other.onEvent(event);
		};
	}

}
