package io.github.wechatpayhk.autoconfigure.notification;

import io.github.wechatpayhk.notification.NotificationReceiver;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/**
 * Adds arguments of handlers to WebFlux.
 */
final class NotificationWebFluxConfigurer implements WebFluxConfigurer {

	private final ObjectProvider<NotificationReceiver> receiver;

	NotificationWebFluxConfigurer(ObjectProvider<NotificationReceiver> receiver) {
		this.receiver = receiver;
	}

	@Override
	public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
		configurer.addCustomResolver(new NotificationWebFluxArgumentResolver(this.receiver));
	}

}
