package io.github.wechatpayhk.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Reports which properties are missing when the application injects a bean of ours and
 * configures none.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class MissingBeanFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final String PACKAGE = "io.github.wechatpayhk.";

	private static final String DURABLE_PACKAGE = PACKAGE + "durable.";

	private static final String ENABLED = "wechatpay.hk.enabled";

	private static final String DURABLE_ENABLED = "wechatpay.hk.durable-reversal.enabled";

	private static final String PROPERTIES = """
			Set these properties (docs/configuration.md explains them):

			    wechatpay.hk.mchid: number of the merchant. An institution sets sp-mchid and sub-mchid instead
			    wechatpay.hk.merchant-serial-number: serial number of the merchant's API certificate
			    wechatpay.hk.private-key: location of apiclient_key.pem, such as file:/run/secrets/apiclient_key.pem
			    wechatpay.hk.public-key-id: id of the WeChat Pay public key
			    wechatpay.hk.public-key: location of the WeChat Pay public key

			A merchant with platform certificates sets wechatpay.hk.api-v3-key in place of the last two.""";

	private final Environment environment;

	MissingBeanFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		String wanted = wanted(cause);
		if (wanted == null) {
			return null;
		}
		String injection = ((description != null) ? description : "The application") + " requires " + wanted
				+ ", and there is none, as ";
		if (isOff(ENABLED)) {
			return switchedOff(injection, ENABLED, cause);
		}
		if (!OnWechatPayHkCondition.isAnySet(this.environment)) {
			return new FailureAnalysis(injection + "no 'wechatpay.hk' property is set.", PROPERTIES, cause);
		}
		return (wanted.contains(DURABLE_PACKAGE) && isOff(DURABLE_ENABLED))
				? switchedOff(injection, DURABLE_ENABLED, cause) : null;
	}

	/**
	 * Name what is missing, if it is ours.
	 */
	private static @Nullable String wanted(NoSuchBeanDefinitionException cause) {
		Class<?> type = cause.getBeanType();
		if (type != null && type.getName().startsWith(PACKAGE)) {
			return "a bean of type '" + type.getName() + "'";
		}
		return String.valueOf(cause.getMessage()).contains(WechatPayHkAutoConfiguration.WEB_CLIENT)
				? "the WebClient '" + WechatPayHkAutoConfiguration.WEB_CLIENT + "'" : null;
	}

	private boolean isOff(String property) {
		return !this.environment.getProperty(property, Boolean.class, true);
	}

	private static FailureAnalysis switchedOff(String injection, String property, Throwable cause) {
		return new FailureAnalysis(injection + "'" + property + "' is false.",
				"Set '" + property
						+ "' to true, or inject an ObjectProvider of the bean where the application can do without it.",
				cause);
	}

}
