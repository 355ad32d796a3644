package io.github.wechatpayhk.autoconfigure.properties;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * What holds for the value of every {@code wechatpay.hk} property, wherever it comes
 * from: texts lose what files and shells put around them, and values that YAML or Spring
 * would silently turn into others are refused.
 *
 * @since 0.1.0
 */
public final class BindingRules implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([\\w.\\[\\]-]{1,100})}");

	private static final Pattern WITHOUT_UNIT = Pattern.compile("\\s*\\+?\\d+\\s*");

	/**
	 * Some editors write a byte order mark first.
	 */
	private static final Pattern AROUND = Pattern.compile("^[\\s\\uFEFF]+|[\\s\\uFEFF]+$");

	private static final Pattern LINE_BREAK_AT_THE_END = Pattern.compile("[\\r\\n]+$");

	private final PropertySourcesPlaceholdersResolver placeholders;

	/**
	 * Create it.
	 * @param environment where the properties are set
	 */
	public BindingRules(Environment environment) {
		this.placeholders = new PropertySourcesPlaceholdersResolver(environment);
	}

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new Handler(bindHandler);
	}

	private static @Nullable String text(ConfigurationPropertyName name, @Nullable Object written, String text) {
		if (written instanceof Number || written instanceof Boolean) {
			throw failure(name, "(" + ((written instanceof Number) ? "number" : "boolean") + ")",
					"It is a text, but was read as a number or boolean, in which leading zeros, exponents and "
							+ "hexadecimal digits are lost",
					"Put it in quotes, as in: \"0123456789\".");
		}
		Matcher placeholder = PLACEHOLDER.matcher(text);
		if (placeholder.find()) {
			throw failure(name, placeholder.group(), "It has a placeholder that nothing resolves",
					"Set the property or the environment variable '" + placeholder.group(1)
							+ "', or correct the placeholder.");
		}
		boolean isPassword = name.toString().endsWith("password");
		String clean = (isPassword ? LINE_BREAK_AT_THE_END : AROUND).matcher(text).replaceAll("");
		return clean.isEmpty() ? null : clean;
	}

	private void requireUnit(ConfigurationPropertyName name, @Nullable Object written, Duration duration) {
		String number = String.valueOf(this.placeholders.resolvePlaceholders(written)).strip();
		if (duration.compareTo(Duration.ZERO) > 0 && duration.toSeconds() == 0
				&& WITHOUT_UNIT.matcher(number).matches()) {
			throw failure(name, number, "It has no unit, so it means " + number + " milliseconds",
					"Set it to '" + number + "s' if seconds are meant, or to '" + number + "ms'.");
		}
	}

	private static WechatPayHkConfigurationException failure(ConfigurationPropertyName name, String value,
			String reason, String action) {
		return WechatPayHkConfigurationException.of(PropertyNames.withoutPrefix(name), value, reason, action);
	}

	private final class Handler extends AbstractBindHandler {

		Handler(BindHandler parent) {
			super(parent);
		}

		@Override
		public @Nullable Object onSuccess(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Object result) {
			Object value = super.onSuccess(name, target, context, result);
			ConfigurationProperty property = context.getConfigurationProperty();
			if (property == null || !PropertyNames.PREFIX.isAncestorOf(name)) {
				return value;
			}
			if (value instanceof String text) {
				return text(name, property.getValue(), text);
			}
			if (value instanceof Duration duration) {
				requireUnit(name, property.getValue(), duration);
			}
			return value;
		}

	}

}
