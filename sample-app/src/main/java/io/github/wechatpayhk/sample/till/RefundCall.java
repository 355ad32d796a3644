package io.github.wechatpayhk.sample.till;

import java.time.Duration;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundRequest;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.refund.RefundStatus;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Component;

/**
 * The one way in which this application refunds.
 */
@Component
class RefundCall {

	private static final Duration QUERY_INTERVAL = Duration.ofSeconds(2);

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private final RefundService refundService;

	RefundCall(RefundService refundService) {
		this.refundService = refundService;
	}

	/**
	 * Refund, and query for a minute how that ends. The same request again is the same
	 * refund.
	 * @param request the refund
	 * @return the refund once it has ended; empty if that took too long. An error is one
	 * of the request for the refund: a query that fails says nothing about what was
	 * accepted
	 */
	Mono<Refund> make(RefundRequest request) {
		return this.refundService.refund(request).then(ended(request.outRefundNo()));
	}

	private Mono<Refund> ended(String outRefundNo) {
		return query(outRefundNo).filter((refund) -> !RefundStatus.PROCESSING.equals(refund.status()))
			.onErrorComplete(WechatPayHkException.class)
			.repeatWhenEmpty((times) -> times.delayElements(QUERY_INTERVAL))
			.take(LONGEST);
	}

	Mono<Refund> query(String outRefundNo) {
		return this.refundService.query(outRefundNo);
	}

}
