package io.github.wechatpayhk.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A configuration with one mistake, and what the report must say about it.
 */
final class WrongConfiguration {

	private final String mistake;

	private final Map<String, Object> properties;

	private final Map<String, Object> environment = new LinkedHashMap<>();

	private final List<String> report = new ArrayList<>();

	WrongConfiguration(String mistake, Map<String, Object> correct) {
		this.mistake = mistake;
		this.properties = new LinkedHashMap<>(correct);
	}

	WrongConfiguration with(String name, String value) {
		this.properties.put("wechatpay.hk." + name, value);
		return this;
	}

	/**
	 * Add what is in a file.
	 */
	WrongConfiguration importing(String location) {
		this.properties.put("spring.config.import", location);
		return this;
	}

	WrongConfiguration withVariable(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	WrongConfiguration without(String... names) {
		Arrays.stream(names).forEach((name) -> this.properties.remove("wechatpay.hk." + name));
		return this;
	}

	WrongConfiguration reports(String... texts) {
		this.report.addAll(List.of(texts));
		return this;
	}

	Map<String, Object> properties() {
		return this.properties;
	}

	Map<String, Object> environment() {
		return this.environment;
	}

	List<String> report() {
		return this.report;
	}

	@Override
	public String toString() {
		return this.mistake;
	}

}
