package io.github.wechatpayhk.documentation.moving;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderService;

final class StarterReversals implements Reversals {

	private final ReverseOrderService reverseOrderService;

	StarterReversals(ReverseOrderService reverseOrderService) {
		this.reverseOrderService = reverseOrderService;
	}

	@Override
	public void reverse(String outTradeNo) {
		this.reverseOrderService.reverse(outTradeNo).block();
	}

	String tell(String outTradeNo) {
		try {
			reverse(outTradeNo);
			return "reversed";
		}
		catch (WechatPayHkException ex) {
			return switch (ex.outcome()) {
				case NOT_SENT -> "nothing was sent";
				case REJECTED -> "refused, " + ex.getMessage();
				case UNKNOWN -> "not known";
			};
		}
	}

}
