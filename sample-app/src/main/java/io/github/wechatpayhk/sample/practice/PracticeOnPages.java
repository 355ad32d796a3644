package io.github.wechatpayhk.sample.practice;

import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/**
 * Gives the pages what they show for practice. Without it they show none of it.
 */
@ControllerAdvice(annotations = Controller.class)
@Profile("!live")
class PracticeOnPages {

	private final Practice practice;

	PracticeOnPages(Practice practice) {
		this.practice = practice;
	}

	@ModelAttribute
	Practice practice() {
		return this.practice;
	}

}
