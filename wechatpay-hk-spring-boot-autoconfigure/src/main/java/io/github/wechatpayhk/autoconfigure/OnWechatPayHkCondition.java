package io.github.wechatpayhk.autoconfigure;

import io.github.wechatpayhk.autoconfigure.merchant.WechatPayHkConnectionDetails;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches as soon as the application says anything about WeChat Pay Hong Kong: by a
 * property, or by connection details of its own. Whatever it says may then turn out to be
 * incomplete, which is an error and not a reason to stay silent.
 */
final class OnWechatPayHkCondition extends SpringBootCondition implements ConfigurationCondition {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wechatpay.hk");

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("WeChat Pay Hong Kong");
		Environment environment = context.getEnvironment();
		if (!environment.getProperty("wechatpay.hk.enabled", Boolean.class, true)) {
			return ConditionOutcome.noMatch(message.because("'wechatpay.hk.enabled' is false"));
		}
		if (isAnySet(environment)) {
			return ConditionOutcome.match(message.because("there are 'wechatpay.hk' properties"));
		}
		if (hasDetails(context.getBeanFactory())) {
			return ConditionOutcome.match(message.foundExactly("a WechatPayHkConnectionDetails bean"));
		}
		return ConditionOutcome
			.noMatch(message.because("no 'wechatpay.hk' property is set, and there is no connection details bean"));
	}

	static boolean isAnySet(Environment environment) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.containsDescendantOf(PREFIX) == ConfigurationPropertyState.PRESENT) {
				return true;
			}
		}
		return false;
	}

	private static boolean hasDetails(@Nullable ConfigurableListableBeanFactory beanFactory) {
		return beanFactory != null
				&& beanFactory.getBeanNamesForType(WechatPayHkConnectionDetails.class, true, false).length > 0;
	}

}
