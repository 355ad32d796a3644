package io.github.wechatpayhk.autoconfigure.properties;

import java.lang.reflect.Parameter;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.ResolvableType;

/**
 * The names that properties below {@code wechatpay.hk} may have: those of the components
 * of the records that are bound to it.
 */
final class PropertyNames {

	static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("wechatpay.hk");

	private final Set<ConfigurationPropertyName> names = new LinkedHashSet<>();

	private final Set<ConfigurationPropertyName> groups = new LinkedHashSet<>();

	private final Set<ConfigurationPropertyName> maps = new LinkedHashSet<>();

	/**
	 * Collect the names.
	 * @param records the records, each annotated with its prefix
	 * @param merchants the prefixes of further merchants
	 */
	PropertyNames(Iterable<Class<?>> records, Iterable<ConfigurationPropertyName> merchants) {
		for (Class<?> type : records) {
			ConfigurationProperties annotation = type.getAnnotation(ConfigurationProperties.class);
			addAll(ConfigurationPropertyName.of(annotation.value()), type);
		}
		merchants.forEach((merchant) -> addAll(merchant, MerchantProperties.class));
	}

	private void addAll(ConfigurationPropertyName prefix, Class<?> type) {
		this.groups.add(prefix);
		Parameter[] components = type.getDeclaredConstructors()[0].getParameters();
		for (Parameter component : components) {
			add(prefix.append(DataObjectPropertyName.toDashedForm(component.getName())),
					ResolvableType.forType(component.getParameterizedType()));
		}
	}

	private void add(ConfigurationPropertyName name, ResolvableType type) {
		Class<?> raw = type.toClass();
		if (Map.class.isAssignableFrom(raw)) {
			(type.getGeneric(1).toClass().isRecord() ? this.groups : this.maps).add(name);
		}
		else if (raw.isRecord()) {
			addAll(name, raw);
		}
		else {
			this.names.add(name);
		}
	}

	boolean contains(ConfigurationPropertyName name) {
		return this.names.contains(name) || this.groups.contains(name)
				|| (name.isLastElementIndexed() && this.names.contains(name.getParent()))
				|| this.maps.stream().anyMatch((map) -> map.isAncestorOf(name) || map.equals(name));
	}

	/**
	 * Environment variables have no dashes, and underscores for dots and dashes alike.
	 */
	boolean containsVariable(ConfigurationPropertyName name) {
		String written = letters(name.isLastElementIndexed() ? name.getParent() : name);
		return Stream.concat(this.names.stream(), this.groups.stream())
			.anyMatch((known) -> letters(known).equals(written))
				|| this.maps.stream().anyMatch((map) -> written.startsWith(letters(map)));
	}

	/**
	 * Find the name that differs in the fewest characters, dashes aside.
	 * @param name a name that is not among these
	 * @param farthest the part of all characters that may differ
	 * @return the nearest name, or {@code null} if all are farther
	 */
	@Nullable ConfigurationPropertyName nearest(ConfigurationPropertyName name, double farthest) {
		String wanted = letters(name);
		ConfigurationPropertyName nearest = null;
		double least = farthest;
		for (ConfigurationPropertyName candidate : this.names) {
			String other = letters(candidate);
			double distance = (double) distance(wanted, other) / Math.max(wanted.length(), other.length());
			if (distance < least) {
				nearest = candidate;
				least = distance;
			}
		}
		return nearest;
	}

	static String withoutPrefix(ConfigurationPropertyName name) {
		return name.subName(PREFIX.getNumberOfElements()).toString();
	}

	private static String letters(ConfigurationPropertyName name) {
		return withoutPrefix(name).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

	/**
	 * The number of characters to insert, remove or replace (Levenshtein).
	 */
	private static int distance(String one, String other) {
		int[] row = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			row[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[other.length()];
	}

}
