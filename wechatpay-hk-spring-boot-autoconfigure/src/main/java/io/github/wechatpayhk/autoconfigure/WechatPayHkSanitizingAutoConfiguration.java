package io.github.wechatpayhk.autoconfigure;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of what keeps our secrets out of Actuator's responses.
 *
 * @since 0.1.0
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
@Conditional(OnWechatPayHkCondition.class)
public final class WechatPayHkSanitizingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "wechatPayHkSanitizingFunction")
	SanitizingFunction wechatPayHkSanitizingFunction() {
		return new SecretProperties();
	}

}
