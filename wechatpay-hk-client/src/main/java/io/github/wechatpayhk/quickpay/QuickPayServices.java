package io.github.wechatpayhk.quickpay;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.order.MicropayService;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.QueryOrderService;
import io.github.wechatpayhk.order.ReverseOrderRequest;
import io.github.wechatpayhk.order.ReverseOrderService;
import io.github.wechatpayhk.refund.RefundAmount;
import io.github.wechatpayhk.refund.RefundReference;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;

/**
 * The operations that the payment flow is made of. They may be decorated, with attempts
 * and rate limits for example.
 *
 * @param micropay takes the payment; must not repeat one whose outcome is unknown
 * @param query queries the order
 * @param reverse reverses the order
 * @param refund refunds the order
 * @since 0.1.0
 */
public record QuickPayServices(MicropayService micropay, QueryOrderService query, ReverseOrderService reverse,
		RefundService refund) {

	/**
	 * Return services that make one attempt per call: the loop repeats what has to be
	 * repeated.
	 * @param client whom they call, and as whom
	 * @return the services
	 */
	public static QuickPayServices of(WechatPayHkClient client) {
		return new QuickPayServices(MicropayService.create(client), QueryOrderService.create(client),
				ReverseOrderService.create(client), RefundService.create(client));
	}

	static OrderReference order(QuickPayIntent intent) {
		return OrderReference.outTradeNo(intent.outTradeNo()).withMerchantIds(intent.ids().merchantIds());
	}

	static ReverseOrderRequest reversal(QuickPayIntent intent) {
		return ReverseOrderRequest.outTradeNo(intent.outTradeNo()).withMerchantIds(intent.ids().merchantIds());
	}

	static RefundRequest refund(QuickPayIntent intent) {
		return RefundRequest
			.builder(OrderReference.outTradeNo(intent.outTradeNo()), intent.outRefundNo(),
					RefundAmount.full(intent.amount()))
			.ids(intent.ids())
			.build();
	}

	static RefundReference refundReference(QuickPayIntent intent) {
		return RefundReference.outRefundNo(intent.outRefundNo()).withMerchantIds(intent.ids().merchantIds());
	}

}
