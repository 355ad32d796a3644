package io.github.wechatpayhk.simulator;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.journal.RecordedRequest;
import io.github.wechatpayhk.simulator.notification.SentNotification;
import io.github.wechatpayhk.simulator.order.OrderJson;
import io.github.wechatpayhk.simulator.order.SimulatedOrder;
import io.github.wechatpayhk.simulator.refund.SimulatedRefund;

/**
 * Writes what the control API shows.
 */
final class ControlJson {

	private ControlJson() {
	}

	static Map<String, Object> settings(WechatPayHkSimulator simulator) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("base_url", simulator.baseUrl().toString());
		json.put("global_base_url", simulator.globalBaseUrl().toString());
		OrderJson.putIfPresent(json, "mchid", simulator.merchant().mchid());
		OrderJson.putIfPresent(json, "sp_mchid", simulator.merchant().spMchid());
		OrderJson.putIfPresent(json, "sub_mchid", simulator.merchant().subMchid());
		json.put("merchant_serial_number", simulator.merchant().serialNumber());
		json.put("platform_mode", simulator.platform().mode().name());
		json.put("platform_serial_number", simulator.platform().serialNumber());
		json.put("public_key_id", simulator.platform().publicKeyId());
		return json;
	}

	static Map<String, Object> order(SimulatedOrder order) {
		Map<String, Object> json = new LinkedHashMap<>(OrderJson.of(order, order.ids()));
		json.put("transaction_id", order.transactionId());
		json.put("held", order.held());
		json.put("created_at", order.createdAt().toString());
		return json;
	}

	static Map<String, Object> refund(SimulatedRefund refund) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", refund.id());
		json.put("out_refund_no", refund.outRefundNo());
		json.put("out_trade_no", refund.order().outTradeNo());
		json.put("refund", refund.amount());
		json.put("status", refund.status().name());
		return json;
	}

	static Map<String, Object> request(RecordedRequest request) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("at", request.at().toString());
		json.put("method", request.method());
		json.put("target", request.target());
		json.put("body", request.bodyText());
		json.put("signature_verified", request.isSignatureVerified());
		json.put("status", request.status());
		json.put("response", request.response().bodyText());
		return json;
	}

	static Map<String, Object> notification(SentNotification notification) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", notification.id());
		json.put("event_type", notification.eventType());
		json.put("out_trade_no", notification.outTradeNo());
		json.put("url", notification.url().toString());
		json.put("accepted", notification.isAccepted());
		json.put("attempts", notification.attempts().stream().map(Object::toString).toList());
		return json;
	}

}
