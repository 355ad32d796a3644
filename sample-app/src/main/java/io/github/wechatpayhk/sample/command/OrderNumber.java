package io.github.wechatpayhk.sample.command;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Which order is meant.
 */
final class OrderNumber {

	@Parameters(paramLabel = "OUT_TRADE_NO", description = "the shop's own number of the order")
	private @Nullable String outTradeNo;

	@Option(names = "--transaction-id", paramLabel = "NUMBER", description = "WeChat Pay's number of the order instead")
	private @Nullable String transactionId;

	OrderNumber() {
	}

	@Nullable String outTradeNo() {
		return this.outTradeNo;
	}

	@Override
	public String toString() {
		return String.valueOf((this.outTradeNo != null) ? this.outTradeNo : this.transactionId);
	}

}
