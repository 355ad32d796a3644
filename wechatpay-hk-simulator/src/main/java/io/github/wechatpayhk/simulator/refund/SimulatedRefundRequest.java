package io.github.wechatpayhk.simulator.refund;

import io.github.wechatpayhk.simulator.order.OrderFields;
import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.Input;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant says to create a refund.
 *
 * @param transactionId WeChat Pay's id of the order
 * @param outTradeNo the merchant's number of the order
 * @param outRefundNo the merchant's number of the refund
 * @param amount what is to be refunded
 * @param total the order's total
 * @param currency the currency
 * @param notifyUrl where the notification goes
 */
record SimulatedRefundRequest(@Nullable String transactionId, @Nullable String outTradeNo, String outRefundNo,
		long amount, long total, String currency, @Nullable String notifyUrl) {

	static SimulatedRefundRequest read(Input body, Ids ids) {
		String appid = ids.isInstitution() ? "sp_appid" : "appid";
		if (!body.has(appid)) {
			throw body.refuse(appid, "is required");
		}
		String transactionId = body.optionalText("transaction_id", 32);
		String outTradeNo = body.optionalText("out_trade_no", 32);
		if (transactionId == null && outTradeNo == null) {
			throw body.refuse("transaction_id", "or out_trade_no is required");
		}
		String outRefundNo = body.text("out_refund_no", 64);
		if (!outRefundNo.matches("[0-9A-Za-z_\\-|*@]+")) {
			throw body.refuse("out_refund_no", "may hold letters, digits, _, -, |, * and @ only");
		}
		body.optionalText("reason", 80);
		Input amount = body.object("amount");
		if (!amount.has("currency")) {
			throw amount.refuse("currency", "is required");
		}
		return new SimulatedRefundRequest(transactionId, outTradeNo, outRefundNo, amount.number("refund", 1),
				amount.number("total", 1), OrderFields.currency(amount), OrderFields.notifyUrl(body));
	}

}
