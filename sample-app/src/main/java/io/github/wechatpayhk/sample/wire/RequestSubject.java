package io.github.wechatpayhk.sample.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.wechatpayhk.resilience.WechatPayHkOperation;
import org.jspecify.annotations.Nullable;

import org.springframework.web.reactive.function.client.ClientRequest;

/**
 * Reads from a request what is asked, and about which order.
 */
final class RequestSubject {

	private static final Pattern ORDER = Pattern.compile(".*/out-trade-no/([^/]+)(/(reverse|close))?");

	/** The refunds of this application have the number of their order before the sign. */
	private static final Pattern REFUND = Pattern.compile(".*/out-refund-no/([^/@]+)@[^/]*");

	private static final Pattern QUERY = Pattern.compile("(?:.*&)?out_trade_no=([^&]+)(?:&.*)?");

	private static final Pattern BODY = Pattern.compile("\"out_trade_no\"\\s*:\\s*\"([^\"]+)\"");

	private RequestSubject() {
	}

	static @Nullable String outTradeNo(ClientRequest request) {
		String path = request.url().getPath();
		return Stream
			.of(ORDER.matcher(path), REFUND.matcher(path), QUERY.matcher(String.valueOf(request.url().getQuery())))
			.filter(Matcher::matches)
			.map((matcher) -> matcher.group(1))
			.findFirst()
			.orElse(null);
	}

	static @Nullable String outTradeNo(String body) {
		Matcher matcher = BODY.matcher(body);
		return matcher.find() ? matcher.group(1) : null;
	}

	/**
	 * A statement may have any size.
	 */
	static boolean isStatement(ClientRequest request) {
		return request.url().getPath().endsWith("/statements");
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
		return (isPost || path.endsWith("/certificates") || isStatement(request)) ? null : WechatPayHkOperation.QUERY;
	}

}
