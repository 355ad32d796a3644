package io.github.wechatpayhk.sample.api;

import io.github.wechatpayhk.durable.ReversalConflictException;
import io.github.wechatpayhk.error.Outcome;
import io.github.wechatpayhk.error.WechatPayHkApiException;
import io.github.wechatpayhk.error.WechatPayHkException;
import io.github.wechatpayhk.error.WechatPayHkRequestException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/**
 * Tells a program what became of its call, as problem details (RFC 9457).
 */
@RestControllerAdvice(basePackageClasses = WechatPayHkExceptionHandler.class)
class WechatPayHkExceptionHandler extends ResponseEntityExceptionHandler {

	@ExceptionHandler
	ProblemDetail handle(WechatPayHkException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(status(ex), ex.getMessage());
		problem.setTitle(title(ex));
		problem.setProperty("outcome", ex.outcome());
		problem.setProperty("code", (ex instanceof WechatPayHkApiException response) ? response.code() : null);
		problem.setProperty("requestId", ex.requestId());
		return problem;
	}

	@ExceptionHandler
	ProblemDetail handle(ReversalConflictException ex) {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, ex.getMessage());
		problem.setTitle("Nothing was sent");
		problem.setProperty("outcome", Outcome.NOT_SENT);
		return problem;
	}

	private static HttpStatus status(WechatPayHkException ex) {
		return switch (ex.outcome()) {
			case NOT_SENT ->
				(ex instanceof WechatPayHkRequestException) ? HttpStatus.BAD_REQUEST : HttpStatus.SERVICE_UNAVAILABLE;
			case REJECTED -> (ex instanceof WechatPayHkApiException response && response.status() == 404)
					? HttpStatus.NOT_FOUND : HttpStatus.UNPROCESSABLE_CONTENT;
			case UNKNOWN -> HttpStatus.BAD_GATEWAY;
		};
	}

	private static String title(WechatPayHkException ex) {
		return switch (ex.outcome()) {
			case NOT_SENT -> "Nothing was sent";
			case REJECTED -> "WeChat Pay refused";
			case UNKNOWN -> "Not known whether it took effect: repeat the same call";
		};
	}

}
