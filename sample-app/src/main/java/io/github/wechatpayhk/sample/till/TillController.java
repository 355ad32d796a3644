package io.github.wechatpayhk.sample.till;

import java.time.InstantSource;

import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import jakarta.validation.Valid;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.ModelAndView;

/**
 * The page on which payments begin.
 */
@Controller
@ConditionalOnWebApplication
class TillController {

	private static final String PAGE = "till";

	private final Till till;

	private final OrderBook orders;

	private final InstantSource clock;

	TillController(Till till, OrderBook orders, ObjectProvider<InstantSource> clock) {
		this.till = till;
		this.orders = orders;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	@GetMapping("/")
	String show(Model model) {
		model.addAttribute("payment", PaymentForm.empty(OrderNumbers.next(this.clock.instant())));
		return page(model);
	}

	private String page(Model model) {
		model.addAttribute("orders", this.orders.all());
		return PAGE;
	}

	@PostMapping("/till")
	ModelAndView pay(@Valid @ModelAttribute("payment") PaymentForm payment, BindingResult problems, Model model,
			RedirectAttributes attributes) {
		if (problems.hasErrors()) {
			return new ModelAndView(page(model), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
		}
		attributes.addAttribute("outTradeNo", this.till.pay(payment.toRequest()).outTradeNo());
		return new ModelAndView("redirect:/till/{outTradeNo}", HttpStatus.SEE_OTHER);
	}

	/**
	 * Look for an order that was paid elsewhere.
	 */
	@PostMapping("/till/find")
	Mono<ModelAndView> find(@RequestParam String outTradeNo, Model model, RedirectAttributes attributes) {
		return this.till.ask(outTradeNo.trim()).map((order) -> {
			attributes.addAttribute("outTradeNo", order.outTradeNo());
			return new ModelAndView("redirect:/till/{outTradeNo}", HttpStatus.SEE_OTHER);
		}).onErrorResume(WechatPayHkException.class, (ex) -> {
			model.addAttribute("missing", outTradeNo);
			model.addAttribute("missingReason", Failure.of(ex));
			show(model);
			return Mono.just(new ModelAndView(PAGE, model.asMap(), status(ex)));
		});
	}

	private static HttpStatusCode status(WechatPayHkException ex) {
		return (ex instanceof WechatPayHkApiException response && response.status() == 404) ? HttpStatus.NOT_FOUND
				: HttpStatus.BAD_GATEWAY;
	}

}
