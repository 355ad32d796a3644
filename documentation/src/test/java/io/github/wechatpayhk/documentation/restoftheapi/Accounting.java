package io.github.wechatpayhk.documentation.restoftheapi;

import java.time.LocalDate;

import io.github.wechatpayhk.order.OrderReference;
import io.github.wechatpayhk.refund.Refund;
import io.github.wechatpayhk.refund.RefundService;
import io.github.wechatpayhk.settlement.Settlement;
import io.github.wechatpayhk.settlement.SettlementRequest;
import io.github.wechatpayhk.settlement.SettlementService;
import reactor.core.publisher.Flux;

import org.springframework.stereotype.Service;

/**
 * Lists that come page by page.
 */
@Service
class Accounting {

	private final SettlementService settlementService;

	private final RefundService refundService;

	Accounting(SettlementService settlementService, RefundService refundService) {
		this.settlementService = settlementService;
		this.refundService = refundService;
	}

	Flux<Settlement> paidOut(LocalDate firstDay, LocalDate lastDay) {
		return this.settlementService.list(SettlementRequest.settled().withDays(firstDay, lastDay));
	}

	Flux<Refund> refunds(String outTradeNo) {
		return this.refundService.list(OrderReference.outTradeNo(outTradeNo));
	}

}
