package io.github.wechatpayhk.sample.till;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/**
 * The languages of the pages: the one that was chosen on a page, else the one that the
 * browser prefers. A browser that prefers any kind of Chinese gets Traditional Chinese.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class Languages implements WebMvcConfigurer {

	private static final List<Locale> SUPPORTED = List.of(Locale.ENGLISH, Locale.forLanguageTag("zh-Hant"));

	private static @Nullable Locale supported(String tag) {
		Locale locale = Locale.forLanguageTag(tag);
		return SUPPORTED.contains(locale) ? locale : null;
	}

	@Bean
	LocaleResolver localeResolver() {
		AcceptHeaderLocaleResolver preferred = new AcceptHeaderLocaleResolver();
		preferred.setSupportedLocales(SUPPORTED);
		preferred.setDefaultLocale(Locale.ENGLISH);
		CookieLocaleResolver chosen = new CookieLocaleResolver("language") {

			@Override
			protected @Nullable Locale parseLocaleValue(String tag) {
				return supported(tag);
			}

		};
		chosen.setCookieMaxAge(Duration.ofDays(365));
		chosen.setCookieHttpOnly(true);
		chosen.setCookieSameSite("Strict");
		chosen.setDefaultLocaleFunction(preferred::resolveLocale);
		return chosen;
	}

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		LocaleChangeInterceptor choice = new LocaleChangeInterceptor() {

			@Override
			protected @Nullable Locale parseLocaleValue(String tag) {
				return supported(tag);
			}

		};
		choice.setParamName("language");
		choice.setHttpMethods("GET");
		registry.addInterceptor(choice);
	}

}
