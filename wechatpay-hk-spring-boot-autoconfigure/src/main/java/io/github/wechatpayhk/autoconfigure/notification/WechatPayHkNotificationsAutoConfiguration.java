package io.github.wechatpayhk.autoconfigure.notification;

import java.time.InstantSource;

import io.github.wechatpayhk.WechatPayHkClient;
import io.github.wechatpayhk.autoconfigure.WechatPayHkAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.WechatPayHkMerchantsAutoConfiguration;
import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkProperties;
import io.github.wechatpayhk.clients.WechatPayHkClients;
import io.github.wechatpayhk.notification.NotificationHandler;
import io.github.wechatpayhk.notification.NotificationListeners;
import io.github.wechatpayhk.notification.NotificationObserver;
import io.github.wechatpayhk.notification.NotificationReceiver;
import io.github.wechatpayhk.notification.PaymentExpectation;
import io.github.wechatpayhk.notification.PaymentNotificationListener;
import io.github.wechatpayhk.notification.RefundNotificationListener;
import io.github.wechatpayhk.notification.UnknownNotificationListener;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpFilter;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Auto-configuration of notifications: the endpoint at
 * {@code wechatpay.hk.notifications.path}, and arguments of type
 * {@link io.github.wechatpayhk.notification.Notification} for handlers of the
 * application. A {@link NotificationHandler} bean replaces the one that calls the
 * listeners at once.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = WechatPayHkMerchantsAutoConfiguration.class)
@ConditionalOnBean({ WechatPayHkClient.class, WechatPayHkClients.class })
public final class WechatPayHkNotificationsAutoConfiguration {

	/**
	 * Inside the observation of HTTP requests, and before all else: Spring Security
	 * stands at -100.
	 */
	static final int FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 2;

	/**
	 * Name of the property with the path of the endpoint.
	 */
	public static final String PATH = "wechatpay.hk.notifications.path";

	private static final String TIMER = "wechatPayHkNotificationTimer";

	@Bean
	@ConditionalOnMissingBean
	NotificationListeners wechatPayHkNotificationListeners(ObjectProvider<PaymentNotificationListener> payments,
			ObjectProvider<RefundNotificationListener> refunds, ObjectProvider<UnknownNotificationListener> unknown,
			ObjectProvider<PaymentExpectation> expectation) {
		return NotificationListeners.create(payments.orderedStream().toList(), refunds.orderedStream().toList(),
				unknown.orderedStream().toList(), expectation.getIfAvailable());
	}

	@Bean
	@ConditionalOnMissingBean
	NotificationHandler wechatPayHkNotificationHandler(NotificationListeners listeners) {
		return NotificationHandler.direct(listeners);
	}

	@Bean
	NotificationReaders wechatPayHkNotificationReaders(WechatPayHkClient client, WechatPayHkClients clients,
			WechatPayHkConnectionDetails details) {
		return new NotificationReaders(client, clients, details.getMerchants().keySet());
	}

	@Bean(name = TIMER, defaultCandidate = false, destroyMethod = "")
	@ConditionalOnMissingBean(name = TIMER)
	Scheduler wechatPayHkNotificationTimer() {
		return Schedulers.parallel();
	}

	@Bean
	@ConditionalOnMissingBean
	NotificationReceiver wechatPayHkNotificationReceiver(WechatPayHkProperties properties, NotificationReaders readers,
			NotificationHandler handler, ObjectProvider<NotificationObserver> observers,
			@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock, @Qualifier(TIMER) Scheduler timer) {
		if (properties.notifications().path() != null) {
			properties.notifications().requiredPath();
			readers.requireComplete();
		}
		return NotificationReceiver.create(readers::find, handler, observers.orderedStream().toList(), clock, timer);
	}

	@Bean
	@ConditionalOnProperty(PATH)
	LastNotification wechatPayHkLastNotification(@Qualifier(WechatPayHkAutoConfiguration.CLOCK) InstantSource clock) {
		return new LastNotification(clock);
	}

	/**
	 * The endpoint and the arguments of handlers in a servlet container.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass({ Filter.class, WebMvcConfigurer.class })
	static class Servlet {

		@Bean
		@ConditionalOnProperty(PATH)
		FilterRegistrationBean<HttpFilter> wechatPayHkNotificationFilter(NotificationReceiver receiver,
				WechatPayHkProperties properties) {
			String path = properties.notifications().requiredPath();
			FilterRegistrationBean<HttpFilter> registration = new FilterRegistrationBean<>(
					new NotificationServletFilter(receiver, path));
			registration.setName("wechatPayHkNotifications");
			registration.addUrlPatterns(path, path + "/*");
			registration.setOrder(FILTER_ORDER);
			return registration;
		}

		@Bean
		NotificationMvcConfigurer wechatPayHkNotificationMvcConfigurer(ObjectProvider<NotificationReceiver> receiver) {
			return new NotificationMvcConfigurer(receiver);
		}

	}

	/**
	 * The endpoint and the arguments of handlers on WebFlux.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
	@ConditionalOnClass({ WebFilter.class, WebFluxConfigurer.class })
	static class Reactive {

		@Bean
		@ConditionalOnProperty(PATH)
		NotificationWebFilter wechatPayHkNotificationFilter(NotificationReceiver receiver,
				WechatPayHkProperties properties) {
			String path = properties.notifications().requiredPath();
			return new NotificationWebFilter(receiver, path);
		}

		@Bean
		NotificationWebFluxConfigurer wechatPayHkNotificationWebFluxConfigurer(
				ObjectProvider<NotificationReceiver> receiver) {
			return new NotificationWebFluxConfigurer(receiver);
		}

	}

}
