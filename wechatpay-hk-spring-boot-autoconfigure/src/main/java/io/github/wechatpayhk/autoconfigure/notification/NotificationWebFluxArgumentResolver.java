package io.github.wechatpayhk.autoconfigure.notification;

import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationReceiver;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;

/**
 * Gives a handler of the application the notification of the request, once it is
 * verified.
 */
final class NotificationWebFluxArgumentResolver implements HandlerMethodArgumentResolver {

	private final ObjectProvider<NotificationReceiver> receiver;

	NotificationWebFluxArgumentResolver(ObjectProvider<NotificationReceiver> receiver) {
		this.receiver = receiver;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return Notification.class.isAssignableFrom(parameter.getParameterType());
	}

	@Override
	public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext bindingContext,
			ServerWebExchange exchange) {
		Object variables = exchange.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
		String merchant = NotificationRequests.merchant(variables);
		ServerHttpRequest request = exchange.getRequest();
		return this.receiver.getObject()
			.read(merchant, request.getHeaders()::getOrEmpty, NotificationWebFilter.body(request))
			.onErrorMap((ex) -> NotificationRequests.rejection(merchant, ex))
			.map((notification) -> NotificationRequests.require(parameter.getParameterType(), notification));
	}

}
