package io.github.wechatpayhk.durable.store;

import io.github.wechatpayhk.durable.DurableReversal;
import io.github.wechatpayhk.merchant.MerchantIds;
import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.order.ReverseOrderRequest;

/**
 * What names an order within a merchant.
 *
 * @param kind whose number it is
 * @param number the number
 * @since 0.1.0
 */
public record OrderKey(Kind kind, String number) {

	public static OrderKey of(ReverseOrderRequest request) {
		String outTradeNo = request.outTradeNo();
		return (outTradeNo != null) ? new OrderKey(Kind.OUT_TRADE_NO, outTradeNo)
				: new OrderKey(Kind.TRANSACTION_ID, String.valueOf(request.transactionId()));
	}

	/**
	 * Return the order of a reversal in words, for a log.
	 * @return the kind of its number, and the number
	 */
	public static String describe(DurableReversal reversal) {
		OrderKey key = of(reversal.request());
		return key.kind.label() + " '" + key.number + "'";
	}

	public ReverseOrderRequest request(MerchantIds ids) {
		return withMerchantIds((this.kind == Kind.OUT_TRADE_NO) ? ReverseOrderRequest.outTradeNo(this.number)
				: ReverseOrderRequest.transactionId(this.number), ids);
	}

	public static ReverseOrderRequest withMerchantIds(ReverseOrderRequest order, MerchantIds ids) {
		ReverseOrderRequest request = order;
		request = (ids.mchid() != null) ? request.withMchid(ids.mchid()) : request;
		request = (ids.spMchid() != null) ? request.withSpMchid(ids.spMchid()) : request;
		return (ids.subMchid() != null) ? request.withSubMchid(ids.subMchid()) : request;
	}

	public static OrderReference reference(ReverseOrderRequest request) {
		OrderKey key = of(request);
		OrderReference reference = (key.kind == Kind.OUT_TRADE_NO) ? OrderReference.outTradeNo(key.number)
				: OrderReference.transactionId(key.number);
		return reference.withMerchantIds(request.merchantIds());
	}

	public enum Kind {

		OUT_TRADE_NO("outTradeNo"),

		TRANSACTION_ID("transactionId");

		private final String label;

		Kind(String label) {
			this.label = label;
		}

		String label() {
			return this.label;
		}

	}

}
