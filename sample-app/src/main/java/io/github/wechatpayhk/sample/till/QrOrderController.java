package io.github.wechatpayhk.sample.till;

import java.math.BigDecimal;
import java.util.List;

import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.sample.wire.OtherSide;
import io.github.wechatpayhk.sample.wire.WireExchange;
import io.github.wechatpayhk.sample.wire.WireJournal;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import reactor.core.publisher.Flux;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page of one order by QR code. As on the page of an in-store payment, each button is
 * a form that responds with a redirect.
 */
@Controller
@RequestMapping("/qr/{outTradeNo}")
@ConditionalOnWebApplication
class QrOrderController {

	private static final String SAME_PAGE = "redirect:/qr/{outTradeNo}";

	private final QrOrders orders;

	private final PageEvents events;

	private final WireJournal wire;

	private final ObjectProvider<OtherSide> otherSide;

	QrOrderController(QrOrders orders, PageEvents events, WireJournal wire, ObjectProvider<OtherSide> otherSide) {
		this.orders = orders;
		this.events = events;
		this.wire = wire;
		this.otherSide = otherSide;
	}

	@GetMapping
	ModelAndView show(@PathVariable String outTradeNo, Model model) {
		return page("qr", outTradeNo, model);
	}

	/**
	 * The part of the page that changes.
	 */
	@GetMapping("/live")
	ModelAndView showLive(@PathVariable String outTradeNo, Model model) {
		return page("qr-live :: update", outTradeNo, model);
	}

	private ModelAndView page(String view, String outTradeNo, Model model) {
		QrOrder order = this.orders.find(outTradeNo);
		if (order == null) {
			return new ModelAndView("no-order", model.asMap(), HttpStatus.NOT_FOUND);
		}
		if (order.stage() == QrStage.PREPARING) {
			// This process has not requested the code yet, as it was started since
			this.orders.showCode(outTradeNo);
		}
		model.addAttribute("order", order);
		model.addAttribute("exchanges", this.wire.of(outTradeNo));
		model.addAttribute("seen", version(order));
		model.addAttribute("otherSide", this.otherSide.getIfAvailable());
		return new ModelAndView(view, model.asMap());
	}

	private long version(QrOrder order) {
		List<WireExchange> exchanges = this.wire.of(order.outTradeNo());
		return order.version() + 2L * exchanges.size()
				+ exchanges.stream().filter((exchange) -> exchange.end() != null).count();
	}

	@GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
	@ResponseBody
	Flux<ServerSentEvent<String>> events(@PathVariable String outTradeNo, @RequestParam long seen) {
		return this.events.of(outTradeNo, () -> {
			QrOrder order = this.orders.find(outTradeNo);
			return order != null && version(order) != seen;
		});
	}

	@PostMapping("/code")
	String showCode(@PathVariable String outTradeNo) {
		this.orders.showCode(outTradeNo);
		return SAME_PAGE;
	}

	@PostMapping("/ask")
	String ask(@PathVariable String outTradeNo) {
		this.orders.ask(outTradeNo);
		return SAME_PAGE;
	}

	@PostMapping("/cancel")
	String cancel(@PathVariable String outTradeNo) {
		this.orders.cancel(outTradeNo);
		return SAME_PAGE;
	}

	@PostMapping("/settle")
	String settle(@PathVariable String outTradeNo, @RequestParam @NotBlank String reason) {
		this.orders.settle(outTradeNo, reason);
		return SAME_PAGE;
	}

	@PostMapping("/refund")
	String refund(@PathVariable String outTradeNo, @RequestParam String outRefundNo,
			@RequestParam @Digits(integer = 12, fraction = 2) BigDecimal amount) {
		this.orders.refund(outTradeNo, outRefundNo, amount.movePointRight(2).longValueExact());
		return SAME_PAGE;
	}

	@PostMapping("/refund/retry")
	String retryRefund(@PathVariable String outTradeNo) {
		this.orders.retryRefund(outTradeNo);
		return SAME_PAGE;
	}

	@PostMapping("/refund/settle")
	String settleRefund(@PathVariable String outTradeNo, @RequestParam @NotBlank String reason) {
		this.orders.settleRefund(outTradeNo, reason);
		return SAME_PAGE;
	}

	/**
	 * A notification, a query or another form was quicker: the page shows how the order
	 * stands.
	 */
	@ExceptionHandler
	String alreadyEnded(ReversalConflictException ex) {
		return SAME_PAGE;
	}

}
