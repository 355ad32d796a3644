package io.github.wechatpayhk.autoconfigure.notification;

import java.util.Collections;

import io.github.wechatpayhk.notification.Notification;
import io.github.wechatpayhk.notification.NotificationReceiver;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Gives a handler of the application the notification of the request, once it is
 * verified.
 */
final class NotificationMvcArgumentResolver implements HandlerMethodArgumentResolver {

	private final ObjectProvider<NotificationReceiver> receiver;

	NotificationMvcArgumentResolver(ObjectProvider<NotificationReceiver> receiver) {
		this.receiver = receiver;
	}

	@Override
	public boolean supportsParameter(MethodParameter parameter) {
		return Notification.class.isAssignableFrom(parameter.getParameterType());
	}

	@Override
	public @Nullable Object resolveArgument(MethodParameter parameter, @Nullable ModelAndViewContainer container,
			NativeWebRequest webRequest, @Nullable WebDataBinderFactory binderFactory) {
		String merchant = NotificationRequests.merchant(webRequest
			.getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE, RequestAttributes.SCOPE_REQUEST));
		HttpServletRequest request = webRequest.getNativeRequest(HttpServletRequest.class);
		if (request == null) {
			throw new IllegalStateException("A notification is received by HTTP only");
		}
		return this.receiver.getObject()
			.read(merchant, (name) -> Collections.list(request.getHeaders(name)),
					Mono.fromCallable(() -> NotificationServletFilter.body(request)))
			.onErrorMap((ex) -> NotificationRequests.rejection(merchant, ex))
			.map((notification) -> NotificationRequests.require(parameter.getParameterType(), notification))
			.block();
	}

}
