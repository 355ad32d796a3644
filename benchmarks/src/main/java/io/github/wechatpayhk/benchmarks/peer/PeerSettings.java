package io.github.wechatpayhk.benchmarks.peer;

import io.github.wechatpayhk.benchmarks.BenchmarkKeys;

/**
 * What every client is given.
 *
 * @param keys its keys and those that it trusts
 * @param port where the gateway listens on the loopback address
 * @param inFlight how many reversals are in flight at the same time
 */
public record PeerSettings(BenchmarkKeys keys, int port, int inFlight) {

	/**
	 * The number of the order that is reversed all the time.
	 */
	public static final String OUT_TRADE_NO = "1217752501201407033233368018";

	private static final int TIMEOUT_MILLIS = 60_000;

	/**
	 * The host whose requests some peers sign, and no other; it is resolved to the
	 * loopback address inside the process.
	 */
	static final String SIGNED_HOST = "api.mch.weixin.qq.com";

	String url(String host, String outTradeNo) {
		return "http://" + host + ':' + this.port + "/hk/v3/transactions/out-trade-no/" + outTradeNo + "/reverse";
	}

	int timeoutMillis() {
		return TIMEOUT_MILLIS;
	}

}
