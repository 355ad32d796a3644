package io.github.wechatpayhk.autoconfigure.properties;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Reports a {@link WechatPayHkConfigurationException} under the name and place at which
 * the user wrote the property. Binding wraps the exception into one of its own, which
 * Spring Boot's analyzers would report first.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WechatPayHkConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<WechatPayHkConfigurationException> {

	private final Environment environment;

	WechatPayHkConfigurationFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WechatPayHkConfigurationException cause) {
		StringBuilder description = new StringBuilder("WeChat Pay Hong Kong is not configured correctly:\n");
		Origin origin = origin(cause.property());
		append(description, "Property", writtenName(cause.property(), origin));
		if (origin != null) {
			append(description, "Origin", origin.toString());
		}
		append(description, "Value",
				(cause.value() != null) ? cause.value() : (origin != null) ? "(empty)" : "(not set)");
		append(description, "Reason", cause.reason());
		return new FailureAnalysis(description.toString(), cause.action(), cause);
	}

	private static void append(StringBuilder description, String label, String text) {
		description.append("\n    ").append(label).append(": ").append(text);
	}

	private static String writtenName(String property, @Nullable Origin origin) {
		PropertySourceOrigin source = Origin.from(origin) instanceof PropertySourceOrigin found ? found : null;
		return (source != null) ? source.getPropertyName() : property;
	}

	private @Nullable Origin origin(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found == null && name.isLastElementIndexed()) {
				found = source.getConfigurationProperty(name.getParent());
			}
			if (found != null) {
				return found.getOrigin();
			}
		}
		return null;
	}

}
