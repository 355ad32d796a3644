package io.github.wechatpayhk.documentation.notifications;

import io.github.wechatpayhk.notification.PaymentNotification;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OwnController {

	private final Book book;

	OwnController(Book book) {
		this.book = book;
	}

	@PostMapping("/own/{merchant}/payments")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void paid(PaymentNotification notification) {
		this.book.paid(notification.outTradeNo());
	}

}
