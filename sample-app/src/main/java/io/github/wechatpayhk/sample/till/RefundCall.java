package io.github.wechatpayhk.sample.till;

import java.time.Duration;

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

	private static final int QUERIES = 30;

	private final RefundService refundService;

	RefundCall(RefundService refundService) {
		this.refundService = refundService;
	}

	/**
	 * Refund, and query for a minute how that ends. The same request again is the same
	 * refund.
	 * @param request the refund
	 * @return the refund once it has ended; empty if that took too long
	 */
	Mono<Refund> make(RefundRequest request) {
		return this.refundService.refund(request).then(ended(request.outRefundNo()));
	}

	private Mono<Refund> ended(String outRefundNo) {
		return query(outRefundNo).filter((refund) -> !RefundStatus.PROCESSING.equals(refund.status()))
			.repeatWhenEmpty((times) -> times.take(QUERIES).delayElements(QUERY_INTERVAL));
	}

	Mono<Refund> query(String outRefundNo) {
		return this.refundService.query(outRefundNo);
	}

}
