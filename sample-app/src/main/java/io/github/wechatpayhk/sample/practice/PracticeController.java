package io.github.wechatpayhk.sample.practice;

import java.time.Duration;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * Switches faults on and off and moves the clocks.
 */
@Controller
@RequestMapping("/practice")
@Profile("!live")
class PracticeController {

	private static final Duration AHEAD = Duration.ofMinutes(6);

	private final Practice practice;

	PracticeController(Practice practice) {
		this.practice = practice;
	}

	@PostMapping("/faults")
	String inject(@RequestParam String fault, @RequestParam String operation, @RequestParam int times,
			@RequestParam String back, RedirectAttributes attributes) {
		this.practice.inject(fault, operation, times);
		return back(back, attributes);
	}

	@PostMapping("/faults/clear")
	String clearFaults(@RequestParam String back, RedirectAttributes attributes) {
		this.practice.clearFaults();
		return back(back, attributes);
	}

	@PostMapping("/payer")
	String pay(@RequestParam String back, RedirectAttributes attributes) {
		this.practice.pay(back);
		return back(back, attributes);
	}

	@PostMapping("/clocks")
	String moveClocks(@RequestParam Duration time, @RequestParam String back, RedirectAttributes attributes) {
		this.practice.letPass(time);
		return back(back, attributes);
	}

	@PostMapping("/clocks/skew")
	String skewClocks(@RequestParam String back, RedirectAttributes attributes) {
		this.practice.putGatewayAhead(AHEAD);
		return back(back, attributes);
	}

	@PostMapping("/clocks/right")
	String setClocksRight(@RequestParam String back, RedirectAttributes attributes) {
		this.practice.setClocksRight();
		return back(back, attributes);
	}

	// Only ever to a page of our own: the number becomes one part of the path
	private static String back(String outTradeNo, RedirectAttributes attributes) {
		if (outTradeNo.isEmpty()) {
			return "redirect:/";
		}
		attributes.addAttribute("outTradeNo", outTradeNo);
		return "redirect:/till/{outTradeNo}";
	}

}
