package io.github.wechatpayhk.documentation.outcomes;

import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Tells the shop's other programs what became of their call, in MVC and in WebFlux alike.
 */
@RestControllerAdvice
class WechatPayHkAdvice {

	@ExceptionHandler
	ProblemDetail handle(WechatPayHkException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(ex), ex.getMessage());
		problem.setProperty("outcome", ex.outcome());
		problem.setProperty("requestId", ex.requestId());
		return problem;
	}

	private static HttpStatus status(WechatPayHkException ex) {
		return switch (ex.outcome()) {
			case NOT_SENT -> isMistake(ex) ? HttpStatus.BAD_REQUEST : HttpStatus.SERVICE_UNAVAILABLE;
			case REJECTED -> HttpStatus.UNPROCESSABLE_CONTENT;
			case UNKNOWN -> HttpStatus.BAD_GATEWAY;
		};
	}

	private static boolean isMistake(WechatPayHkException ex) {
		return ex instanceof WechatPayHkRequestException request
				&& request.reason() == WechatPayHkRequestException.Reason.INVALID;
	}

}
