package io.github.wechatpayhk.documentation.testing;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderService;

import org.springframework.stereotype.Service;

/**
 * What is tested in the guide: code of an application.
 */
@Service
class Till {

	private final ReverseOrderService reverseOrderService;

	Till(ReverseOrderService reverseOrderService) {
		this.reverseOrderService = reverseOrderService;
	}

	String reverse(String outTradeNo) {
		try {
			this.reverseOrderService.reverse(outTradeNo).block();
			return "reversed";
		}
		catch (WechatPayHkException ex) {
			return (ex.outcome() == Outcome.UNKNOWN) ? "not known yet" : "not reversed";
		}
	}

}
