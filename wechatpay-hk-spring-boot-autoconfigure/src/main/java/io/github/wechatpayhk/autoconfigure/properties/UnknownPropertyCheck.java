package io.github.wechatpayhk.autoconfigure.properties;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Refuses a property below {@code wechatpay.hk} that nothing reads. A name that is
 * misspelt would leave a default in place that the application does not want.
 *
 * @since 0.1.0
 */
public final class UnknownPropertyCheck implements BeanFactoryPostProcessor {

	/**
	 * The records that are bound to {@code wechatpay.hk}.
	 */
	public static final List<Class<?>> RECORDS = List.of(MerchantProperties.class, WechatPayHkProperties.class);

	private static final ConfigurationPropertyName MERCHANTS = PropertyNames.PREFIX.append("merchants");

	private static final double SIMILAR = 0.5;

	/**
	 * The environment also holds what others put there, such as the links of Kubernetes
	 * to a service of this name: only a misspelling is refused.
	 */
	private static final double MISSPELT = 0.26;

	private final Environment environment;

	/**
	 * Create it.
	 * @param environment where the properties are set
	 */
	public UnknownPropertyCheck(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		PropertyNames known = new PropertyNames(RECORDS,
				Stream.concat(names(false), names(true))
					.filter(MERCHANTS::isAncestorOf)
					.map((name) -> name.chop(MERCHANTS.getNumberOfElements() + 1))
					.collect(Collectors.toSet()));
		names(false).filter((name) -> !known.contains(name)).findFirst().ifPresent((name) -> {
			throw failure(name, known.nearest(name, SIMILAR));
		});
		names(true).filter((name) -> !known.containsVariable(name)).forEach((name) -> {
			ConfigurationPropertyName nearest = known.nearest(name, MISSPELT);
			if (nearest != null) {
				throw failure(name, nearest);
			}
		});
	}

	/**
	 * Return what is set.
	 * @param areVariables whether by environment variables, or by anything else
	 */
	private Stream<ConfigurationPropertyName> names(boolean areVariables) {
		return StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false)
			.filter(IterableConfigurationPropertySource.class::isInstance)
			.map(IterableConfigurationPropertySource.class::cast)
			.filter((source) -> areVariables == (source
				.getUnderlyingSource() instanceof SystemEnvironmentPropertySource))
			.flatMap(IterableConfigurationPropertySource::stream)
			.filter(PropertyNames.PREFIX::isAncestorOf);
	}

	private static WechatPayHkConfigurationException failure(ConfigurationPropertyName name,
			@Nullable ConfigurationPropertyName nearest) {
		return WechatPayHkConfigurationException.of(PropertyNames.withoutPrefix(name), "(set)",
				"There is no property of this name",
				(nearest != null) ? "Did you mean '" + nearest + "'? Otherwise remove it."
						: "Remove it, or correct its name: docs/configuration.md lists all properties.");
	}

}
