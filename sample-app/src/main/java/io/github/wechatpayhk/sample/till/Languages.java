package io.github.wechatpayhk.sample.till;

import java.util.List;
import java.util.Locale;

import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.i18n.AcceptHeaderLocaleResolver;

/**
 * The languages of the pages. Who prefers any kind of Chinese gets Traditional Chinese.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class Languages {

	@Bean
	LocaleResolver localeResolver() {
		AcceptHeaderLocaleResolver resolver = new AcceptHeaderLocaleResolver();
		resolver.setSupportedLocales(List.of(Locale.ENGLISH, Locale.forLanguageTag("zh-Hant")));
		resolver.setDefaultLocale(Locale.ENGLISH);
		return resolver;
	}

}
