package io.github.wechatpayhk.sample;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.order.ReverseOrderService;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Reverses the orders that the command line names, once.
 */
@Component
class CommandLineReversal implements ApplicationRunner {

	private static final Log logger = LogFactory.getLog(CommandLineReversal.class);

	private final ReverseOrderService reverseOrderService;

	CommandLineReversal(ReverseOrderService reverseOrderService) {
		this.reverseOrderService = reverseOrderService;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		arguments.getNonOptionArgs().forEach(this::reverse);
	}

	private void reverse(String outTradeNo) {
		try {
			this.reverseOrderService.reverse(outTradeNo).block();
			logger.info("Order " + outTradeNo + " is reversed: WeChat Pay's signature on the response was verified");
		}
		catch (WechatPayHkException ex) {
			logger.error("Order " + outTradeNo + ": " + ex.outcome() + ", " + ex.getMessage());
		}
	}

}
