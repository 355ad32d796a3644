package io.github.wechatpayhk.autoconfigure.notification;

import java.util.List;

import io.github.wechatpayhk.notification.NotificationReceiver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Adds arguments of handlers to Spring MVC.
 */
final class NotificationMvcConfigurer implements WebMvcConfigurer {

	private final ObjectProvider<NotificationReceiver> receiver;

	NotificationMvcConfigurer(ObjectProvider<NotificationReceiver> receiver) {
		this.receiver = receiver;
	}

	@Override
	public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
		resolvers.add(new NotificationMvcArgumentResolver(this.receiver));
	}

}
