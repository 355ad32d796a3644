package io.github.wechatpayhk.simulator.refund;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.order.OrderJson;
import io.github.wechatpayhk.simulator.protocol.Times;

/**
 * Writes a refund as responses and notifications show it.
 *
 * @since 0.1.0
 */
public final class RefundJson {

	private static final String ACCOUNT = "CMB credit card 0403";

	private static final String SOURCE = "REFUND_SOURCE_UNSETTLED_FUNDS";

	private RefundJson() {
	}

	static Map<String, Object> created(SimulatedRefund refund) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", refund.id());
		json.put("out_refund_no", refund.outRefundNo());
		json.put("create_time", Times.write(refund.createdAt()));
		json.put("amount", amount(refund));
		return json;
	}

	static Map<String, Object> listed(SimulatedRefund refund) {
		Map<String, Object> json = created(refund);
		json.put("channel", "ORIGINAL");
		json.put("recv_account", ACCOUNT);
		json.put("fund_source", SOURCE);
		json.put("status", refund.status().name());
		putFinish(json, refund);
		return json;
	}

	static Map<String, Object> queried(SimulatedRefund refund) {
		Map<String, Object> json = listed(refund);
		json.put("transaction_id", refund.order().transactionId());
		json.put("out_trade_no", refund.order().outTradeNo());
		return json;
	}

	/**
	 * Write a refund as its notification shows it.
	 * @param refund the refund
	 * @return the members of the JSON object
	 */
	public static Map<String, Object> notified(SimulatedRefund refund) {
		Map<String, Object> json = new LinkedHashMap<>();
		OrderJson.putIds(json, refund.order().ids(), refund.order().ids());
		json.put("out_trade_no", refund.order().outTradeNo());
		json.put("transaction_id", refund.order().transactionId());
		json.put("out_refund_no", refund.outRefundNo());
		json.put("refund_id", refund.id());
		json.put("refund_status", refund.status().notified());
		putFinish(json, refund);
		json.put("recv_account", ACCOUNT);
		json.put("fund_source", SOURCE);
		Map<String, Object> amount = amount(refund);
		amount.put("total", refund.order().total());
		amount.put("payer_total", refund.order().total());
		json.put("amount", amount);
		return json;
	}

	private static void putFinish(Map<String, Object> json, SimulatedRefund refund) {
		Instant finishedAt = refund.finishedAt();
		if (finishedAt != null) {
			json.put("success_time", Times.write(finishedAt));
		}
	}

	private static Map<String, Object> amount(SimulatedRefund refund) {
		Map<String, Object> amount = new LinkedHashMap<>();
		amount.put("refund", refund.amount());
		amount.put("currency", refund.order().currency());
		amount.put("payer_refund", refund.amount());
		amount.put("payer_currency", refund.order().currency());
		amount.put("exchange_rate", Map.of("type", "SETTLEMENT_RATE", "rate", 100_000_000L));
		return amount;
	}

}
