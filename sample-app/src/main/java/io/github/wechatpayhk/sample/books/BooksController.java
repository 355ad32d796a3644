package io.github.wechatpayhk.sample.books;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;

import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.reconciliation.Reconciliation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.format.annotation.DateTimeFormat;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * The pages of the books. They compare a day when the cashier says so, and show what was
 * found until it is compared again. These calls block.
 */
@Controller
@RequestMapping("/books")
@ConditionalOnWebApplication
class BooksController {

	private final DailyReports reports;

	private final InstantSource clock;

	BooksController(DailyReports reports, ObjectProvider<InstantSource> clock) {
		this.reports = reports;
		this.clock = clock.getIfUnique(InstantSource::system);
	}

	@GetMapping
	ModelAndView show(Model model) {
		return page(model, null);
	}

	@PostMapping
	ModelAndView reconcile(@RequestParam @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day, Model model) {
		try {
			this.reports.reconcile(day);
			return new ModelAndView("redirect:/books/" + day);
		}
		catch (WechatPayHkException | ReversalConflictException ex) {
			return page(model, ex);
		}
	}

	@GetMapping("/{day}")
	ModelAndView show(@PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day, Model model) {
		try {
			model.addAttribute("report", this.reports.find(day));
			return new ModelAndView("books-day", model.asMap());
		}
		catch (WechatPayHkException | ReversalConflictException ex) {
			return page(model, ex);
		}
	}

	/**
	 * Show the days that were compared.
	 * @param failure why there is no report of another one, or {@code null}
	 */
	private ModelAndView page(Model model, @Nullable RuntimeException failure) {
		model.addAttribute("yesterday", Reconciliation.day(this.clock.instant()).minusDays(1));
		model.addAttribute("days", this.reports.list());
		model.addAttribute("problem", (failure != null) ? failure.getMessage() : null);
		return new ModelAndView("books", model.asMap(),
				(failure != null) ? HttpStatus.UNPROCESSABLE_CONTENT : HttpStatus.OK);
	}

	@GetMapping("/{day}/report.csv")
	ResponseEntity<byte[]> download(@PathVariable @DateTimeFormat(iso = DateTimeFormat.ISO.DATE) LocalDate day) {
		return ResponseEntity.ok()
			.contentType(new MediaType("text", "csv", StandardCharsets.UTF_8))
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename("books-" + day + ".csv").build().toString())
			.body(ReportFile.write(this.reports.find(day)).getBytes(StandardCharsets.UTF_8));
	}

}
