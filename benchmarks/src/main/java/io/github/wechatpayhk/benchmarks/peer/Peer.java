package io.github.wechatpayhk.benchmarks.peer;

import reactor.core.publisher.Mono;

/**
 * A client that reverses orders: sign, POST, 204, verify. Safe for concurrent use.
 */
public sealed interface Peer extends AutoCloseable {

	/**
	 * Prepare what the first reversal would else wait for, if the client knows how to.
	 */
	default void warmUp() {
	}

	@Override
	void close();

	/**
	 * A client whose calls wait on no thread.
	 */
	non-sealed interface Reactive extends Peer {

		/**
		 * Reverse an order.
		 * @param outTradeNo its number
		 * @return completes when it is reversed
		 */
		Mono<Void> reverse(String outTradeNo);

	}

	/**
	 * A client whose calls keep a thread each.
	 */
	non-sealed interface Blocking extends Peer {

		/**
		 * Reverse an order.
		 * @param outTradeNo its number
		 * @throws Exception if it is not known to be reversed
		 */
		void reverse(String outTradeNo) throws Exception;

	}

}
