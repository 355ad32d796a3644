package io.github.wechatpayhk.sample.queue;

import io.github.wechatpayhk.durable.DurableReversals;
import io.github.wechatpayhk.durable.ReversalConflictException;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The queue of scheduled reversals. These calls block, as a database does: one reason why
 * this application is Spring MVC.
 */
@Controller
@RequestMapping("/queue")
@ConditionalOnWebApplication
class QueueController {

	private static final int PAGE = 100;

	private final DurableReversals reversals;

	QueueController(DurableReversals reversals) {
		this.reversals = reversals;
	}

	@GetMapping
	String show(Model model) {
		fill(model);
		return "queue";
	}

	/**
	 * The part of the page that changes.
	 */
	@GetMapping("/live")
	String showLive(Model model) {
		fill(model);
		return "queue :: live";
	}

	private void fill(Model model) {
		model.addAttribute("backlog", this.reversals.backlog());
		model.addAttribute("scheduledReversals",
				this.reversals.list(null, 0, PAGE).stream().map(ScheduledReversal::of).toList());
	}

	@GetMapping("/{id}")
	String show(@PathVariable String id, Model model) {
		model.addAttribute("reversal",
				this.reversals.find(id)
					.map(ScheduledReversal::of)
					.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND)));
		model.addAttribute("attempts", this.reversals.attempts(id).stream().map(AttemptRow::of).toList());
		return "reversal";
	}

	@PostMapping("/{id}/retry")
	String retry(@PathVariable String id, @RequestParam @NotBlank String reason) {
		this.reversals.retry(id, reason);
		return "redirect:/queue/{id}";
	}

	@PostMapping("/{id}/settle")
	String settle(@PathVariable String id, @RequestParam @NotBlank String reason) {
		this.reversals.settle(id, reason);
		return "redirect:/queue/{id}";
	}

	/**
	 * Somebody else, or the queue itself, was quicker: the page shows how it stands.
	 */
	@ExceptionHandler
	String alreadyEnded(ReversalConflictException ex) {
		return "redirect:/queue";
	}

}
