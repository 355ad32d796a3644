package io.github.wechatpayhk.documentation.outcomes;

import java.util.List;

import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkUnknownOutcomeException;
import io.github.wechatpayhk.order.ReverseOrderService;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.stereotype.Service;

/**
 * A batch: one line for each order, and no order loses its line.
 */
@Service
class NightlyRun {

	private final ReverseOrderService reverseOrderService;

	NightlyRun(ReverseOrderService reverseOrderService) {
		this.reverseOrderService = reverseOrderService;
	}

	Mono<List<Line>> run(List<String> outTradeNos) {
		return Flux.fromIterable(outTradeNos).concatMap(this::reverse).takeUntil(Line::concernsAll).collectList();
	}

	private Mono<Line> reverse(String outTradeNo) {
		return this.reverseOrderService.reverse(outTradeNo)
			.thenReturn(new Line(outTradeNo, null, null, null, false))
			.onErrorResume(WechatPayHkException.class, (ex) -> Mono.just(line(outTradeNo, ex)));
	}

	private static Line line(String outTradeNo, WechatPayHkException ex) {
		WechatPayHkException last = (ex instanceof WechatPayHkUnknownOutcomeException unknown) ? unknown.last() : ex;
		if (last instanceof WechatPayHkApiException response) {
			boolean concernsAll = response.status() == 401 || response.hasCode("NO_AUTH");
			return new Line(outTradeNo, ex.outcome(), response.code(), ex.requestId(), concernsAll);
		}
		return new Line(outTradeNo, ex.outcome(), null, ex.requestId(), false);
	}

	/**
	 * What the next run, or an operator, needs to know.
	 *
	 * @param outTradeNo the order
	 * @param outcome {@code null} if it is reversed, else what is known
	 * @param code WeChat Pay's code, if it responded with one
	 * @param requestId what WeChat Pay's support asks for
	 * @param concernsAll whether the next order would be refused in the same way
	 */
	record Line(String outTradeNo, @Nullable Outcome outcome, @Nullable String code, @Nullable String requestId,
			boolean concernsAll) {

	}

}
