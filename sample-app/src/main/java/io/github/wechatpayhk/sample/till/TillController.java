package io.github.wechatpayhk.sample.till;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.stream.Stream;

import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;
import io.github.wechatpayhk.order.PlaceOrderRequest;
import jakarta.validation.Valid;
import jakarta.validation.groups.Default;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The page on which payments begin.
 */
@Controller
@ConditionalOnWebApplication
class TillController {

	private static final String PAGE = "till";

	private final Till till;

	private final OrderBook orders;

	private final QrOrders qrOrders;

	private final InstantSource clock;

	TillController(Till till, OrderBook orders, QrOrders qrOrders, ObjectProvider<InstantSource> clock) {
		this.till = till;
		this.orders = orders;
		this.qrOrders = qrOrders;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	@GetMapping("/")
	String show(Model model) {
		model.addAttribute("payment", PaymentForm.empty(OrderNumbers.next(this.clock.instant())));
		return page(model);
	}

	private String page(Model model) {
		model.addAttribute("orders", Stream
			.concat(this.orders.all().stream().map(OrderRow::of), this.qrOrders.all().stream().map(OrderRow::of))
			.sorted(Comparator.comparing(OrderRow::openedAt).reversed())
			.toList());
		return PAGE;
	}

	@PostMapping("/till")
	ModelAndView pay(
			@Validated({ Default.class, PaymentForm.InStore.class }) @ModelAttribute("payment") PaymentForm payment,
			BindingResult problems, Model model, RedirectAttributes attributes) {
		if (problems.hasErrors()) {
			return new ModelAndView(page(model), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
		}
		try {
			attributes.addAttribute("outTradeNo", this.till.pay(payment.toRequest()).outTradeNo());
		}
		catch (ReversalConflictException ex) {
			return refused("form.used", null, payment, model, HttpStatus.CONFLICT);
		}
		return new ModelAndView("redirect:/till/{outTradeNo}", HttpStatus.SEE_OTHER);
	}

	/**
	 * Show a code to the payer. The form of an order that was placed already places no
	 * other one: with other contents it gets a number of its own.
	 */
	@PostMapping("/till/qr")
	ModelAndView showCode(@Valid @ModelAttribute("payment") PaymentForm payment, BindingResult problems, Model model,
			RedirectAttributes attributes) {
		if (problems.hasErrors()) {
			return new ModelAndView(page(model), model.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
		}
		PlaceOrderRequest request = payment.toQrOrder();
		if (this.orders.find(request.outTradeNo()) != null) {
			return refused("form.used", null, payment, model, HttpStatus.CONFLICT);
		}
		try {
			this.qrOrders.place(request);
		}
		catch (ReversalConflictException ex) {
			return refused("form.used", null, payment, model, HttpStatus.CONFLICT);
		}
		catch (WechatPayHkRequestException ex) {
			return refused("form.unplaceable", ex.getMessage(), payment, model, HttpStatus.UNPROCESSABLE_CONTENT);
		}
		attributes.addAttribute("outTradeNo", request.outTradeNo());
		return new ModelAndView("redirect:/qr/{outTradeNo}", HttpStatus.SEE_OTHER);
	}

	private ModelAndView refused(String key, @Nullable String detail, PaymentForm payment, Model model,
			HttpStatus status) {
		model.addAttribute("refused", key);
		model.addAttribute("refusedDetail", detail);
		PaymentForm renewed = payment.withNumber(OrderNumbers.next(this.clock.instant()));
		// What the form shows instead of the values that were sent
		model.addAttribute(BindingResult.MODEL_KEY_PREFIX + "payment",
				new BeanPropertyBindingResult(renewed, "payment"));
		model.addAttribute("payment", renewed);
		return new ModelAndView(page(model), model.asMap(), status);
	}

	/**
	 * Look for an order that was paid elsewhere.
	 */
	@PostMapping("/till/find")
	Mono<ModelAndView> find(@RequestParam String outTradeNo, Model model, RedirectAttributes attributes) {
		String number = outTradeNo.trim();
		if (this.qrOrders.find(number) != null) {
			attributes.addAttribute("outTradeNo", number);
			return Mono.just(new ModelAndView("redirect:/qr/{outTradeNo}", HttpStatus.SEE_OTHER));
		}
		// the page reads the database, which must not be done on an event loop
		return this.till.ask(number).publishOn(Schedulers.boundedElastic()).map((order) -> {
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
