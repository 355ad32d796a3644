package io.github.wechatpayhk.simulator.order;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.wechatpayhk.simulator.protocol.Ids;
import io.github.wechatpayhk.simulator.protocol.Times;
import org.jspecify.annotations.Nullable;

/**
 * Writes an order as queries show it.
 *
 * @since 0.1.0
 */
public final class OrderJson {

	private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

	private OrderJson() {
	}

	/**
	 * Write an order.
	 * @param order the order
	 * @param asker the ids of the request, whose mode decides which ids are shown
	 * @return the members of the JSON object
	 */
	public static Map<String, Object> of(SimulatedOrder order, Ids asker) {
		Map<String, Object> json = new LinkedHashMap<>();
		if (order.paidAt() != null) {
			json.put("id", order.transactionId());
		}
		putIds(json, order.ids(), asker);
		json.put("out_trade_no", order.outTradeNo());
		json.put("trade_type", order.type().name());
		json.put("trade_state", order.state().name());
		json.put("trade_state_desc", order.state().description());
		putIfPresent(json, "attach", order.attach());
		Map<String, Object> amount = new LinkedHashMap<>();
		amount.put("total", order.total());
		amount.put("currency", order.currency());
		Instant paidAt = order.paidAt();
		if (paidAt != null) {
			json.put("bank_type", "CMC");
			json.put("success_time", Times.write(paidAt));
			json.put("payer", Map.of(asker.isInstitution() ? "sp_openid" : "openid", OPENID));
			amount.put("payer_total", order.total());
			amount.put("payer_currency", order.currency());
		}
		json.put("amount", amount);
		return json;
	}

	/**
	 * Write the ids of one mode.
	 * @param json the members so far
	 * @param ids the ids of the order
	 * @param asker the ids of the request, whose mode decides which ids are shown
	 */
	public static void putIds(Map<String, Object> json, Ids ids, Ids asker) {
		if (asker.isInstitution()) {
			putIfPresent(json, "sp_mchid", asker.spMchid());
			putIfPresent(json, "sp_appid", ids.spAppid());
			putIfPresent(json, "sub_mchid", asker.subMchid());
			putIfPresent(json, "sub_appid", ids.subAppid());
		}
		else {
			putIfPresent(json, "mchid", asker.mchid());
			putIfPresent(json, "appid", ids.appid());
		}
	}

	/**
	 * Write a member that may be absent.
	 * @param json the members so far
	 * @param name the member's name
	 * @param value its value, or {@code null} to leave it out
	 */
	public static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
		if (value != null) {
			json.put(name, value);
		}
	}

}
