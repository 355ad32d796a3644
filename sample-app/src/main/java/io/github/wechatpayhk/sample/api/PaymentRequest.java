package io.github.wechatpayhk.sample.api;

import io.github.wechatpayhk.order.MicropayRequest;
import io.github.wechatpayhk.order.OrderAmount;

/**
 * A payment to take.
 *
 * @param outTradeNo the number that the order will have, never used before
 * @param total what it costs, in cents of Hong Kong dollars
 * @param description what is bought
 * @param merchantCategoryCode the category of the trade
 * @param authCode the code that the payer shows, 18 digits
 */
record PaymentRequest(String outTradeNo, long total, String description, String merchantCategoryCode, String authCode) {

	MicropayRequest toMicropayRequest() {
		return MicropayRequest.builder(this.outTradeNo, this.authCode, OrderAmount.hkd(this.total))
			.description(this.description)
			.merchantCategoryCode(this.merchantCategoryCode)
			.build();
	}

	@Override
	public String toString() {
		return "PaymentRequest[outTradeNo=" + this.outTradeNo + ", authCode=***]";
	}

}
