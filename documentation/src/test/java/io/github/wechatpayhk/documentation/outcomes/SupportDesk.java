package io.github.wechatpayhk.documentation.outcomes;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;

/**
 * What a support desk is told to do about a reversal that did not complete.
 */
final class SupportDesk {

	private SupportDesk() {
	}

	static String advice(WechatPayHkException ex) {
		return switch (ex.outcome()) {
			case NOT_SENT -> "Nothing was sent. Fix this and try again: " + ex.getMessage();
			case UNKNOWN -> "It may be reversed. Reverse it again";
			case REJECTED -> refusal((WechatPayHkApiException) ex);
		};
	}

	private static String refusal(WechatPayHkApiException response) {
		if (response.hasCode("ORDER_CLOSED") || response.hasCode("ORDER_REVERSED")) {
			return "No money is held. Confirm it with a query";
		}
		if (response.status() == 401 || response.hasCode("NO_AUTH") || response.hasCode("PARAM_ERROR")) {
			return "The order stays open until our side is fixed, then reverse it";
		}
		if (response.status() == 404) {
			return "There is no such order yet. Reverse it again a minute after the payment was sent";
		}
		return "Query the order. If it is paid, refund it";
	}

}
