package io.github.wechatpayhk.durable;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.quickpay.QuickPayServices;

/**
 * A merchant whose reversals are scheduled.
 *
 * @param ids its configured numbers
 * @param reverse reverses its orders
 * @param query queries its orders
 * @param quickPay the operations with which its payments are brought to their end
 * @param online the operations of its online payments
 * @since 0.1.0
 */
public record DurableMerchant(MerchantIds ids, ReverseOrderService reverse, QueryOrderService query,
		QuickPayServices quickPay, OnlinePaymentServices online) {

	/**
	 * Return a merchant whose services make one attempt per call.
	 * @param client whom they call, and as whom
	 * @return the merchant
	 */
	public static DurableMerchant of(WechatPayHkClient client) {
		return of(client, ReverseOrderService.create(client));
	}

	/**
	 * Return a merchant whose orders are reversed by a service that may be decorated.
	 * @param client whom the other services call, and as whom
	 * @param reverse reverses its orders
	 * @return the merchant
	 */
	public static DurableMerchant of(WechatPayHkClient client, ReverseOrderService reverse) {
		return new DurableMerchant(client.merchantIds(), reverse, QueryOrderService.create(client),
				QuickPayServices.of(client), OnlinePaymentServices.of(client));
	}

}
