package io.github.wechatpayhk.autoconfigure;

import java.nio.charset.StandardCharsets;

import io.github.wechatpayhk.autoconfigure.NotificationShop.Held;
import io.github.wechatpayhk.autoconfigure.NotificationShop.Received;
import io.github.wechatpayhk.notification.PaymentNotification;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.util.matcher.NegatedServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications in which Spring Security wants a login and a CSRF token for everything:
 * the endpoint needs neither, a handler of the application is exempted by the
 * application, and all else stays closed.
 */
class NotificationSecurityTests {

	@Test
	void receivesOnSpringMvc() throws Exception {
		assertReceives(WebApplicationType.SERVLET, SecuredMvc.class);
	}

	@Test
	void receivesOnWebFlux() throws Exception {
		assertReceives(WebApplicationType.REACTIVE, SecuredWebFlux.class);
	}

	private static void assertReceives(WebApplicationType type, Class<?> configuration) throws Exception {
		try (NotificationShop shop = NotificationShop.start(type, configuration)) {
			Held payment = shop.pay("N1");
			assertThat(shop.deliver("/closed", payment.headers(), payment.body())).isIn(302, 401, 403);
			assertThat(shop.deliver(NotificationShop.PATH + "/a/b", payment.headers(), payment.body())).isIn(302, 401,
					403);
			assertThat(shop.received().of("N1")).isEmpty();

			assertThat(shop.deliver(payment)).isEqualTo(204);
			assertThat(shop.received().of("N1")).hasSize(1);

			byte[] changed = new String(payment.body(), StandardCharsets.UTF_8).replace("EV-", "ev-")
				.getBytes(StandardCharsets.UTF_8);
			assertThat(shop.deliver("/own", payment.headers(), changed)).isEqualTo(401);
			assertThat(shop.received().of("N1")).hasSize(1);
			assertThat(shop.deliver("/own", payment.headers(), payment.body())).isEqualTo(204);
			assertThat(shop.received().of("N1")).hasSize(2);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity
	@Import({ NotificationShop.Listening.class, Own.class })
	static class SecuredMvc {

		@Bean
		SecurityFilterChain closed(HttpSecurity http) throws Exception {
			return http
				.authorizeHttpRequests((requests) -> requests.requestMatchers("/own/**")
					.permitAll()
					.dispatcherTypeMatchers(DispatcherType.ERROR)
					.permitAll()
					.anyRequest()
					.authenticated())
				.csrf((csrf) -> csrf.ignoringRequestMatchers("/own/**"))
				.formLogin(Customizer.withDefaults())
				.build();
		}

		/**
		 * Where the auto-configuration of Spring Security puts it.
		 */
		@Bean
		FilterRegistrationBean<Filter> security(@Qualifier("springSecurityFilterChain") Filter chain) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(chain);
			registration.setOrder(-100);
			registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ASYNC, DispatcherType.ERROR);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	@Import({ NotificationShop.Listening.class, Own.class })
	static class SecuredWebFlux {

		@Bean
		SecurityWebFilterChain closed(ServerHttpSecurity http) {
			return http
				.authorizeExchange(
						(exchanges) -> exchanges.pathMatchers("/own/**").permitAll().anyExchange().authenticated())
				.csrf((csrf) -> csrf.requireCsrfProtectionMatcher(
						new NegatedServerWebExchangeMatcher(ServerWebExchangeMatchers.pathMatchers("/own/**"))))
				.build();
		}

	}

	/**
	 * A handler of the application, which takes a notification as its argument.
	 */
	@RestController
	static class Own {

		private final Received received;

		Own(Received received) {
			this.received = received;
		}

		@PostMapping("/own")
		@ResponseStatus(HttpStatus.NO_CONTENT)
		void receive(PaymentNotification notification) {
			this.received.notifications.add(notification);
		}

	}

}
