package io.github.wechatpayhk.sample.till;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.sample.wire.OtherSide;
import io.github.wechatpayhk.sample.wire.WireExchange;
import io.github.wechatpayhk.sample.wire.WireJournal;
import jakarta.validation.constraints.Digits;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page of one order. Each button is a form that responds with a redirect, so it works
 * without a script and after a reload; with a script the page follows the order by
 * itself.
 */
@Controller
@RequestMapping("/till/{outTradeNo}")
@ConditionalOnWebApplication
class OrderPageController {

	private static final String SAME_PAGE = "redirect:/till/{outTradeNo}";

	private final Till till;

	private final OrderBook orders;

	private final QrOrders qrOrders;

	private final PageEvents events;

	private final TillRefunds refunds;

	private final WireJournal wire;

	private final ObjectProvider<OtherSide> otherSide;

	private final InstantSource clock;

	OrderPageController(Till till, OrderBook orders, QrOrders qrOrders, TillRefunds refunds, PageEvents events,
			WireJournal wire, ObjectProvider<OtherSide> otherSide, ObjectProvider<InstantSource> clock) {
		this.till = till;
		this.orders = orders;
		this.qrOrders = qrOrders;
		this.events = events;
		this.refunds = refunds;
		this.wire = wire;
		this.otherSide = otherSide;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	@GetMapping
	ModelAndView show(@PathVariable String outTradeNo, Model model) {
		if (this.orders.find(outTradeNo) == null && this.qrOrders.find(outTradeNo) != null) {
			return new ModelAndView("redirect:/qr/{outTradeNo}");
		}
		return page("order", outTradeNo, model);
	}

	/**
	 * The part of the page that changes.
	 */
	@GetMapping("/live")
	ModelAndView showLive(@PathVariable String outTradeNo, Model model) {
		return page("live :: update", outTradeNo, model);
	}

	private ModelAndView page(String view, String outTradeNo, Model model) {
		TillOrder order = this.orders.find(outTradeNo);
		if (order == null) {
			return new ModelAndView("no-order", model.asMap(), HttpStatus.NOT_FOUND);
		}
		List<WireExchange> exchanges = this.wire.of(outTradeNo);
		Instant now = this.clock.instant();
		model.addAttribute("order", order);
		model.addAttribute("exchanges", exchanges);
		model.addAttribute("seen", version(order, exchanges));
		model.addAttribute("diagram", StateDiagram.of(order));
		model.addAttribute("axis", TimeAxis.of(order, exchanges, now));
		model.addAttribute("otherSide", this.otherSide.getIfAvailable());
		return new ModelAndView(view, model.asMap());
	}

	private static long version(TillOrder order, List<WireExchange> exchanges) {
		return order.moments().size() + 2L * exchanges.size()
				+ exchanges.stream().filter((exchange) -> exchange.end() != null).count();
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@ResponseBody
	Flux<ServerSentEvent<String>> events(@PathVariable String outTradeNo, @RequestParam long seen) {
		return this.events.of(outTradeNo, () -> hasChanged(outTradeNo, seen));
	}

	private boolean hasChanged(String outTradeNo, long seen) {
		TillOrder order = this.orders.find(outTradeNo);
		return order != null && version(order, this.wire.of(outTradeNo)) != seen;
	}

	@PostMapping("/cancel")
	String cancel(@PathVariable String outTradeNo) {
		this.till.cancel(outTradeNo);
		return SAME_PAGE;
	}

	@PostMapping("/reverse")
	String reverse(@PathVariable String outTradeNo) {
		TillOrder order = this.orders.find(outTradeNo);
		if (order != null && order.stage().isReversible()) {
			goOn(this.till.reverse(outTradeNo));
		}
		return SAME_PAGE;
	}

	@PostMapping("/refund")
	String refund(@PathVariable String outTradeNo, @RequestParam String outRefundNo,
			@RequestParam @Digits(integer = 12, fraction = 2) BigDecimal amount) {
		goOn(this.refunds.refund(outTradeNo, outRefundNo, amount.movePointRight(2).longValueExact()));
		return SAME_PAGE;
	}

	/**
	 * The page does not wait: it shows how the call goes, and what it failed with.
	 */
	private static void goOn(Mono<Void> call) {
		call.onErrorComplete(WechatPayHkException.class).subscribe();
	}

	@PostMapping("/ask")
	Mono<String> ask(@PathVariable String outTradeNo) {
		return this.till.ask(outTradeNo).then().onErrorComplete(WechatPayHkException.class).thenReturn(SAME_PAGE);
	}

}
