package io.github.wechatpayhk.sample.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Reads from a request's path what is asked, and about which order.
 */
final class RequestSubject {

	private static final Pattern ORDER = Pattern.compile(".*/out-trade-no/([^/]+)(/(reverse|close))?");

	private RequestSubject() {
	}

	static @Nullable String outTradeNo(ClientRequest request) {
		Matcher matcher = ORDER.matcher(request.url().getPath());
		return matcher.matches() ? matcher.group(1) : null;
	}

	static @Nullable WechatPayHkOperation operation(ClientRequest request) {
		String path = request.url().getPath();
		boolean isPost = "POST".equals(request.method().name());
		if (path.contains("/refunds")) {
			return isPost ? WechatPayHkOperation.REFUND : WechatPayHkOperation.QUERY_REFUND;
		}
		if (path.endsWith("/reverse")) {
			return WechatPayHkOperation.REVERSE;
		}
		if (path.endsWith("/close")) {
			return WechatPayHkOperation.CLOSE;
		}
		if (path.endsWith("/micropay") || path.endsWith("/pay")) {
			return WechatPayHkOperation.MICROPAY;
		}
		if (isPost && path.endsWith("/transactions/native")) {
			return WechatPayHkOperation.PLACE_ORDER;
		}
		return (isPost || path.endsWith("/certificates")) ? null : WechatPayHkOperation.QUERY;
	}

}
