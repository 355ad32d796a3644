package io.github.wechatpayhk.autoconfigure.durable;

import java.util.Locale;

import io.github.wechatpayhk.autoconfigure.properties.DurableReversalProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.github.wechatpayhk.durable.engine.DurableStore;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.io.ResourceLoader;
import org.springframework.util.ClassUtils;

/**
 * Chooses who creates the tables.
 */
final class DurableSchemaChoice {

	private static final String FLYWAY = "org.flywaydb.core.Flyway";

	private static final String LIQUIBASE = "liquibase.integration.spring.SpringLiquibase";

	private final ListableBeanFactory beanFactory;

	private final ResourceLoader resourceLoader;

	DurableSchemaChoice(ListableBeanFactory beanFactory, ResourceLoader resourceLoader) {
		this.beanFactory = beanFactory;
		this.resourceLoader = resourceLoader;
	}

	void prepare(DurableStore store, DurableReversalProperties.Schema schema) {
		if (store.isEmbedded()) {
			return;
		}
		boolean isFlyway = (schema == DurableReversalProperties.Schema.FLYWAY)
				|| (schema == DurableReversalProperties.Schema.AUTO && hasBean(FLYWAY));
		boolean isLiquibase = (schema == DurableReversalProperties.Schema.LIQUIBASE)
				|| (schema == DurableReversalProperties.Schema.AUTO && !isFlyway && hasBean(LIQUIBASE));
		if (isFlyway) {
			require(FLYWAY, schema);
			DurableSchemaMigration.WithFlyway.run(store.dataSource());
		}
		else if (isLiquibase) {
			require(LIQUIBASE, schema);
			DurableSchemaMigration.WithLiquibase.run(store.dataSource(), this.resourceLoader);
		}
	}

	private boolean hasBean(String type) {
		if (!isPresent(type)) {
			return false;
		}
		Class<?> found = ClassUtils.resolveClassName(type, classLoader());
		return this.beanFactory.getBeanNamesForType(found, true, false).length > 0;
	}

	private void require(String type, DurableReversalProperties.Schema schema) {
		if (!isPresent(type)) {
			String name = schema.name().toLowerCase(Locale.ROOT);
			throw WechatPayHkConfigurationException.of("durable-reversal.schema", name,
					"There is no " + type + " on the class path",
					"Add it, or set the property to 'none' and run the script that the next report names.");
		}
	}

	private boolean isPresent(String type) {
		return ClassUtils.isPresent(type, classLoader());
	}

	private ClassLoader classLoader() {
		ClassLoader classLoader = this.resourceLoader.getClassLoader();
		return (classLoader != null) ? classLoader : DurableSchemaChoice.class.getClassLoader();
	}

}
