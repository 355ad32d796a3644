package io.github.wechatpayhk.autoconfigure.durable;

import java.util.Locale;

import javax.sql.DataSource;

import io.github.wechatpayhk.autoconfigure.properties.DurableReversalProperties;
import io.github.wechatpayhk.autoconfigure.properties.WechatPayHkConfigurationException;
import io.github.wechatpayhk.durable.engine.DurableStore;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Chooses where scheduled reversals are kept.
 */
final class DurableStoreChoice {

	private static final Log logger = LogFactory.getLog(DurableStoreChoice.class);

	private DurableStoreChoice() {
	}

	static DurableStore choose(DurableReversalProperties properties, ObjectProvider<DataSource> dataSources) {
		return switch (properties.store()) {
			case AUTO -> automatic(properties, dataSources);
			case APPLICATION -> application(properties, dataSources);
			case EMBEDDED -> embedded(properties);
		};
	}

	/**
	 * A database in memory is what Spring Boot makes of an H2 on the class path, and H2
	 * comes with durable reversals: nobody may have asked for it, and no file is created
	 * that nobody asked for.
	 */
	private static DurableStore automatic(DurableReversalProperties properties,
			ObjectProvider<DataSource> dataSources) {
		if (dataSources.stream().findAny().isEmpty()) {
			return embedded(properties);
		}
		DataSource dataSource = required(properties, dataSources);
		if (DurableStore.isInMemory(dataSource)) {
			throw WechatPayHkConfigurationException.of("durable-reversal.store", "auto",
					"The DataSource of the application is in memory, where no reversal outlives the process",
					"Set the property to 'embedded' to store reversals in a file "
							+ "('wechatpay.hk.durable-reversal.embedded.file'), or to 'application' to use the database "
							+ "in memory, in tests for example, or configure a DataSource that is on a disk.");
		}
		return DurableStore.of(dataSource);
	}

	private static DurableStore application(DurableReversalProperties properties,
			ObjectProvider<DataSource> dataSources) {
		DataSource dataSource = required(properties, dataSources);
		if (DurableStore.isInMemory(dataSource)) {
			logger.warn(
					"Reversals are kept in a database that is in memory alone: no scheduled reversal outlives this process");
		}
		return DurableStore.of(dataSource);
	}

	private static DataSource required(DurableReversalProperties properties, ObjectProvider<DataSource> dataSources) {
		DataSource dataSource = dataSources.getIfUnique();
		if (dataSource == null) {
			throw WechatPayHkConfigurationException.of("durable-reversal.store",
					properties.store().name().toLowerCase(Locale.ROOT),
					"The application has no DataSource, or several of which none is primary",
					"Mark one DataSource as primary, define a DurableStore bean with DurableStore.of(dataSource), "
							+ "or set the property to 'embedded'.");
		}
		return dataSource;
	}

	private static DurableStore embedded(DurableReversalProperties properties) {
		return DurableStore.embedded(properties.embedded().file());
	}

}
